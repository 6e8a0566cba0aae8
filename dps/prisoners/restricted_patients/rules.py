"""Who can be, become, and cease to be a restricted patient (prisoners.md 7)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Refused(StrEnum):
    """Why somebody cannot become one, or be changed: the code that systems get."""

    EXISTING_PATIENT = "They are a restricted patient already"
    NOT_IN_PRISON = "They are not in a prison. Use “Add somebody already released”"
    NO_MOVEMENTS = "They have never left a prison"
    LAST_MOVE_NOT_REL = "Their last movement is not a release"
    LAST_MOVE_NO_FROM_AGENCY = "Their last movement does not say which prison they left"
    PRISON_UNCHANGED = "That prison looks after them already"
    PRISON_NOT_FOUND = "Choose a prison from the list"
    NOT_A_PATIENT = "They are not a restricted patient"


@dataclass(frozen=True, slots=True)
class Move:
    """One movement, as far as it matters here."""

    type: str
    direction: str
    from_agency: str


def why_not_discharged(*, active: bool, is_patient: bool) -> Refused | None:
    """Discharge to hospital needs somebody in prison who is no patient yet."""
    if is_patient:
        return Refused.EXISTING_PATIENT
    return None if active else Refused.NOT_IN_PRISON


def why_not_added(moves: Sequence[Move], *, is_patient: bool) -> Refused | None:
    """Somebody already released: their latest movement (the last of `moves`) is a release from a prison."""
    if is_patient:
        return Refused.EXISTING_PATIENT
    if not moves:
        return Refused.NO_MOVEMENTS
    if moves[-1].type != "REL":
        return Refused.LAST_MOVE_NOT_REL
    return None if moves[-1].from_agency else Refused.LAST_MOVE_NO_FROM_AGENCY


def is_over(
    *,
    today: date,
    legal_status: str,
    conditional_release_on: date | None,
    sentence_ends_on: date | None,
) -> bool:
    """Whether the law holds them no longer: past the conditional release date, or on recall past the sentence's end.

    Never for an indeterminate sentence; nor while the date that would say so is not known.
    """
    if legal_status == "INDETERMINATE_SENTENCE":
        return False
    last = sentence_ends_on if legal_status == "RECALL" else conditional_release_on
    return last is not None and last < today
