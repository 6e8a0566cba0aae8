"""What is on a person's record now, for the pages that change it."""

from dataclasses import dataclass

from dps.prisoners.models import Belief, CareNeed, Language, PhysicalAttributes
from dps.prisoners.personal.details import read_details

RELIGION = "RELF"
MAIN_SPOKEN, MAIN_WRITTEN, PRIMARY, ANOTHER = "PREF_SPEAK", "PREF_WRITE", "PRIM", "SEC"
"""Types of languages (reference-data.md 3)."""
BODY_SCAN = "BSCAN"


def size_of(booking_id: int | None) -> PhysicalAttributes | None:
    """Height and weight now: the highest sequence counts. One statement."""
    if booking_id is None:
        return None
    return PhysicalAttributes.objects.filter(booking_id=booking_id).order_by("-sequence").first()


def beliefs_of(number: str) -> list[Belief]:
    """Every religion a person had, newest first. One statement."""
    return list(Belief.objects.filter(person_id=number).order_by("-started_on", "-id"))


def religion_of(number: str, booking_id: int | None) -> str:
    """The religion now: the newest belief that has not ended, else what the booking says; '' for none."""
    current = Belief.objects.filter(person_id=number, ended_on=None).order_by("-started_on", "-id").first()
    return current.code if current else read_details(booking_id, RELIGION).get(RELIGION, "")


@dataclass(frozen=True, slots=True)
class Languages:
    """The languages of a person."""

    spoken: str
    written: str
    interpreter: bool | None
    """None while nothing is recorded."""
    others: tuple[Language, ...]


def languages_of(booking_id: int | None) -> Languages:
    """Main languages, whether an interpreter is needed, and the others. One statement."""
    rows = list(Language.objects.filter(booking_id=booking_id).order_by("id")) if booking_id else []
    spoken = _first(rows, MAIN_SPOKEN) or _first(rows, PRIMARY)
    written = _first(rows, MAIN_WRITTEN)
    interpreter = any(row.interpreter_required for row in rows) if rows else None
    return Languages(spoken, written, interpreter, tuple(row for row in rows if row.type == ANOTHER))


def language(booking_id: int | None, code: str, type: str) -> Language | None:
    """One language of one type; None when it is not recorded. One statement."""
    if booking_id is None:
        return None
    return Language.objects.filter(booking_id=booking_id, code=code, type=type).first()


def _first(rows: list[Language], type: str) -> str:
    return next((row.code for row in rows if row.type == type), "")


def body_scans(booking_id: int | None) -> list[CareNeed]:
    """Every X-ray body scan of this booking, newest first. One statement."""
    if booking_id is None:
        return []
    return list(CareNeed.objects.filter(booking_id=booking_id, type=BODY_SCAN).order_by("-started_on", "-id"))
