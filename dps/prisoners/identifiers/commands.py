"""Adding, changing and removing identity numbers (prisoners.md 7)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Min

from dps.platform.access import Actor
from dps.platform.web.refusals import Conflict, Invalid, NotFound
from dps.prisoners.changes import recording
from dps.prisoners.changes.models import Change
from dps.prisoners.changes.recording import Made
from dps.prisoners.identifiers import queries, rules
from dps.prisoners.models import Identifier
from dps.prisoners.names.queries import working_name
from dps.prisoners.personal import lists
from dps.prisoners.profile.permitted import take_in_hand
from dps.prisoners.rules.access import Part

KIND = "identifier"
AREA = "IDENTIFIERS"
FIELDS = ("type", "value", "authority", "issued_on", "name_id", "sequence")


@dataclass(frozen=True, slots=True)
class Given:
    """A number to add: its type, as typed, and a comment."""

    type: str
    value: str
    comment: str = ""


def fields_of(row: Identifier) -> dict[str, Any]:
    """A number as changes keep it."""
    return {name: getattr(row, name) for name in FIELDS}


@transaction.atomic
def add_numbers(number: str, given: Mapping[str, Given], *, by: Actor) -> list[Identifier]:
    """Add these numbers, all or none. `given` is keyed by what tells them apart in a refusal.

    Raises NotFound; Invalid with problems under `type-<key>`, `value-<key>` and `comment-<key>`.
    """
    hand = take_in_hand(number, Part.EDIT_SENSITIVE, by=by)
    taken = _taken(queries.numbers_of(number))
    types = dict(lists.active("ID_TYPE"))
    problems: dict[str, str] = {}
    for key, one in given.items():
        problems |= {f"{name}-{key}": words for name, words in _problems(one, types, taken).items()}
        taken.add((one.type, rules.same_key(one.type, rules.as_kept(one.type, one.value))))
    if problems:
        raise Invalid(problems)
    if not given:
        raise Invalid({"": "Enter at least one number"})
    rows = []
    for one in given.values():
        row = Identifier(
            person_id=number, type=one.type, value=rules.as_kept(one.type, one.value), authority=one.comment
        )
        _number_it(row)
        row.save(force_insert=True)
        rows.append(row)
    made = [Made(KIND, str(row.pk), None, fields_of(row), hand.booking_id) for row in rows]
    recording.record(number, made, by=by, area=AREA)
    return rows


@transaction.atomic
def change_number(number: str, identifier_id: int, value: str, comment: str, *, by: Actor) -> bool:
    """Put a number or its comment right; says whether anything changed. Raises NotFound, Invalid."""
    hand = take_in_hand(number, Part.EDIT_SENSITIVE, by=by)
    rows = queries.numbers_of(number)
    row = _editable(rows, identifier_id)
    before = fields_of(row)
    given = Given(row.type, value, comment)
    problems = _problems(given, None, _taken(one for one in rows if one.pk != row.pk))
    if value == row.value:
        problems.pop("value", None)
    if problems:
        raise Invalid(problems)
    row.value = value if value == row.value else rules.as_kept(row.type, value)
    row.authority = comment
    if fields_of(row) == before:
        return False
    row.save()
    return bool(
        recording.record(number, [Made(KIND, str(row.pk), before, fields_of(row), hand.booking_id)], by=by, area=AREA)
    )


@transaction.atomic
def remove_number(number: str, identifier_id: int, *, by: Actor) -> None:
    """Take a number off the record. Raises NotFound."""
    hand = take_in_hand(number, Part.EDIT_SENSITIVE, by=by)
    row = _editable(queries.numbers_of(number), identifier_id)
    made = Made(KIND, str(row.pk), fields_of(row), None, hand.booking_id)
    row.delete()
    recording.record(number, [made], by=by, area=AREA)


def state_now(number: str, key: str, _booking_id: int | None) -> dict[str, Any] | None:
    """What a number says now, as changes keep it; None when it is gone. One statement."""
    row = queries.number_of(number, int(key))
    return fields_of(row) if row else None


@transaction.atomic
def restore(change: Change, by: Actor) -> None:
    """Put a number back as it was before a change. Raises Invalid, Conflict."""
    hand = take_in_hand(change.person_id, Part.EDIT_SENSITIVE, by=by)
    rows = queries.numbers_of(hand.number)
    row = next((one for one in rows if str(one.pk) == change.key), None)
    now = fields_of(row) if row else None
    before = change.before
    if before is None:
        if row is None:
            raise Conflict("This number is no longer on the record")
        row.delete()
        after = None
    else:
        taken = _taken(one for one in rows if one is not row)
        if (before["type"], rules.same_key(before["type"], before["value"])) in taken:
            raise Conflict("This number is on the record again already")
        if row is None:
            row = Identifier(pk=int(change.key), person_id=hand.number, type=before["type"])
            _number_it(row)
        row.value, row.authority = before["value"], before["authority"]
        row.issued_on = date.fromisoformat(before["issued_on"]) if before["issued_on"] else None
        row.save()
        after = fields_of(row)
    made = [Made(KIND, change.key, now, after, hand.booking_id)]
    recording.record(hand.number, made, by=by, area=AREA, restores=change)


def _taken(rows: Iterable[Identifier]) -> set[tuple[str, str]]:
    return {(row.type, rules.same_key(row.type, row.value)) for row in rows}


def _problems(given: Given, types: Mapping[str, str] | None, taken: set[tuple[str, str]]) -> dict[str, str]:
    """What is wrong with one number. `types`: those that may be chosen; None when the type is not asked."""
    if types is not None and (given.type not in rules.EDITABLE or given.type not in types):
        return {"type": "Choose the type of number"}
    problems = {"value": rules.problem(given.type, given.value), "comment": rules.comment_problem(given.comment)}
    key = (given.type, rules.same_key(given.type, rules.as_kept(given.type, given.value)))
    if not problems["value"] and key in taken:
        problems["value"] = "This number is already on the record"
    return {name: words for name, words in problems.items() if words}


def _editable(rows: Sequence[Identifier], identifier_id: int) -> Identifier:
    for row in rows:
        if row.pk == identifier_id and row.type in rules.EDITABLE:
            return row
    raise NotFound(str(identifier_id))


def _number_it(row: Identifier) -> None:
    """Under the working name, with a number of our own: 0, -1, and so on until NOMIS numbers it."""
    name = working_name(row.person_id)
    if name is None:
        raise Conflict("This person has no working name")
    lowest = Identifier.objects.filter(name_id=name.pk).aggregate(lowest=Min("sequence"))["lowest"]
    row.name_id, row.sequence = name.pk, min(0, (1 if lowest is None else lowest) - 1)
