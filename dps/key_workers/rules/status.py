"""Whether a worker takes people on, and what follows when that changes. Source: key-workers.md 2.6 and 4.4. Pure."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Status(StrEnum):
    ACTIVE = "ACTIVE"
    ANNUAL_LEAVE = "UNAVAILABLE_ANNUAL_LEAVE"
    LONG_TERM_ABSENCE = "UNAVAILABLE_LONG_TERM_ABSENCE"
    NO_PRISONER_CONTACT = "UNAVAILABLE_NO_PRISONER_CONTACT"
    INACTIVE = "INACTIVE"


class People(StrEnum):
    """What happens to the people of somebody who is away."""

    KEEP = "keep"
    DEALLOCATE = "deallocate"


WORDS = {
    Status.ACTIVE: "Active",
    Status.ANNUAL_LEAVE: "Unavailable - annual leave",
    Status.LONG_TERM_ABSENCE: "Unavailable - long term absence",
    Status.NO_PRISONER_CONTACT: "Unavailable - no prisoner contact",
    Status.INACTIVE: "Inactive",
}
UNAVAILABLE = frozenset({Status.ANNUAL_LEAVE, Status.LONG_TERM_ABSENCE, Status.NO_PRISONER_CONTACT})
CHOOSE_STATUS = "Choose the new status"
CHOOSE_PEOPLE = "Choose whether their people are deallocated"
ENTER_RETURN = "Enter the day they return to work"
RETURN_LATER = "The day they return must be in the future"
LEAST, MOST = 1, 999
"""Capacity, people."""
CAPACITY_WORDS = f"Maximum capacity must be a whole number from {LEAST} to {MOST}"
HOURS = {"FT": 35, "PT": 6}
"""Hours a week stored for each working pattern."""
PATTERNS = {"FT": "Full-time", "PT": "Part-time"}
CHOOSE_PATTERN = "Choose full-time or part-time"


@dataclass(frozen=True, slots=True)
class Change:
    """A status somebody chose, with the answers that go with it."""

    status: Status
    people: People | None = None
    back_on: date | None = None


def status_of(code: str) -> Status | None:
    """The status of a code; None for no such code."""
    return Status(code) if code in set(Status) else None


def offered(now: str) -> list[Status]:
    """The statuses somebody may be given: all but their own, in order."""
    return [status for status in Status if status != now]


def asks_about_people(status: Status) -> bool:
    """Whether keep or deallocate must be chosen. ACTIVE ends nothing, INACTIVE ends everything."""
    return status in UNAVAILABLE


def asks_for_return(status: Status) -> bool:
    """Only annual leave has a day of return."""
    return status is Status.ANNUAL_LEAVE


def problems(now: str, change: Change, today: date) -> dict[str, str]:
    """What is missing or wrong, by field `status`, `people`, `back_on`; all at once."""
    found = {}
    if change.status == now and not (
        asks_for_return(change.status) and change.back_on is not None and change.back_on > today
    ):
        found["status"] = CHOOSE_STATUS
    if asks_about_people(change.status) and change.people is None:
        found["people"] = CHOOSE_PEOPLE
    if asks_for_return(change.status):
        if change.back_on is None:
            found["back_on"] = ENTER_RETURN
        elif change.back_on <= today:
            found["back_on"] = RETURN_LATER
    return found


def ends_allocations(change: Change) -> bool:
    """Whether the worker's people at the prison are deallocated."""
    return change.status is Status.INACTIVE or (asks_about_people(change.status) and change.people is People.DEALLOCATE)


def return_kept(change: Change) -> date | None:
    """The day of return that is stored: of annual leave alone; every other status clears it."""
    return change.back_on if asks_for_return(change.status) else None


def is_back(status: str, back_on: date | None, today: date) -> bool:
    """Whether the nightly job makes somebody ACTIVE: on annual leave, and the day has come. Tomorrow's stays."""
    return status == Status.ANNUAL_LEAVE and back_on is not None and back_on <= today


def capacity_of(typed: str) -> int | None:
    """A capacity as typed; None when it is not one."""
    typed = typed.strip()
    if not (typed.isascii() and typed.isdigit() and len(typed) <= 6):
        return None
    number = int(typed)
    return number if LEAST <= number <= MOST else None


def pattern_words(code: str) -> str:
    """FT and PT in words; another code of NOMIS as its own words."""
    others = {"SESS": "Sessional", "VOL": "Volunteer"}
    return PATTERNS.get(code) or others.get(code, code)
