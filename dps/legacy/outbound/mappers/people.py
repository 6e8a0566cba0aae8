"""Who a person is: names, where they were born, identifiers."""

from dps.legacy.models import QueuedWrite
from dps.legacy.outbound import values
from dps.legacy.outbound.mapper import (
    OWN_IDS_FROM,
    Column,
    Key,
    Mapper,
    Payload,
    Task,
    Written,
    column,
    from_sequence,
    mapped,
    words,
)
from dps.legacy.outbound.nomis import Row
from dps.legacy.outbound.refusals import Refused
from dps.prisoners.models import Booking, Identifier

SOURCE = "SEQ"
"""ID_SOURCE_CODE of every name record (legacy-nomis.md 2)."""


def _name(task: Task) -> Key | None:
    found = task.write.key
    if int(found) < OWN_IDS_FROM:
        return {"offender_id": int(found)}
    known = mapped("name", found)
    return {"offender_id": int(known)} if known else None


def _same_person(task: Task) -> Row:
    return {"root_offender_id": task.root_id, "offender_id_display": task.write.person_id}


def _name_defaults(task: Task) -> Row:
    return {
        "id_source_code": SOURCE,
        "create_date": values.day(task.write.changed_at),
        "alias_offender_id": task.root_id,
        "name_sequence": "1234",
        "caseload_type": "INST",
    }


def _follows(task: Task, row: Row) -> Row:
    """What NOMIS searches by, and the other column for the kind of name."""
    last = row.get("last_name")
    made: Row = {}
    if "last_name" in row:
        made |= {
            "last_name_key": last,
            "last_name_alpha_key": last[:1] if last else None,
            "last_name_soundex": soundex(last),
        }
    if "first_name" in row:
        made["first_name_key"] = row["first_name"]
    if "middle_name" in row:
        made["middle_name_key"] = row["middle_name"]
    if "alias_name_type" in row:
        made["name_type"] = row["alias_name_type"]
    return made


_SOUNDS = {letter: digit for digit, letters in enumerate(
    ("BFPV", "CGJKQSXZ", "DT", "L", "MN", "R"), start=1) for letter in letters}  # fmt: skip


def soundex(name: str | None) -> str | None:
    """The code of how a surname sounds, as databases make it: a letter and three digits; none without a letter."""
    letters = [letter for letter in (name or "").upper() if "A" <= letter <= "Z"]
    if not letters:
        return None
    digits, last = "", _SOUNDS.get(letters[0])
    for letter in letters[1:]:
        sound = _SOUNDS.get(letter)
        if sound and sound != last:
            digits += str(sound)
        if letter not in "HW":
            last = sound
    return (letters[0] + digits + "000")[:4]


def _use_it(task: Task, key: Key) -> None:
    """The working name is the one that the latest booking points at."""
    before, after = task.write.before or {}, task.write.after or {}
    if not after.get("is_working") or before.get("is_working"):
        return
    booking = task.latest_booking_id
    if booking is None:
        return
    where = {"offender_book_id": booking}
    found = task.nomis.rows("offender_bookings", where, ["offender_id"], lock=True)
    if not found:
        raise Refused(f"NOMIS has no booking {booking}")
    if int(found[0]["offender_id"]) != int(key["offender_id"]):
        task.nomis.update("offender_bookings", where, {"offender_id": key["offender_id"]})


class _Names(Mapper):
    """Middle names are split over two columns, and which of two columns holds the kind of name differs."""

    def _held(self, task: Task, payload: Payload | None) -> Row | None:
        held = super()._held(task, payload)
        if held is None or payload is None:
            return held
        if "alias_name_type" in held:
            held.pop("name_type", None)
        if "middle_names" in payload:
            size = task.nomis.size(self.table, "middle_name", 35)
            first, second = values.split_names(payload["middle_names"], size)
            held |= {
                name: part
                for name, part in (("middle_name", first), ("middle_name_2", second))
                if task.nomis.has(self.table, name)
            }
        return held

    def shown(self, payload: Payload | None) -> Row | None:
        held = super().shown(payload)
        if held is not None and payload is not None and "middle_names" in payload:
            held["middle_name"], held["middle_name_2"] = values.split_names(payload["middle_names"])
        return held

    def carry_out(self, task: Task) -> Written:
        if task.write.after is None and int(task.write.key) == task.root_id:
            raise Refused("NOMIS cannot do without the first name record of a person")
        done = super().carry_out(task)
        if done.outcome == QueuedWrite.Outcome.THERE_ALREADY and done.key is not None:
            _use_it(task, {"offender_id": done.key[0]})
        return done


