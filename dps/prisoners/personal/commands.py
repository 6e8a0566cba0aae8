"""Every write of personal data but the plain profile details (`details`). Source: prisoners.md 7.

The caller holds the person's lock, in a transaction, and has asked permission. Each says whether anything changed.
"""

from collections.abc import Collection
from datetime import date
from typing import Any

from dps.platform.access import Actor
from dps.platform.web.refusals import Invalid, NotFound
from dps.prisoners.changes.models import Change
from dps.prisoners.changes.recording import Made, record
from dps.prisoners.models import Belief, Language, Person, PersonName, PhysicalAttributes
from dps.prisoners.models.own_ids import next_own_id
from dps.prisoners.personal import queries
from dps.prisoners.personal.details import NEVER_BOOKED, change_details
from dps.prisoners.personal.queries import ANOTHER, MAIN_SPOKEN, MAIN_WRITTEN, RELIGION
from dps.prisoners.personal.rules import answers
from dps.prisoners.profile.frame import Opened

SIZE, BIRTH, BELIEF, LANGUAGE, NAME = "physical attributes", "birth", "belief", "language", "name"
"""Kinds of changes."""
SIZE_FIELDS = ("height_cm", "weight_kg", "sequence")
BIRTH_FIELDS = ("birth_place", "birth_country")
BELIEF_FIELDS = (
    "booking_id", "code", "started_on", "ended_on", "reason_known", "comments", "verified", "added_by",
)  # fmt: skip
LANGUAGE_FIELDS = (
    "code", "type", "reads", "writes", "speaks", "interpreter_required", "preferred_spoken", "preferred_written",
    "comment",
)  # fmt: skip
_NAME_FIELDS = (
    "title", "first_name", "middle_names", "last_name", "suffix", "date_of_birth", "sex", "ethnicity", "name_type",
    "is_working",
)  # fmt: skip
SKILLS = {"reads": "Read", "writes": "Write", "speaks": "Speak"}
CANNOT = ("", "N")
"""Skills that are none: N is NOMIS's Nil, or No."""


def _state(row: Any, fields: Collection[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in fields}


def set_size(person: Opened, *, by: Actor, restores: Change | None = None, **sizes: int | None) -> bool:
    """Set `height_cm`, `weight_kg` or both; None is not known. Raises Invalid for somebody never booked."""
    if person.booking_id is None:
        raise Invalid({"": NEVER_BOOKED})
    row = queries.size_of(person.booking_id)
    before = _state(row, SIZE_FIELDS) if row else None
    if row is None and not any(size is not None for size in sizes.values()):
        return False
    row = row or PhysicalAttributes(booking_id=person.booking_id, sequence=1)
    for name, size in sizes.items():
        setattr(row, name, size)
    row.save()
    made = [Made(SIZE, "", before, _state(row, SIZE_FIELDS), person.booking_id)]
    return bool(record(person.number, made, by=by, area="PHYSICAL_DETAILS", restores=restores))


def set_birth(person: Opened, *, by: Actor, restores: Change | None = None, **values: str) -> bool:
    """Set `birth_place`, `birth_country` or both."""
    row = Person.objects.get(pk=person.number)
    before = _state(row, BIRTH_FIELDS)
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))
    made = [Made(BIRTH, "", before, _state(row, BIRTH_FIELDS), person.booking_id)]
    return bool(record(person.number, made, by=by, restores=restores))


def set_on_working_name(person: Opened, *, by: Actor, **values: date | str) -> bool:
    """Set `date_of_birth` or `ethnicity`, which belong to the working name and to the person alike.

    Raises Invalid for somebody without a working name.
    """
    name = PersonName.objects.filter(person_id=person.number, is_working=True).first()
    if name is None:
        raise Invalid({"": "This person has no working name, so there is no record to change"})
    before = _state(name, _NAME_FIELDS)
    for field, value in values.items():
        setattr(name, field, value)
    name.save(update_fields=list(values))
    Person.objects.filter(pk=person.number).update(**values)
    made = [Made(NAME, str(name.pk), before, _state(name, _NAME_FIELDS), person.booking_id)]
    return bool(record(person.number, made, by=by))


def set_religion(
    person: Opened,
    code: str,
    *,
    by: Actor,
    reason_known: bool | None = None,
    comments: str = "",
    verified: bool = False,
    restores: Change | None = None,
) -> bool:
    """A religion from today on: what was theirs until now ends today and is kept. What the booking says keeps in step.

    The first one needs no reason. Raises Invalid when a reason is missing, and for somebody never booked.
    """
    if person.booking_id is None:
        raise Invalid({"": NEVER_BOOKED})
    now = queries.religion_of(person.number, person.booking_id)
    if code == now:
        return False
    if problems := answers.reason_problems(first=not now, known=reason_known, words=comments):
        raise Invalid(problems)
    made = []
    for held in Belief.objects.filter(person_id=person.number, ended_on=None):
        before = _state(held, BELIEF_FIELDS)
        held.ended_on = person.today
        held.save(update_fields=["ended_on"])
        made.append(Made(BELIEF, str(held.pk), before, _state(held, BELIEF_FIELDS), person.booking_id))
    held = Belief.objects.create(
        id=next_own_id(),
        person_id=person.number,
        booking_id=person.booking_id,
        code=code,
        started_on=person.today,
        reason_known=reason_known if now else None,
        comments=comments if now else "",
        verified=verified,
        added_by=by.username,
    )
    made.append(Made(BELIEF, str(held.pk), None, _state(held, BELIEF_FIELDS), person.booking_id))
    made += change_details(person.booking_id, {RELIGION: code})
    return bool(record(person.number, made, by=by, reason=held.comments, restores=restores))


