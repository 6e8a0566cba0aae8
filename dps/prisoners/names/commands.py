"""Changing names (prisoners.md 7). Each: the person locked and permission asked, rule, save, record."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction

from dps.platform.access import Actor
from dps.platform.web.refusals import Conflict, Invalid, NotFound
from dps.prisoners.changes import recording
from dps.prisoners.changes.models import Change
from dps.prisoners.changes.recording import Made
from dps.prisoners.models import Booking, PersonName
from dps.prisoners.models.own_ids import next_own_id
from dps.prisoners.names import queries, rules
from dps.prisoners.names.rules import Alias, Words
from dps.prisoners.personal import lists
from dps.prisoners.personal.rules.answers import birth_problem
from dps.prisoners.profile.permitted import InHand, take_in_hand
from dps.prisoners.rules.access import Part

KIND = "name"
FIELDS = (
    "title",
    "first_name",
    "middle_names",
    "last_name",
    "suffix",
    "date_of_birth",
    "sex",
    "ethnicity",
    "name_type",
    "is_working",
)
_OF_THE_PERSON = FIELDS[:8]
"""What the person's own row says of the working name."""
CURRENT, ALIAS = "CN", "A"
AREA = "PERSONAL_DETAILS"


def fields_of(row: PersonName) -> dict[str, Any]:
    """A name as changes keep it."""
    return {name: getattr(row, name) for name in FIELDS}


@transaction.atomic
def change_working_name(number: str, typed: Words, *, legal: bool, by: Actor) -> bool:
    """Put the working name right, or record a legal change; says whether anything changed.

    A new last name, or any legal change, makes a new working name and keeps the old as an alias. Raises NotFound,
    Invalid; Conflict for a person without a working name.
    """
    hand = take_in_hand(number, Part.EDIT_SENSITIVE, by=by)
    rows = queries.names_of(number)
    old = _working(rows)
    before = queries.words_of(old)
    typed = rules.words_as_kept(typed)
    if typed == before:
        return False
    problems = rules.word_problems(typed, before) | _code_problems(typed, old.sex, before, old.sex)
    if problems:
        raise Invalid(problems)
    _refuse_repeated(Alias(typed, old.date_of_birth, old.sex), [row for row in rows if row.pk != old.pk])
    reason = "Legal change of name" if legal else "Correction of name"
    if rules.makes_new_name(typed, before, legal=legal):
        new = PersonName(
            id=next_own_id(), person_id=number, date_of_birth=old.date_of_birth, sex=old.sex, ethnicity=old.ethnicity
        )
        _put(new, typed)
        made = _make_working(hand, new, None, rows)
    else:
        kept = fields_of(old)
        _put(old, typed)
        old.save()
        _copy_to_person(hand, old)
        made = [Made(KIND, str(old.pk), kept, fields_of(old), hand.booking_id)]
    recording.record(number, made, by=by, area=AREA, reason=reason)
    return True


@transaction.atomic
def add_alias(number: str, typed: Alias, *, working: bool, today: date, by: Actor) -> PersonName:
    """Add a name; with `working` it becomes the working name. Raises NotFound, Invalid, Conflict."""
    hand = take_in_hand(number, Part.EDIT_SENSITIVE, by=by)
    rows = queries.names_of(number)
    typed = Alias(rules.words_as_kept(typed.words), typed.date_of_birth, typed.sex)
    _check_alias(typed, None, rows, today)
    current = next((row for row in rows if row.is_working), None)
    row = PersonName(
        id=next_own_id(), person_id=number, name_type=ALIAS, ethnicity=current.ethnicity if current else "",
        date_of_birth=typed.date_of_birth, sex=typed.sex,
    )  # fmt: skip
    _put(row, typed.words)
    if working:
        made = _make_working(hand, row, None, rows)
    else:
        row.save(force_insert=True)
        made = [Made(KIND, str(row.pk), None, fields_of(row), hand.booking_id)]
    recording.record(number, made, by=by, area=AREA)
    return row


@transaction.atomic
def change_alias(number: str, name_id: int, typed: Alias, *, working: bool, today: date, by: Actor) -> bool:
    """Put an alias right, and with `working` make it the working name; says whether anything changed.

    Raises NotFound for a name that is not an alias of theirs, Invalid.
    """
    hand = take_in_hand(number, Part.EDIT_SENSITIVE, by=by)
    rows = queries.names_of(number)
    row = next((one for one in rows if one.pk == name_id and not one.is_working), None)
    if row is None:
        raise NotFound(str(name_id))
    before = queries.alias_of(row)
    typed = Alias(rules.words_as_kept(typed.words), typed.date_of_birth, typed.sex)
    if typed == before and not working:
        return False
    _check_alias(typed, before, [one for one in rows if one.pk != name_id], today)
    kept = fields_of(row)
    row.date_of_birth, row.sex = typed.date_of_birth, typed.sex
    _put(row, typed.words)
    if working:
        made = _make_working(hand, row, kept, rows)
    else:
        row.save()
        made = [Made(KIND, str(row.pk), kept, fields_of(row), hand.booking_id)]
    return bool(recording.record(number, made, by=by, area=AREA))


