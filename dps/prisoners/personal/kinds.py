"""The kinds of changes made from the Personal tab: their words, who may read them, how an earlier state is put back."""

from collections.abc import Callable
from datetime import date
from typing import Any

from dps.estate import queries as estate
from dps.platform import local_time
from dps.platform.access import Actor
from dps.platform.web.refusals import Invalid
from dps.prisoners.changes.kinds import Kind, Values
from dps.prisoners.changes.models import Change
from dps.prisoners.models import Belief, Language, Person, PhysicalAttributes
from dps.prisoners.permissions import viewer_of
from dps.prisoners.personal import commands, details, lists, queries
from dps.prisoners.personal.fields import birth, languages, smoker
from dps.prisoners.personal.fields.appearance import EYE_COLOURS, LEFT, RIGHT, SHOE
from dps.prisoners.personal.fields.family import CHILD
from dps.prisoners.personal.fields.nationality import FIRST, MORE, NATIONALITIES
from dps.prisoners.personal.queries import ANOTHER
from dps.prisoners.personal.rules import answers
from dps.prisoners.personal.rules import measurements as m
from dps.prisoners.profile.frame import Opened
from dps.prisoners.profile.queries import header
from dps.prisoners.rules.access import Part

RELIGION = queries.RELIGION
TITLES = {
    "HAIR": "Hair type or colour",
    "FACIAL_HAIR": "Facial hair",
    "FACE": "Shape of face",
    "BUILD": "Build",
    RIGHT: "Colour of the right eye",
    LEFT: "Colour of the left eye",
    SHOE: "Shoe size",
    FIRST: "Nationality",
    MORE: "Additional nationalities",
    RELIGION: "Religion, faith or belief",
    "SEXO": "Sexual orientation",
    "MARITAL": "Domestic status",
    CHILD: "Number of children",
    smoker.TYPE: "Smoker or vaper",
}
DOMAINS = {
    **{type: type for type in ("HAIR", "FACIAL_HAIR", "FACE", "BUILD", "SEXO", "MARITAL")},
    RIGHT: EYE_COLOURS,
    LEFT: EYE_COLOURS,
    FIRST: NATIONALITIES,
    RELIGION: "RELF",
}
"""Profile types that are a code of a list."""
APPEARANCE = ("HAIR", "FACIAL_HAIR", "FACE", "BUILD", RIGHT, LEFT, SHOE)
EDITED_BY_ALL = (*APPEARANCE, RELIGION, "MARITAL", CHILD, smoker.TYPE)


def detail_words(type: str, values: Values) -> str:
    """A profile detail in words; '' when it says nothing."""
    code = str(values["code"])
    if type in DOMAINS:
        return estate.label(DOMAINS[type], code)
    if type == CHILD:
        return answers.children_words(code)
    return smoker.ANSWERS.get(code, code) if type == smoker.TYPE else code


def _opened(change: Change, by: Actor) -> Opened:
    """The person a change is of, for the commands. The caller has locked them and asked permission."""
    record = header(change.person_id, local_time.today())
    if record is None:
        raise Invalid({"": "This person is not in the search records"})
    return Opened(change.person_id, record, viewer_of(by), local_time.today())


def _same_booking(change: Change, person: Opened) -> None:
    if change.booking_id != person.booking_id:
        raise Invalid({"": "This was recorded in an earlier period in custody and can no longer be put back"})


def _still_in_use(domain: str, code: str) -> None:
    if code and not lists.is_active(domain, code):
        raise Invalid({"": f"“{estate.label(domain, code)}” is no longer in use, so it cannot be put back"})


def restore_detail(change: Change, by: Actor) -> None:
    """A profile detail as it was before. Raises Invalid for a code no longer in use."""
    code = str((change.before or {}).get("code", ""))
    if change.key == RELIGION:
        _restore_religion(change, code, by)
        return
    person = _opened(change, by)
    _same_booking(change, person)
    if change.key in DOMAINS:
        _still_in_use(DOMAINS[change.key], code)
    area = "PHYSICAL_DETAILS" if change.key in APPEARANCE else "PERSONAL_DETAILS"
    details.set_details(person, {change.key: code}, by=by, area=area, restores=change)


def restore_belief(change: Change, by: Actor) -> None:
    """The religion that a change ended, held again from today: the dates of the past stay as they are."""
    _restore_religion(change, str((change.before or {}).get("code", "")), by)


def _restore_religion(change: Change, code: str, by: Actor) -> None:
    if not code:
        raise Invalid({"": "No religion, faith or belief was recorded before, so there is none to put back"})
    person = _opened(change, by)
    _still_in_use("RELF", code)
    words = f"Put back to what it was before {local_time.long_date_and_time(change.at)}"
    commands.set_religion(person, code, reason_known=True, comments=words, by=by, restores=change)


def restore_size(change: Change, by: Actor) -> None:
    """Height and weight as they were before."""
    person = _opened(change, by)
    _same_booking(change, person)
    before = change.before or {}
    commands.set_size(
        person, by=by, restores=change, height_cm=before.get("height_cm"), weight_kg=before.get("weight_kg")
    )


def restore_birth(change: Change, by: Actor) -> None:
    """Place and country of birth as they were before. Raises Invalid for a country no longer in use."""
    before = change.before or {}
    _still_in_use(birth.COUNTRIES, before.get("birth_country", ""))
    commands.set_birth(
        _opened(change, by),
        by=by,
        restores=change,
        birth_place=before.get("birth_place", ""),
        birth_country=before.get("birth_country", ""),
    )