_NAME: tuple[Column, ...] = (
    words("title", "title", 12),
    words("first_name", "first_name", 35, capitals=True),
    Column("middle_name", "", values.capitals(35)),
    Column("middle_name_2", "", values.capitals(35)),
    words("last_name", "last_name", 35, "a last name", capitals=True),
    words("suffix", "suffix", 12),
    column("birth_date", "date_of_birth", values.day),
    words("sex_code", "sex", 12, "a sex"),
    words("race_code", "ethnicity", 12),
    words("alias_name_type", "name_type", 12),
    words("name_type", "name_type", 12),
)


def _root(task: Task) -> Key:
    return {"offender_id": task.root_id}


def _and_the_working_name(task: Task, key: Key) -> None:
    """Forms show what the working name's record says, reports what the root's does."""
    working = (
        Booking.objects.filter(person=task.write.person_id)
        .order_by("sequence", "-id")
        .values_list("name_id", flat=True)
        .first()
    )
    if working is None or working >= OWN_IDS_FROM or working == key["offender_id"]:
        return
    if task.nomis.rows("offenders", {"offender_id": working}, ["offender_id"], lock=True):
        task.nomis.update("offenders", {"offender_id": working}, BIRTH._held(task, task.write.after) or {})


BIRTH = Mapper(
    kind="birth",
    title="Where they were born",
    table="offenders",
    key=("offender_id",),
    columns=(words("birth_place", "birth_place", 25, capitals=True), words("birth_country_code", "birth_country", 12)),
    target="prisoners.PersonName",
    locate=_root,
    owner=_root,
    afterwards=_and_the_working_name,
    own_keys=False,
)


def _identifier(task: Task) -> Key | None:
    known = mapped("identifier", task.write.key)
    if known:
        name, _, sequence = known.partition(" / ")
        return {"offender_id": int(name), "offender_id_seq": int(sequence)}
    for held in (task.write.before, task.write.after):
        if held and (held.get("sequence") or 0) > 0 and held.get("name_id"):
            return {"offender_id": task.theirs("name", held["name_id"]), "offender_id_seq": int(held["sequence"])}
    row = Identifier.objects.filter(pk=task.write.key, sequence__gt=0).values_list("name_id", "sequence").first()
    if row and task.write.before is not None:
        return {"offender_id": task.theirs("name", row[0]), "offender_id_seq": int(row[1])}
    return None


def _identifier_owner(task: Task) -> Row:
    name = task.values.get("name_id")
    return {"offender_id": task.theirs("name", name) if name else task.root_id}


def _next_identifier(task: Task, owner: Row) -> Key:
    if not task.nomis.rows("offenders", owner, ["offender_id"], lock=True):
        raise Refused(f"NOMIS has no name record {owner['offender_id']}")
    return {**owner, "offender_id_seq": task.nomis.highest("offender_identifiers", "offender_id_seq", owner) + 1}


MAPPERS = (
    _Names(
        kind="name",
        title="Names",
        table="offenders",
        key=("offender_id",),
        columns=_NAME,
        target="prisoners.PersonName",
        locate=_name,
        owner=_same_person,
        new_key=from_sequence("offenders", "offender_id"),
        defaults=_name_defaults,
        derived=_follows,
        afterwards=_use_it,
    ),
    BIRTH,
    Mapper(
        kind="identifier",
        title="Identifiers",
        table="offender_identifiers",
        key=("offender_id", "offender_id_seq"),
        columns=(
            words("identifier_type", "type", 12, "a type"),
            words("identifier", "value", 20, "a number"),
            words("issued_authority_text", "authority", 240),
            column("issued_date", "issued_on", values.day),
        ),
        target="prisoners.Identifier",
        locate=_identifier,
        owner=_identifier_owner,
        new_key=_next_identifier,
        defaults=lambda task: {"root_offender_id": task.root_id, "caseload_type": "INST"},
    ),
)