def state_now(number: str, key: str, _booking_id: int | None) -> dict[str, Any] | None:
    """What a name says now, as changes keep it; None when it is gone. One statement."""
    row = queries.name_of(number, int(key))
    return fields_of(row) if row else None


@transaction.atomic
def restore(change: Change, by: Actor) -> None:
    """Give a name back what it said before a change. Raises Invalid for one that was new then, Conflict."""
    hand = take_in_hand(change.person_id, Part.EDIT_SENSITIVE, by=by)
    if change.before is None:
        raise Invalid({"": "A name cannot be taken away: use another as the working name instead"})
    rows = queries.names_of(hand.number)
    row = next((one for one in rows if str(one.pk) == change.key), None)
    if row is None:
        raise Conflict("This name is no longer on the record")
    if row.is_working and not change.before["is_working"]:
        raise Conflict("This is the working name now: choose another working name first")
    kept = fields_of(row)
    to_working = bool(change.before["is_working"]) and not row.is_working
    for name in set(FIELDS) - {"is_working", "name_type"}:
        setattr(row, name, change.before[name])
    born = change.before["date_of_birth"]
    row.date_of_birth = date.fromisoformat(born) if born else None
    _refuse_repeated(queries.alias_of(row), [one for one in rows if one.pk != row.pk])
    if to_working:
        made = _make_working(hand, row, kept, rows)
    else:
        row.save()
        if row.is_working:
            _copy_to_person(hand, row)
        made = [Made(KIND, change.key, kept, fields_of(row), hand.booking_id)]
    recording.record(hand.number, made, by=by, area=AREA, restores=change)


def _working(rows: Sequence[PersonName]) -> PersonName:
    for row in rows:
        if row.is_working:
            return row
    raise Conflict("This person has no working name")


def _put(row: PersonName, words: Words) -> None:
    for name in ("title", "first_name", "middle_names", "last_name", "suffix"):
        setattr(row, name, getattr(words, name))


def _code_problems(typed: Words, sex: str, before: Words | None, sex_before: str) -> dict[str, str]:
    asked = {
        "title": ("Title", "TITLE", typed.title, before.title if before else ""),
        "suffix": ("Suffix", "SUFFIX", typed.suffix, before.suffix if before else ""),
        "sex": ("Sex", "SEX", sex, sex_before),
    }
    return {
        name: f"{label}: choose one from the list"
        for name, (label, domain, code, kept) in asked.items()
        if code and code != kept and not lists.is_active(domain, code)
    }


def _check_alias(typed: Alias, before: Alias | None, others: Sequence[PersonName], today: date) -> None:
    words = before.words if before else None
    problems = rules.word_problems(typed.words, words)
    problems |= _code_problems(typed.words, typed.sex, words, before.sex if before else "")
    if not typed.sex:
        problems["sex"] = "Choose a sex"
    if before is None or typed.date_of_birth != before.date_of_birth:
        wrong = birth_problem(typed.date_of_birth, today)
        if wrong:
            problems["date_of_birth"] = wrong
    if problems:
        raise Invalid(problems)
    _refuse_repeated(typed, others)


def _refuse_repeated(alias: Alias, others: Sequence[PersonName]) -> None:
    if rules.is_repeated(alias, [queries.alias_of(other) for other in others]):
        raise Invalid({"": "This person already has this name, with the same date of birth and sex"})


def _make_working(
    hand: InHand, row: PersonName, kept: Mapping[str, Any] | None, rows: Sequence[PersonName]
) -> list[Made]:
    """Make `row` (as it was: `kept`; None for a new one) the one working name; the others are aliases."""
    made = []
    for other in rows:
        if other.is_working and other.pk != row.pk:
            before = fields_of(other)
            other.is_working = False
            other.name_type = ALIAS if other.name_type == CURRENT else other.name_type
            other.save(update_fields=["is_working", "name_type"])
            made.append(Made(KIND, str(other.pk), before, fields_of(other), hand.booking_id))
    row.is_working, row.name_type = True, CURRENT
    row.save(force_insert=kept is None)
    if hand.booking_id is not None:
        Booking.objects.filter(pk=hand.booking_id).update(name_id=row.pk)
    _copy_to_person(hand, row)
    return [Made(KIND, str(row.pk), kept, fields_of(row), hand.booking_id), *made]


def _copy_to_person(hand: InHand, row: PersonName) -> None:
    for name in _OF_THE_PERSON:
        setattr(hand.person, name, getattr(row, name))
    hand.person.version += 1
    hand.person.save(update_fields=[*_OF_THE_PERSON, "version"])