def restore_language(change: Change, by: Actor) -> None:
    """A language as it was before. Raises Invalid for one no longer in use, or recorded in another way meanwhile."""
    person = _opened(change, by)
    _same_booking(change, person)
    if change.before:
        _still_in_use(languages.LANGUAGES, change.before["code"])
    commands.put_language_back(person, change, by=by)


def size_words(key: str, values: Values) -> str:
    """`180 cm (5 ft 11 in), 80 kg (12 st 8 lb)`."""
    parts = (m.height_words(values["height_cm"]), m.weight_words(values["weight_kg"]))
    return ", ".join(words for words in parts if words)


def birth_words(key: str, values: Values) -> str:
    """`Leeds, England`."""
    parts = (values["birth_place"], estate.label(birth.COUNTRIES, values["birth_country"]))
    return ", ".join(words for words in parts if words)


def belief_words(key: str, values: Values) -> str:
    """`Quaker, from 1 May 2024 until 3 June 2025`."""
    words = estate.label("RELF", values["code"])
    for field, said in (("started_on", "from"), ("ended_on", "until")):
        if values[field]:
            words += f"{',' if said == 'from' else ''} {said} {local_time.long_date(_day(values[field]))}"
    return words


def _day(value: Any) -> Any:
    return date.fromisoformat(value) if isinstance(value, str) else value


def language_words(key: str, values: Values) -> str:
    """`Polish: reads and speaks it, interpreter needed`."""
    said = [languages.skills_words(values).lower()] if values["type"] == ANOTHER else []
    said += ["interpreter needed"] if values["interpreter_required"] else []
    said = [words for words in said if words]
    return estate.label(languages.LANGUAGES, values["code"]) + (f": {', '.join(said)}" if said else "")


_LANGUAGE_TITLES = {
    queries.MAIN_SPOKEN: "Main spoken language",
    queries.MAIN_WRITTEN: "Main written language",
    queries.PRIMARY: "First language",
}


def language_title(key: str) -> str:
    """`Main spoken language`, or `Language: Polish`."""
    code, _, type = key.partition("/")
    return _LANGUAGE_TITLES.get(type) or f"Language: {estate.label(languages.LANGUAGES, code)}"


def _now(read: Callable[[str, str, int | None], Any], fields: tuple[str, ...]) -> Any:
    """A function that gives the fields of one row now."""

    def now(number: str, key: str, booking_id: int | None) -> Values | None:
        row = read(number, key, booking_id)
        return {name: getattr(row, name) for name in fields} if row else None

    return now


def _detail_now(number: str, key: str, booking_id: int | None) -> Values | None:
    found = details.read_details(booking_id, key)
    return {"code": found[key]} if key in found else None


def _language(number: str, key: str, booking_id: int | None) -> Language | None:
    code, _, type = key.partition("/")
    return queries.language(booking_id, code, type)


def _belief(number: str, key: str, booking_id: int | None) -> Belief | None:
    """Whatever religion they hold now: putting one back replaces that."""
    return Belief.objects.filter(person_id=number, ended_on=None).order_by("-started_on", "-id").first()


def _size(number: str, key: str, booking_id: int | None) -> PhysicalAttributes | None:
    return queries.size_of(booking_id)


def _held_before(change: Change) -> bool:
    """A religion is never taken away, so there must have been one before."""
    is_religion = change.kind == commands.BELIEF or change.key == RELIGION
    return not is_religion or bool((change.before or {}).get("code"))


def _not_the_only_main_one(change: Change) -> bool:
    """A main language is never taken away, only replaced."""
    return change.before is not None or change.key.endswith(f"/{ANOTHER}")


KINDS = [
    Kind(
        key=details.KIND,
        title=lambda key: TITLES.get(key, key),
        describe=detail_words,
        part=Part.IN_CASELOAD_ONLY,
        parts=dict.fromkeys(APPEARANCE, Part.BASIC),
        edit=Part.EDIT_SENSITIVE,
        edits=dict.fromkeys(EDITED_BY_ALL, Part.EDIT),
        restore=restore_detail,
        can_restore=_held_before,
        now=_detail_now,
    ),
    Kind(
        key=commands.SIZE,
        title=lambda key: "Height and weight",
        describe=size_words,
        edit=Part.EDIT,
        restore=restore_size,
        now=_now(_size, commands.SIZE_FIELDS),
    ),
    Kind(
        key=commands.BIRTH,
        title=lambda key: "Place of birth",
        describe=birth_words,
        part=Part.IN_CASELOAD_ONLY,
        edit=Part.EDIT_SENSITIVE,
        restore=restore_birth,
        now=_now(lambda number, key, booking: Person.objects.filter(pk=number).first(), commands.BIRTH_FIELDS),
    ),
    Kind(
        key=commands.BELIEF,
        title=lambda key: "Dates of a religion, faith or belief",
        describe=belief_words,
        part=Part.IN_CASELOAD_ONLY,
        edit=Part.EDIT,
        restore=restore_belief,
        can_restore=_held_before,
        now=_now(_belief, commands.BELIEF_FIELDS),
    ),
    Kind(
        key=commands.LANGUAGE,
        title=language_title,
        describe=language_words,
        part=Part.IN_CASELOAD_ONLY,
        edit=Part.EDIT,
        restore=restore_language,
        can_restore=_not_the_only_main_one,
        now=_now(_language, commands.LANGUAGE_FIELDS),
    ),
]
