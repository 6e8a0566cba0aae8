"""Adding, changing and closing one alert. Source: prisoners.md 6.1."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

NEVER_FROM_THE_PROFILE = frozenset({"DOCGM"})
"""OCG nominal, do not share: only administration adds or changes it."""
NO_REASON_NEEDED = NEVER_FROM_THE_PROFILE
LONGEST_COMMENT = 4000
LONGEST_AUTHORISER = 40
"""Bytes of UTF-8: what NOMIS keeps of it."""
LONGEST_CENTRAL_REASON = 1000
EARLIEST_START = timedelta(days=7)

CHOOSE_TYPE = "Choose the type of alert"
CHOOSE_ALERT = "Choose the alert"
ALREADY_HAS = "This person already has this alert"
SAY_WHY = "Say why you are creating this alert"
SAY_COMMENTS = "Enter your comments"
GIVE_START = "Give the date the alert starts"
NOT_IN_FUTURE = "The start date must not be in the future"
NOT_SO_LONG_AGO = "The start date must be today or one of the 7 days before"
END_AFTER_START = "The end date must be later than the start date"
START_AFTER_END = "The start date must not be after the end date"
CHOOSE_END = "Choose when the alert ends"
CLOSE_LATER = "The date must be after today"
GIVE_END = "Give the date the alert ends"
CHOOSE_WHAT = "Choose whether to change the end date or to remove it"
NOT_BEFORE_TODAY = "The end date must be today or later"
ALREADY_CLOSED = "This alert is already closed"


class End(StrEnum):
    """How an alert is closed."""

    TODAY = "today"
    LATER = "later"


class NewEnd(StrEnum):
    """What becomes of an end date."""

    CHANGE = "change"
    REMOVE = "remove"


def is_active(active_to: date | None, today: date) -> bool:
    """An alert that ends today is already inactive; one that starts in the future counts as active."""
    return active_to is None or active_to > today


def too_long(words: str, limit: int = LONGEST_COMMENT) -> str:
    """Why a text cannot be kept; '' when it can."""
    return f"Use {limit:,} characters or fewer" if len(words) > limit else ""


def authoriser_problem(name: str) -> str:
    """Why a name of who authorised cannot be kept, here and in NOMIS; '' when it can."""
    if len(name.encode()) > LONGEST_AUTHORISER:
        return f"Who authorised it must be {LONGEST_AUTHORISER} characters or fewer"
    return ""


def start_problem(starts: date | None, today: date) -> str:
    """Why an alert cannot start on a day when it is added from the profile; '' when it can."""
    if starts is None:
        return GIVE_START
    if starts > today:
        return NOT_IN_FUTURE
    return NOT_SO_LONG_AGO if starts < today - EARLIEST_START else ""


def new_alert_problems(
    *,
    why: str,
    starts: date | None,
    ends: date | None,
    today: date,
    longest: int = LONGEST_COMMENT,
    needs_why: bool = True,
) -> dict[str, str]:
    """Field to words for what is wrong with a new alert typed by staff; {} when nothing is."""
    found = {
        "description": (SAY_WHY if needs_why and not why.strip() else "") or too_long(why, longest),
        "active_from": start_problem(starts, today),
        "active_to": END_AFTER_START if starts and ends and ends <= starts else "",
    }
    return {field: words for field, words in found.items() if words}


def sent_alert_problems(*, why: str, authorised_by: str, starts: date, ends: date | None) -> dict[str, str]:
    """Field to words for what is wrong with an alert that another system sends: it may start on any day."""
    found = {
        "description": too_long(why),
        "authorised_by": authoriser_problem(authorised_by),
        "active_from": START_AFTER_END if ends is not None and starts > ends else "",
    }
    return {field: words for field, words in found.items() if words}


def comment_problem(words: str) -> str:
    """Why comments cannot be saved; '' when they can."""
    return too_long(words) if words.strip() else SAY_COMMENTS


def closing(choice: str, later: date | None, today: date) -> tuple[date | None, dict[str, str]]:
    """The day an alert ends when it is closed, and what is wrong."""
    if choice == End.TODAY:
        return today, {}
    if choice != End.LATER:
        return None, {"when": CHOOSE_END}
    if later is None:
        return None, {"later": GIVE_END}
    return (later, {}) if later > today else (None, {"later": CLOSE_LATER})


def new_end(choice: str, day: date | None, today: date) -> tuple[date | None, dict[str, str]]:
    """The end date that takes the place of another, none when it is removed, and what is wrong."""
    if choice == NewEnd.REMOVE:
        return None, {}
    if choice != NewEnd.CHANGE:
        return None, {"what": CHOOSE_WHAT}
    if day is None:
        return None, {"new_end": GIVE_END}
    return (day, {}) if day >= today else (None, {"new_end": NOT_BEFORE_TODAY})


def end_problem(starts: date, ends: date | None) -> str:
    """An alert never ends before it starts; an import may start in the future."""
    return "The end date must not be before the start date" if ends is not None and ends < starts else ""


def may_write_code(code: str, username: str, *, centrally: bool, restricted: bool, privileged: Collection[str]) -> bool:
    """Whether somebody may add, change or delete alerts of a code: a restricted one only if they are named for it, and
    one that is never shared only `centrally`, never on a person's own pages."""
    if restricted and username.upper() not in privileged:
        return False
    return centrally or code not in NEVER_FROM_THE_PROFILE


class Action(StrEnum):
    """What happened to an alert, as it is audited."""

    CREATED = "CREATED"
    UPDATED = "UPDATED"
    INACTIVE = "INACTIVE"
    DELETED = "DELETED"


def action_of(before_active: bool, after_active: bool) -> Action:
    """What a change of an alert is called: ending it is INACTIVE, anything else UPDATED."""
    return Action.INACTIVE if before_active and not after_active else Action.UPDATED


WORDS = {
    "description": "Comments",
    "authorised_by": "Authorised by",
    "active_from": "Active from",
    "active_to": "Active to",
}


def said(value: Any) -> str:
    """A value within a sentence: a date as DD/MM/YYYY, nothing as "nothing"."""
    if value in (None, ""):
        return "nothing"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return str(value)


def changes_in_words(before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """Each of the four that changed as "Comments changed from … to …", a line each; '' when none did."""
    return "\n".join(
        f"{words} changed from {said(before.get(field))} to {said(after.get(field))}"
        for field, words in WORDS.items()
        if before.get(field) != after.get(field)
    )


def with_dates(values: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a change: kept as JSON, a date is a text."""
    return {
        name: date.fromisoformat(value) if name in ("active_from", "active_to") and value else value
        for name, value in values.items()
    }
