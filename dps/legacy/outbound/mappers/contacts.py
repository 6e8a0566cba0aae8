"""People they know. NOMIS keeps who somebody is (PERSONS) apart from what they are to each prisoner."""

from dps.legacy.models import QueuedWrite
from dps.legacy.outbound import rules, values
from dps.legacy.outbound.mapper import (
    OWN_IDS_FROM,
    Key,
    Mapper,
    Task,
    Written,
    by_id,
    column,
    mapped,
    words,
)
from dps.legacy.outbound.nomis import Row
from dps.legacy.outbound.refusals import Differs
from dps.legacy.outbound.rules import Verdict
from dps.legacy.outbound.values import flag

WHO = {
    "last_name": ("last_name", values.capitals(35)),
    "first_name": ("first_name", values.capitals(35)),
    "middle_name": ("middle_names", values.capitals(35)),
    "birthdate": ("date_of_birth", values.day),
    "sex": ("sex", values.text(12)),
}
"""NOMIS column to our field of who the somebody is."""


def _who(task: Task, payload: "dict[str, object] | None") -> Row:
    return {
        name: form(payload[field])
        for name, (field, form) in WHO.items()
        if payload and field in payload and task.nomis.has("persons", name)
    }


def _ours(task: Task) -> str:
    """Our number for the somebody; without one they are told by the contact through which they are known."""
    return str(task.values.get("contact_person_id") or f"contact {task.write.key}")


def _known_person(task: Task) -> int | None:
    given = task.values.get("contact_person_id")
    if given and int(given) < OWN_IDS_FROM:
        return int(given)
    known = mapped("contact person", _ours(task))
    return int(known) if known else None


def _person(task: Task) -> int:
    """Who the contact is, in NOMIS: made when the somebody began here."""
    known = _known_person(task)
    if known is not None:
        return known
    ours = _ours(task)
    task.nomis.require("persons", "person_id", "last_name")
    found = _made_by_an_earlier_try(task)
    if found is None:
        found = task.nomis.next_key("persons", "person_id")
        task.nomis.insert("persons", {"person_id": found}, _who(task, task.write.after))
    task.also.append(("contact person", ours, found))
    return found


def _made_by_an_earlier_try(task: Task) -> int | None:
    if not task.nomis.has("persons", "audit_additional_info"):
        return None
    rows = task.nomis.rows("persons", {"audit_additional_info": task.nomis.note}, ["person_id"])
    return int(rows[0]["person_id"]) if rows else None


def _known_already(task: Task, row: Row) -> tuple[Key, Row] | None:
    """NOMIS has one contact for a booking, a relationship and a person (legacy-nomis.md 7)."""
    person = _known_person(task)
    if person is None:
        return None
    mapper = MAPPERS[0]
    where = {
        "offender_book_id": task.booking_id,
        "person_id": person,
        "contact_type": row.get("contact_type"),
        "relationship_type": row.get("relationship_type"),
    }
    found = task.nomis.rows(mapper.table, where, [*mapper.key, *mapper._names], lock=True)
    return ({name: found[0][name] for name in mapper.key}, mapper._read(task, found[0])) if found else None


def _new_key(task: Task, owner: Row) -> Key:
    task.lock_booking()
    return {"offender_contact_person_id": task.nomis.next_key("offender_contact_persons", "offender_contact_person_id")}


def _defaults(task: Task) -> Row:
    return {"person_id": _person(task), "can_be_contacted_flag": "N", "aware_of_charges_flag": "N"}


def _update_who(task: Task, key: Key) -> None:
    """Who the somebody is may have been changed too: it is kept once, for everybody who knows them."""
    before, after = _who(task, task.write.before), _who(task, task.write.after)
    if not before or before == after or not task.nomis.has("persons"):
        return
    found = task.nomis.rows("offender_contact_persons", key, ["person_id"])
    if not found or found[0].get("person_id") is None:
        return
    where = {"person_id": int(found[0]["person_id"])}
    rows = task.nomis.rows("persons", where, list(WHO), lock=True)
    now = {name: WHO[name][1](value) for name, value in rows[0].items()} if rows else None
    answer = rules.verdict(before, after, now)
    if answer is Verdict.DONE:
        return
    if answer is Verdict.CONFLICT and not (task.write.ours_wins and now is not None):
        raise Differs("The name, birth or sex of this contact was changed both here and in NOMIS", now)
    task.nomis.update("persons", where, after)


class _Contacts(Mapper):
    """The names of a contact are in another table."""

    def carry_out(self, task: Task) -> Written:
        done = super().carry_out(task)
        if done.outcome == QueuedWrite.Outcome.THERE_ALREADY and done.key is not None and task.write.before:
            _update_who(task, {"offender_contact_person_id": done.key[0]})
            if task.nomis.wrote:
                return self._written(task, {"offender_contact_person_id": done.key[0]}, QueuedWrite.Outcome.WRITTEN)
        return done

    def shown(self, payload):  # type: ignore[no-untyped-def]
        held = super().shown(payload)
        if held is None:
            return None
        return {**held, **{n: values.as_shown(form(payload[f])) for n, (f, form) in WHO.items() if f in payload}}


MAPPERS = (
    _Contacts(
        kind="contact",
        title="Contacts",
        table="offender_contact_persons",
        key=("offender_contact_person_id",),
        columns=(
            words("contact_type", "type", 12, "a type"),
            words("relationship_type", "relationship", 12, "a relationship"),
            column("next_of_kin_flag", "next_of_kin", flag),
            column("emergency_contact_flag", "emergency", flag),
            column("approved_visitor_flag", "approved_visitor", flag),
            column("active_flag", "active", flag),
            column("expiry_date", "expires_on", values.day),
            words("comment_text", "comment", 240),
        ),
        target="prisoners.Contact",
        locate=by_id("contact", "offender_contact_person_id"),
        owner=lambda task: {"offender_book_id": task.booking_id},
        new_key=_new_key,
        defaults=_defaults,
        clash=_known_already,
        alike=False,
        afterwards=_update_who,
    ),
)