def set_main_languages(person: Opened, spoken: str, written: str, *, interpreter: bool, by: Actor) -> bool:
    """The language they mainly speak, the one they mainly write, and whether an interpreter is needed.

    Raises Invalid when one of them is among their other languages, and for somebody never booked.
    """
    if person.booking_id is None:
        raise Invalid({"": NEVER_BOOKED})
    rows = list(Language.objects.filter(booking_id=person.booking_id).order_by("id"))
    others = {row.code for row in rows if row.type == ANOTHER}
    doubled = {box: code for box, code in (("spoken", spoken), ("written", written)) if code in others}
    if doubled:
        words = "This language is among their other languages: remove it there first"
        raise Invalid(dict.fromkeys(doubled, words))
    made = []
    for type, code in ((MAIN_SPOKEN, spoken), (MAIN_WRITTEN, written)):
        for row in [row for row in rows if row.type == type and row.code != code]:
            made.append(_language_made(row, _state(row, LANGUAGE_FIELDS), None))
            row.delete()
            rows.remove(row)
        if not any(row.type == type for row in rows):
            row = Language(booking_id=person.booking_id, code=code, type=type)
            row.preferred_spoken, row.preferred_written = type == MAIN_SPOKEN, type == MAIN_WRITTEN
            row.interpreter_required = interpreter and type == MAIN_SPOKEN
            row.save()
            made.append(_language_made(row, None, _state(row, LANGUAGE_FIELDS)))
            rows.append(row)
    for row in rows:
        before = _state(row, LANGUAGE_FIELDS)
        wanted = interpreter and (row.type == MAIN_SPOKEN or row.interpreter_required)
        if row.interpreter_required != wanted:
            row.interpreter_required = wanted
            row.save(update_fields=["interpreter_required"])
            made.append(_language_made(row, before, _state(row, LANGUAGE_FIELDS)))
    return bool(record(person.number, made, by=by))


def _language_made(row: Language, before: dict[str, Any] | None, after: dict[str, Any] | None) -> Made:
    return Made(LANGUAGE, f"{row.code}/{row.type}", before, after, row.booking_id)


def add_language(person: Opened, code: str, skills: Collection[str], *, by: Actor) -> bool:
    """One more language they know. `skills`: any of reads, writes, speaks. Raises Invalid for one recorded already."""
    if person.booking_id is None:
        raise Invalid({"": NEVER_BOOKED})
    known = queries.languages_of(person.booking_id)
    if problem := answers.language_problem(code, {row.code for row in known.others}, {known.spoken, known.written}):
        raise Invalid({"code": problem})
    row = Language(booking_id=person.booking_id, code=code, type=ANOTHER)
    _give_skills(row, skills)
    row.save()
    return bool(record(person.number, [_language_made(row, None, _state(row, LANGUAGE_FIELDS))], by=by))


def _give_skills(row: Language, skills: Collection[str]) -> None:
    """Yes and no; a grade that NOMIS has for a skill stays while they still have it."""
    for name in SKILLS:
        can = name in skills
        if can == (getattr(row, name) in CANNOT):
            setattr(row, name, "Y" if can else "N")


def other_language(person: Opened, code: str) -> Language:
    """One of the other languages. Raises NotFound."""
    row = queries.language(person.booking_id, code, ANOTHER)
    if row is None:
        raise NotFound(code)
    return row


def change_language(person: Opened, code: str, skills: Collection[str], *, by: Actor) -> bool:
    """What they can do in one of their other languages. Raises NotFound."""
    row = other_language(person, code)
    before = _state(row, LANGUAGE_FIELDS)
    _give_skills(row, skills)
    row.save()
    return bool(record(person.number, [_language_made(row, before, _state(row, LANGUAGE_FIELDS))], by=by))


def remove_language(person: Opened, code: str, *, by: Actor) -> bool:
    """Take one of their other languages away. Raises NotFound."""
    row = other_language(person, code)
    before = _state(row, LANGUAGE_FIELDS)
    row.delete()
    return bool(record(person.number, [_language_made(row, before, None)], by=by))


def put_language_back(person: Opened, change: Change, *, by: Actor) -> bool:
    """One language as it was before a change: added again, changed back, or taken away when it was not there.

    Raises Invalid when it would be there twice, and for taking a main language away.
    """
    if person.booking_id is None:
        raise Invalid({"": NEVER_BOOKED})
    code, _, type = change.key.partition("/")
    rows = list(Language.objects.filter(booking_id=person.booking_id).order_by("id"))
    row = next((row for row in rows if (row.code, row.type) == (code, type)), None)
    before = _state(row, LANGUAGE_FIELDS) if row else None
    wanted = change.before
    made = []
    if wanted is None:
        if type != ANOTHER:
            raise Invalid({"": "A main language cannot be taken away: choose another one instead"})
        if row is not None:
            made.append(_language_made(row, before, None))
            row.delete()
    else:
        if any(other.code == code and (ANOTHER in (other.type, type)) for other in rows if other is not row):
            raise Invalid({"": "This language is recorded for them already, in another way: remove it there first"})
        for other in [other for other in rows if other.type == type != ANOTHER and other is not row]:
            made.append(_language_made(other, _state(other, LANGUAGE_FIELDS), None))
            other.delete()
        row = row or Language(booking_id=person.booking_id)
        for name in LANGUAGE_FIELDS:
            setattr(row, name, wanted[name])
        row.save()
        made.append(_language_made(row, before, _state(row, LANGUAGE_FIELDS)))
    return bool(record(person.number, made, by=by, restores=change))
