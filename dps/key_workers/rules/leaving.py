"""Which allocations end when a person moves, or is found elsewhere (key-workers.md 4.3)."""

from dataclasses import dataclass

TRANSFER, RELEASED = "TRANSFER", "RELEASED"
GONE, MISSING, NO_ROLE, COMPLEX = (
    "NO_LONGER_IN_PRISON", "MISSING", "STAFF_STATUS_CHANGE", "CHANGE_IN_COMPLEXITY_OF_NEED",
)  # fmt: skip
OUTSIDE, IN_TRANSIT = "OUT", "TRN"


@dataclass(frozen=True, slots=True)
class Moved:
    """The movement a person made. `to_is_prison` is whether `to_agency` is a prison: a court or hospital is none."""

    type: str
    to_agency: str
    to_is_prison: bool


def why_ended(prison: str, moved: Moved) -> str:
    """The reason for which an allocation at `prison` ends after this movement; '' when it goes on."""
    if moved.type == "REL":
        return RELEASED
    if moved.type in ("TRN", "ADM") and moved.to_is_prison and moved.to_agency != prison:
        return TRANSFER
    return ""


def why_ended_by_the_roll(prison: str, agency: str, *, agency_is_prison: bool, known: bool) -> str:
    """The reason for which an allocation at `prison` ends when the roll has the person at `agency`; '' when it goes on.
    `known` is whether they are on any roll at all. Somebody in a hospital that is no prison keeps their worker."""
    if not known or not agency:
        return MISSING
    if agency == prison:
        return ""
    return GONE if agency_is_prison or agency in (OUTSIDE, IN_TRANSIT) else ""
