"""Personal data of a person, for other systems (prisoners.md 8). The same forms and commands as the pages."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Literal

from django.db import transaction
from django.http import HttpRequest
from ninja import Router, Status
from pydantic import Field

from dps.estate import queries as estate
from dps.platform import local_time
from dps.platform.access import Actor
from dps.platform.api import ApiSchema, operation
from dps.platform.web.refusals import Invalid, NotFound
from dps.prisoners.models import Person
from dps.prisoners.permissions import PrisonerPermission, viewer_of
from dps.prisoners.personal import commands, details, queries
from dps.prisoners.personal.fields import appearance, birth, family, languages, size
from dps.prisoners.personal.fields.nationality import MORE, NATIONALITIES, NATIONALITY
from dps.prisoners.personal.fields.religion import RELIGION
from dps.prisoners.personal.fields.smoker import SMOKER
from dps.prisoners.personal.rules.answers import LONGEST_REASON
from dps.prisoners.personal.rules.choices import ethnic_group_of
from dps.prisoners.profile.editing import Editable
from dps.prisoners.profile.frame import Opened
from dps.prisoners.profile.permitted import take_in_hand
from dps.prisoners.profile.queries import header
from dps.prisoners.profile.through_the_api import is_system_that_reads, open_to_read
from dps.prisoners.rules.access import Part

router = Router(tags=["Personal"])
READ, EDIT, SENSITIVE = (
    PrisonerPermission.READ_DETAILS,
    PrisonerPermission.EDIT,
    PrisonerPermission.EDIT_SENSITIVE,
)
_HIDDEN = "Null when not entered, and when the caller may not read it"


class Code(ApiSchema):
    code: str
    description: str


class Size(ApiSchema):
    height_cm: int | None = Field(None, description="Whole centimetres")
    weight_kg: int | None = Field(None, description="Whole kilograms")


class Religion(ApiSchema):
    code: str
    description: str
    start_date: date | None
    end_date: date | None
    change_reason_known: bool | None
    comments: str | None
    verified: bool
    added_by: str | None


class OtherLanguage(ApiSchema):
    code: str
    description: str
    reads: bool
    writes: bool
    speaks: bool


class Languages(ApiSchema):
    spoken: Code | None
    written: Code | None
    interpreter_required: bool | None
    others: list[OtherLanguage]


class Personal(ApiSchema):
    date_of_birth: date | None
    sex: Code | None
    ethnicity: Code | None
    physical_attributes: Size
    hair: Code | None
    facial_hair: Code | None
    face: Code | None
    build: Code | None
    left_eye_colour: Code | None
    right_eye_colour: Code | None
    shoe_size: str | None
    birth_place: str | None = Field(description=_HIDDEN)
    birth_country: Code | None = Field(description=_HIDDEN)
    nationality: Code | None = Field(description=_HIDDEN)
    additional_nationalities: str | None = Field(description=_HIDDEN)
    religion: Code | None = Field(description=_HIDDEN)
    sexual_orientation: Code | None = Field(description=_HIDDEN)
    domestic_status: Code | None = Field(description=_HIDDEN)
    number_of_children: str | None = Field(description=_HIDDEN)
    smoker: str | None = Field(description=f"Y, V or N. {_HIDDEN}")
    languages: Languages | None = Field(description="Null when the caller may not read them")


class OneField(ApiSchema):
    field_name: Literal[
        "BIRTHPLACE",
        "COUNTRY_OF_BIRTH",
        "DATE_OF_BIRTH",
        "SEXUAL_ORIENTATION",
        "ETHNICITY",
        "DOMESTIC_STATUS",
        "NUMBER_OF_CHILDREN",
        "SMOKER",
        "HAIR",
        "FACIAL_HAIR",
        "FACE",
        "BUILD",
        "SHOE_SIZE",
    ]
    value: str | None = Field(max_length=240, description="Null takes it away; a day as 2001-12-31; a list by its code")


class ReligionGiven(ApiSchema):
    religion: str = Field(max_length=12)
    reason_known: bool | None = Field(None, description="Needed for all but the first one")
    comments: str = Field("", max_length=LONGEST_REASON, description="Needed when the reason is known")


class NationalityGiven(ApiSchema):
    nationality: str = Field("", max_length=12)
    additional_nationalities: str = Field("", max_length=40)


class MainLanguagesGiven(ApiSchema):
    spoken: str = Field(max_length=12)
    written: str = Field(max_length=12)
    interpreter_required: bool


class OtherLanguageGiven(ApiSchema):
    reads: bool = False
    writes: bool = False
    speaks: bool = False


@operation(router.get, "/{str:number}/personal", capability=READ, response=Personal)
def personal(request: HttpRequest, number: str) -> dict[str, Any]:
    """Everything about a person themselves. Recorded. Staff read what they may see on the pages."""
    person = open_to_read(number, page="personal (API)", part=Part.BASIC, by=request.actor)
    return _everything(person, inside=is_system_that_reads(request.actor) or person.may(Part.IN_CASELOAD_ONLY))


@operation(router.get, "/{str:number}/religion", capability=READ, response=list[Religion])
def religions(request: HttpRequest, number: str) -> list[dict[str, Any]]:
    """Every religion a person had, the newest first. Recorded."""
    person = open_to_read(number, page="religion (API)", part=Part.IN_CASELOAD_ONLY, by=request.actor)
    return [
        {
            "code": row.code,
            "description": estate.label("RELF", row.code),
            "start_date": row.started_on,
            "end_date": row.ended_on,
            "change_reason_known": row.reason_known,
            "comments": row.comments or None,
            "verified": row.verified,
            "added_by": row.added_by or None,
        }
        for row in queries.beliefs_of(person.number)
    ]


@operation(router.patch, "/{str:number}/personal", capability=EDIT, response={204: None})
def change_field(request: HttpRequest, number: str, given: OneField) -> Status[None]:
    """Change one field. Those that are sensitive on the pages need the same role here."""
    part, thing, typed = _FIELDS[given.field_name]
    value = given.value or ""
    with transaction.atomic():
        person = _in_hand(number, part, request.actor)
        _save(person, thing(value), typed(value), request.actor, dict.fromkeys(_BOXES, "value"))
    return Status(204, None)


@operation(router.put, "/{str:number}/physical-attributes", capability=EDIT, response=Size)
def set_physical_attributes(request: HttpRequest, number: str, given: Size) -> dict[str, Any]:
    """Height and weight, both; null takes one away."""
    with transaction.atomic():
        person = _in_hand(number, Part.EDIT, request.actor)
        measured = [
            (size.HEIGHTS["cm"], {"cm": given.height_cm}, "heightCm"),
            (size.WEIGHTS["kg"], {"kg": given.weight_kg}, "weightKg"),
        ]
        for thing, boxes, name in measured:
            typed = {box: "" if number is None else str(number) for box, number in boxes.items()}
            _save(person, thing, typed, request.actor, dict.fromkeys(boxes, name))
    row = queries.size_of(person.booking_id)
    return {"height_cm": row.height_cm if row else None, "weight_kg": row.weight_kg if row else None}


@operation(router.put, "/{str:number}/religion", capability=EDIT, response={204: None})
def set_religion(request: HttpRequest, number: str, given: ReligionGiven) -> Status[None]:
    """The religion from today on; the one until now is kept with its dates."""
    known = {True: "yes", False: "no", None: ""}[given.reason_known]
    typed = {"code": given.religion, "reason_known": known, "comments": given.comments}
    with transaction.atomic():
        person = _in_hand(number, Part.EDIT, request.actor)
        _save(person, RELIGION, typed, request.actor, {"code": "religion", "reason_known": "reasonKnown"})
    return Status(204, None)


@operation(router.put, "/{str:number}/nationality", capability=SENSITIVE, response={204: None})
def set_nationality(request: HttpRequest, number: str, given: NationalityGiven) -> Status[None]:
    """Nationality, and others in words."""
    typed = {"nationality": given.nationality, "additional": given.additional_nationalities}
    with transaction.atomic():
        person = _in_hand(number, Part.EDIT_SENSITIVE, request.actor)
        _save(person, NATIONALITY, typed, request.actor, {"additional": "additionalNationalities"})
    return Status(204, None)


@operation(router.put, "/{str:number}/languages", capability=EDIT, response=Languages)
def set_main_languages(request: HttpRequest, number: str, given: MainLanguagesGiven) -> dict[str, Any]:
    """The main languages, and whether an interpreter is needed."""
    typed = {
        "spoken": given.spoken,
        "written": given.written,
        "interpreter": "yes" if given.interpreter_required else "no",
    }
    with transaction.atomic():
        person = _in_hand(number, Part.EDIT, request.actor)
        _save(person, languages.MAIN_LANGUAGES, typed, request.actor, {})
    return _languages(person.booking_id)


@operation(router.put, "/{str:number}/languages/{str:code}", capability=EDIT, response=Languages)
def set_other_language(request: HttpRequest, number: str, code: str, given: OtherLanguageGiven) -> dict[str, Any]:
    """Add one of the other languages, or change what they can do in it."""
    skills = [name for name in commands.SKILLS if getattr(given, name)]
    with transaction.atomic():
        person = _in_hand(number, Part.EDIT, request.actor)
        known = any(row.code == code for row in queries.languages_of(person.booking_id).others)
        thing = languages.change_of(code) if known else languages.ONE_MORE
        _save(person, thing, {"code": code, "skills": skills}, request.actor, {})
    return _languages(person.booking_id)


@operation(router.delete, "/{str:number}/languages/{str:code}", capability=EDIT, response={204: None})
def remove_other_language(request: HttpRequest, number: str, code: str) -> Status[None]:
    """Take one of the other languages away."""
    with transaction.atomic():
        person = _in_hand(number, Part.EDIT, request.actor)
        commands.remove_language(person, code, by=request.actor)
    return Status(204, None)


def _in_hand(number: str, part: Part, by: Actor) -> Opened:
    """The person, locked, of whom the caller may do `part`. Raises NotFound for anybody else."""
    take_in_hand(number, part, by=by)
    today = local_time.today()
    record = header(number, today)
    if record is None:
        raise NotFound(number)
    return Opened(number, record, viewer_of(by), today)


def _save(person: Opened, thing: Editable, typed: Mapping[str, Any], by: Actor, names: Mapping[str, str]) -> None:
    """As the page would. `names`: what the caller knows the boxes by. Raises Invalid with every problem at once."""
    form = thing.form(typed, initial=dict(thing.read(person)))
    if form.is_valid():
        try:
            thing.save(person, form.cleaned_data, by)
        except Invalid as refused:
            form.add_problems(refused)
    if form.errors:
        raise Invalid(
            {
                "" if box == "__all__" else names.get(box, box): " ".join(str(one) for one in words)
                for box, words in form.errors.items()
            }
        )


def _day(value: str) -> dict[str, str]:
    try:
        day = date.fromisoformat(value)
    except ValueError:
        raise Invalid({"value": "Must be a real day, such as 2001-12-31"}) from None
    return {"born-day": str(day.day), "born-month": str(day.month), "born-year": str(day.year)}


def _children(value: str) -> dict[str, str]:
    return {"answer": "" if not value else "no" if value == "0" else "yes", "number": value if value != "0" else ""}


def _ethnicity(value: str) -> Editable:
    group = ethnic_group_of(value)
    if not group:
        raise Invalid({"value": "Ethnic group: choose one from the list"})
    return birth.ethnicity_of_group(group)


def _in_box(box: str) -> Callable[[str], dict[str, str]]:
    return lambda value: {box: value}


def _always(thing: Editable) -> Callable[[str], Editable]:
    return lambda value: thing


_BOXES = ("place", "country", "born", "code", "answer", "number", "size")
"""Boxes of the forms of single fields; to the caller all of them are the value."""
_FIELDS: Mapping[str, tuple[Part, Callable[[str], Editable], Callable[[str], dict[str, str]]]] = {
    "BIRTHPLACE": (Part.EDIT_SENSITIVE, _always(birth.BIRTH_PLACE), _in_box("place")),
    "COUNTRY_OF_BIRTH": (Part.EDIT_SENSITIVE, _always(birth.BIRTH_COUNTRY), _in_box("country")),
    "DATE_OF_BIRTH": (Part.EDIT_SENSITIVE, _always(birth.DATE_OF_BIRTH), _day),
    "SEXUAL_ORIENTATION": (Part.EDIT_SENSITIVE, _always(family.SEXUAL_ORIENTATION), _in_box("code")),
    "ETHNICITY": (Part.EDIT_SENSITIVE, _ethnicity, _in_box("code")),
    "DOMESTIC_STATUS": (Part.EDIT, _always(family.DOMESTIC_STATUS), _in_box("code")),
    "NUMBER_OF_CHILDREN": (Part.EDIT, _always(family.CHILDREN), _children),
    "SMOKER": (Part.EDIT, _always(SMOKER), _in_box("answer")),
    "HAIR": (Part.EDIT, _always(appearance.HAIR), _in_box("code")),
    "FACIAL_HAIR": (Part.EDIT, _always(appearance.FACIAL_HAIR), _in_box("code")),
    "FACE": (Part.EDIT, _always(appearance.FACE), _in_box("code")),
    "BUILD": (Part.EDIT, _always(appearance.BUILD), _in_box("code")),
    "SHOE_SIZE": (Part.EDIT, _always(appearance.SHOE_SIZE), _in_box("size")),
}


def _code(domain: str, code: str) -> dict[str, str] | None:
    return {"code": code, "description": estate.label(domain, code)} if code else None


def _languages(booking_id: int | None) -> dict[str, Any]:
    known = queries.languages_of(booking_id)
    return {
        "spoken": _code("LANG", known.spoken),
        "written": _code("LANG", known.written),
        "interpreter_required": known.interpreter,
        "others": [
            {
                "code": row.code,
                "description": estate.label("LANG", row.code),
                **{name: getattr(row, name) not in commands.CANNOT for name in commands.SKILLS},
            }
            for row in known.others
        ],
    }


def _everything(person: Opened, *, inside: bool) -> dict[str, Any]:
    row = Person.objects.get(pk=person.number)
    measured = queries.size_of(person.booking_id)
    kept = details.read_details(person.booking_id, *_DETAILS)
    religion = queries.religion_of(person.number, person.booking_id) if inside else ""

    def coded(domain: str, type: str = "") -> dict[str, str] | None:
        return _code(domain, kept.get(type or domain, ""))

    return {
        "date_of_birth": row.date_of_birth,
        "sex": _code("SEX", row.sex),
        "ethnicity": _code("ETHNICITY", row.ethnicity),
        "physical_attributes": {
            "height_cm": measured.height_cm if measured else None,
            "weight_kg": measured.weight_kg if measured else None,
        },
        "hair": coded("HAIR"),
        "facial_hair": coded("FACIAL_HAIR"),
        "face": coded("FACE"),
        "build": coded("BUILD"),
        "left_eye_colour": coded(appearance.EYE_COLOURS, appearance.LEFT),
        "right_eye_colour": coded(appearance.EYE_COLOURS),
        "shoe_size": kept.get(appearance.SHOE) or None,
        "birth_place": (row.birth_place or None) if inside else None,
        "birth_country": _code("COUNTRY", row.birth_country) if inside else None,
        "nationality": coded(NATIONALITIES) if inside else None,
        "additional_nationalities": (kept.get(MORE) or None) if inside else None,
        "religion": _code("RELF", religion),
        "sexual_orientation": coded("SEXO") if inside else None,
        "domestic_status": coded("MARITAL") if inside else None,
        "number_of_children": (kept.get(family.CHILD) or None) if inside else None,
        "smoker": (kept.get("SMOKE") or None) if inside else None,
        "languages": _languages(person.booking_id) if inside else None,
    }


_DETAILS = (
    "HAIR", "FACIAL_HAIR", "FACE", "BUILD", appearance.LEFT, appearance.RIGHT, appearance.SHOE, NATIONALITIES, MORE,
    "SEXO", "MARITAL", family.CHILD, "SMOKE",
)  # fmt: skip
