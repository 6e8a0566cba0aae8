"""Adding, changing and ending the addresses of a person (prisoners.md 7)."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from django.db import transaction

from dps.platform import audit
from dps.platform.access import Actor
from dps.platform.web.refusals import Conflict, Invalid, NotFound
from dps.prisoners.addresses import places, queries, rules
from dps.prisoners.addresses.rules import Place, Use, Where
from dps.prisoners.changes import recording
from dps.prisoners.changes.models import Change
from dps.prisoners.changes.recording import Made
from dps.prisoners.models import Address, AddressUsage, Phone
from dps.prisoners.models.own_ids import next_own_id
from dps.prisoners.profile.permitted import InHand, take_in_hand
from dps.prisoners.rules.access import Part

KIND = "address"
AREA = "CONTACT_DETAILS"
FIELDS = (
    "person_id", "contact_person_id", "flat", "premise", "street", "locality", "town", "county", "country", "postcode",
    "primary", "postal", "no_fixed_address", "started_on", "ended_on", "comment", "uprn",
)  # fmt: skip


def fields_of(row: Address) -> dict[str, Any]:
    """An address as changes keep it. One statement, or none when its usages were read with it."""
    return {name: getattr(row, name) for name in FIELDS} | {"usages": queries.usages_of(row)}


def where_of(row: Address, nations: Sequence[str]) -> Where:
    """Which kind of address it is. One without a country is taken for one of the UK."""
    if row.no_fixed_address:
        return Where.NO_FIXED
    return Where.UK if not row.country or row.country in nations else Where.OVERSEAS


def check(
    place: Place,
    started_on: date | None,
    today: date,
    before: Place | None = None,
    *,
    usages: Collection[str] = (),
    kept: Collection[str] = (),
) -> None:
    """Whether an address may be kept as it is. `kept` is what it is for already. Raises Invalid, by box."""
    problems = rules.problems(place, before) | places.problems(place, before)
    if started_on is not None and (wrong := rules.start_problem(started_on, today)):
        problems["started_on"] = wrong
    if usages and (wrong := _usage_problem(usages, kept)):
        problems["usages"] = wrong
    if problems:
        raise Invalid(problems)


@transaction.atomic
def add_address(
    number: str,
    place: Place,
    use: Use,
    *,
    started_on: date | None,
    today: date,
    by: Actor,
    usages: Collection[str] = (),
) -> Address:
    """Add an address from `started_on` (today when None). A new primary address demotes the one there was. `usages`
    are the codes of what it is for.

    Raises NotFound, Invalid.
    """
    hand = take_in_hand(number, Part.EDIT_SENSITIVE, by=by)
    check(place, started_on, today, usages=usages)
    row = Address(
        id=next_own_id(), person_id=number, no_fixed_address=place.where is Where.NO_FIXED,
        started_on=started_on or today, primary=rules.is_primary(use), postal=rules.is_postal(use),
        **rules.as_kept(place),
    )  # fmt: skip
    row.save(force_insert=True)
    _use_for(row, usages)
    made = [Made(KIND, str(row.pk), None, fields_of(row), hand.booking_id), *_demote_others(hand, row)]
    recording.record(number, made, by=by, area=AREA)
    return row


@transaction.atomic
def change_address(
    number: str,
    address_id: int,
    place: Place,
    *,
    started_on: date | None,
    today: date,
    by: Actor,
    usages: Collection[str] | None = None,
) -> bool:
    """Put the words of an address right, and what it is for unless `usages` is None; says whether anything changed.
    Raises NotFound, Invalid."""
    hand = take_in_hand(number, Part.EDIT_SENSITIVE, by=by)
    row = _current(number, address_id, today)
    before = fields_of(row)
    kept = rules.as_typed(before, place.where)
    wanted = before["usages"] if usages is None else usages
    started = started_on if started_on != row.started_on else None
    check(place, started, today, kept, usages=wanted, kept=before["usages"])
    if place != kept:
        for name, value in rules.as_kept(place).items():
            setattr(row, name, value)
        row.uprn = ""
    row.started_on = started_on or row.started_on
    _use_for(row, wanted)
    if fields_of(row) == before:
        return False
    row.save()
    made = [Made(KIND, str(address_id), before, fields_of(row), hand.booking_id)]
    return bool(recording.record(number, made, by=by, area=AREA))


@transaction.atomic
def set_use(number: str, address_id: int, use: Use, *, today: date, by: Actor) -> bool:
    """Say what an address is for; says whether anything changed. Raises NotFound."""
    hand = take_in_hand(number, Part.EDIT_SENSITIVE, by=by)
    row = _current(number, address_id, today)
    before = fields_of(row)
    row.primary, row.postal = rules.is_primary(use), rules.is_postal(use)
    if fields_of(row) == before:
        return False
    row.save()
    made = [Made(KIND, str(address_id), before, fields_of(row), hand.booking_id), *_demote_others(hand, row)]
    return bool(recording.record(number, made, by=by, area=AREA))


@transaction.atomic
def set_usages(number: str, address_id: int, usages: Collection[str], *, today: date, by: Actor) -> Address:
    """Say what an address is for, by codes. Raises NotFound, Invalid."""
    hand = take_in_hand(number, Part.EDIT_SENSITIVE, by=by)
    row = _current(number, address_id, today)
    before = fields_of(row)
    if wrong := _usage_problem(usages, before["usages"]):
        raise Invalid({"usages": wrong})
    _use_for(row, usages)
    recording.record(number, [Made(KIND, str(address_id), before, fields_of(row), hand.booking_id)], by=by, area=AREA)
    return row


@transaction.atomic
def end_address(number: str, address_id: int, ended_on: date, *, today: date, by: Actor) -> Address:
    """Say that they no longer live there; it is then neither primary nor postal. Raises NotFound, Invalid."""
    hand = take_in_hand(number, Part.EDIT_SENSITIVE, by=by)
    row = _current(number, address_id, today)
    problem = rules.end_problem(row.started_on, ended_on, today)
    if problem:
        raise Invalid({"ended_on": problem})
    before = fields_of(row)
    row.ended_on, row.primary, row.postal = ended_on, False, False
    row.save()
    made = [Made(KIND, str(address_id), before, fields_of(row), hand.booking_id)]
    recording.record(number, made, by=by, area=AREA)
    return row


def state_now(_number: str, key: str, _booking_id: int | None) -> dict[str, Any] | None:
    """What an address says now, as changes keep it; None when it is gone. One statement."""
    row = Address.objects.filter(pk=int(key)).first()
    return fields_of(row) if row else None


@transaction.atomic
def restore(change: Change, by: Actor) -> None:
    """Put an address back as it was before a change, whoever's it is. Raises Conflict."""
    hand = take_in_hand(change.person_id, Part.EDIT_SENSITIVE, by=by)
    row = Address.objects.filter(pk=int(change.key)).first()
    now = fields_of(row) if row else None
    made = []
    after = None
    if change.before is not None:
        values = dict(change.before)
        usages = values.pop("usages", None)
        for name in ("started_on", "ended_on"):
            values[name] = date.fromisoformat(values[name]) if values[name] else None
        row = Address(pk=int(change.key), **values)
        row.save()
        if usages is not None:
            _use_for(row, usages)
        after = fields_of(row)
        made = _demote_others(hand, row) if row.person_id else []
    elif row is None:
        raise Conflict("This address is no longer on the record")
    elif Phone.objects.filter(address_id=row.pk).exists():
        raise Conflict("There are phone numbers with this address: end it instead")
    else:
        row.delete()
    made = [Made(KIND, change.key, now, after, hand.booking_id), *made]
    recording.record(hand.number, made, by=by, area=AREA, restores=change)


