"""Writes of neurodiversity."""

from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from dps.platform import local_time
from dps.platform.access import SYSTEM, Actor
from dps.platform.web.refusals import Conflict, Invalid
from dps.prisoners.changes import recording
from dps.prisoners.changes.models import Change
from dps.prisoners.changes.recording import Made
from dps.prisoners.models import Neurodiversity, Person
from dps.prisoners.neurodiversity import queries, rules
from dps.prisoners.neurodiversity.queries import KIND
from dps.prisoners.neurodiversity.rules import Known
from dps.prisoners.profile.permitted import InHand, take_in_hand
from dps.prisoners.rules.access import Part

MAY_CHANGE = Part.EDIT
FIELDS = (
    "kind", "how_known", "found_on", "support", "recorded_at", "recorded_by", "ended_at", "ended_by",
)  # fmt: skip
_COLUMNS = {field.attname: field for field in Neurodiversity._meta.concrete_fields}


def fields_of(row: Neurodiversity) -> dict[str, Any]:
    """A record as changes keep it."""
    return {name: getattr(row, name) for name in FIELDS}


@transaction.atomic
def add_record(number: str, given: Known, *, today: date, by: Actor) -> Neurodiversity:
    """Record one kind. Raises NotFound, and Invalid for a kind that is on the record."""
    hand = take_in_hand(number, MAY_CHANGE, by=by)
    _check(hand.person, given, today)
    row = Neurodiversity(
        id=uuid4(), person=hand.person, recorded_at=local_time.now(), recorded_by=_name(by), **asdict(given)
    )
    row.save(force_insert=True)
    recording.record(number, [Made(KIND, str(row.pk), None, fields_of(row), hand.booking_id)], by=by)
    return row


@transaction.atomic
def change_record(
    number: str, id: UUID, given: Known, *, today: date, by: Actor, version: int | None = None
) -> Neurodiversity:
    """Put a record right. Raises NotFound, Invalid, and Conflict when it is not `version` any more."""
    hand = take_in_hand(number, MAY_CHANGE, by=by)
    row = _of_version(number, id, version)
    _check(hand.person, given, today, row)
    before = fields_of(row)
    for name, value in asdict(given).items():
        setattr(row, name, value)
    if fields_of(row) != before:
        _save(hand, row, before, by=by)
    return row


@transaction.atomic
def end_record(number: str, id: UUID, reason: str, *, by: Actor, version: int | None = None) -> Neurodiversity:
    """It is no longer so, or never was: the history keeps it, with the reason.

    Raises NotFound, Invalid, and Conflict when it is not `version` any more.
    """
    hand = take_in_hand(number, MAY_CHANGE, by=by)
    row = _of_version(number, id, version)
    if problem := rules.reason_problem(reason):
        raise Invalid({"reason": problem})
    before = fields_of(row)
    row.ended_at, row.ended_by = local_time.now(), _name(by)
    _save(hand, row, before, by=by, reason=reason)
    return row


def state_now(number: str, key: str, _booking_id: int | None) -> dict[str, Any] | None:
    """What a record says now, as changes keep it; None when it is gone. One statement."""
    row = Neurodiversity.objects.filter(pk=key, person_id=number).first()
    return fields_of(row) if row else None


@transaction.atomic
def restore(change: Change, by: Actor) -> None:
    """Put a record back as it was before a change: none, if it was added then. Raises Conflict, NotFound."""
    hand = take_in_hand(change.person_id, MAY_CHANGE, by=by)
    row = Neurodiversity.objects.filter(pk=change.key, person_id=hand.number).first()
    before = fields_of(row) if row else None
    if change.before is None:
        if row is None:
            raise Conflict("It was taken off the record already")
        row.delete()
        after = None
    else:
        values = {name: _COLUMNS[name].to_python(change.before[name]) for name in FIELDS}
        if values["ended_at"] is None and _is_recorded(hand.number, values["kind"], except_for=change.key):
            raise Conflict(rules.clash(values["kind"]))
        row = row or Neurodiversity(pk=UUID(change.key), person=hand.person, version=0)
        for name, value in values.items():
            setattr(row, name, value)
        row.version += 1
        row.save()
        after = fields_of(row)
    made = Made(KIND, change.key, before, after, hand.booking_id)
    recording.record(hand.number, [made], by=by, restores=change)


def numbers_merge(kept: str, removed: str) -> None:
    """Two numbers are one person: what both have recorded stays as the kept one has it, and the other one's ends."""
    kinds = Neurodiversity.objects.filter(person_id=kept, ended_at=None).values_list("kind", flat=True)
    for row in Neurodiversity.objects.filter(person_id=removed, ended_at=None, kind__in=list(kinds)):
        before = fields_of(row)
        row.ended_at, row.ended_by, row.version = local_time.now(), _name(SYSTEM), row.version + 1
        row.save()
        recording.hand_on(removed, [Made(KIND, str(row.pk), before, fields_of(row))], by=SYSTEM, prison="")


def _check(person: Person, given: Known, today: date, row: Neurodiversity | None = None) -> None:
    problems = rules.problems(given, person.date_of_birth, today)
    if "kind" not in problems and _is_recorded(person.number, given.kind, except_for=str(row.pk) if row else None):
        problems["kind"] = rules.clash(given.kind)
    if problems:
        raise Invalid(problems)


def _is_recorded(number: str, kind: str, *, except_for: str | None) -> bool:
    found = Neurodiversity.objects.filter(person_id=number, kind=kind, ended_at=None)
    return (found.exclude(pk=except_for) if except_for else found).exists()


def _of_version(number: str, id: UUID, version: int | None) -> Neurodiversity:
    row = queries.one_of_now(number, id)
    if version is not None and row.version != version:
        raise Conflict("Somebody else changed this first: read it again")
    return row


def _save(hand: InHand, row: Neurodiversity, before: dict[str, Any], *, by: Actor, reason: str = "") -> None:
    row.version += 1
    row.save()
    made = Made(KIND, str(row.pk), before, fields_of(row), hand.booking_id)
    recording.record(hand.number, [made], by=by, reason=reason)


def _name(by: Actor) -> str:
    return (by.display_name or by.username)[:240]