def record_search(number: str, typed: str, found: int, *, by: Actor) -> None:
    """Keep what somebody looked for in the addresses of others."""
    audit.record(
        "ADDRESS_FINDER_USED", by=by, subject_type="prisoner", subject_id=number,
        details={"words": typed, "found": found},
    )  # fmt: skip


def _usage_problem(usages: Collection[str], kept: Collection[str]) -> str:
    return rules.usage_problem(usages, kept, dict(places.usages()))


def _use_for(row: Address, usages: Collection[str]) -> None:
    """The address is for these and nothing else. What it was for stays, as NOMIS keeps it: no longer active."""
    now = {one.usage: one for one in row.usages.all()}
    for code in sorted({*usages, *now}):
        active = code in usages
        if code not in now:
            AddressUsage.objects.create(address=row, usage=code)
        elif now[code].active != active:
            AddressUsage.objects.filter(pk=now[code].pk).update(active=active)


def _current(number: str, address_id: int, today: date) -> Address:
    row = queries.address_of(number, address_id)
    if row is None or rules.is_past(row.ended_on, today):
        raise NotFound(str(address_id))
    return row


def _demote_others(hand: InHand, row: Address) -> list[Made]:
    """A person has one primary address."""
    made = []
    if row.primary:
        for other in Address.objects.filter(person_id=hand.number, primary=True).exclude(pk=row.pk).order_by("id"):
            before = fields_of(other)
            other.primary = False
            other.save(update_fields=["primary"])
            made.append(Made(KIND, str(other.pk), before, fields_of(other), hand.booking_id))
    return made
