"""What makes a note that can be kept. Source: case-notes.md 5.1, 5.2 and 5.4."""

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONGEST_TEXT = 4000
"""Characters of what staff write; each amendment may have as many."""
LONGEST_CODE = 12
"""Characters of a type, a sub-type and a location."""
EARLIEST_YEAR = 1000
"""A year of fewer figures is a slip of the keyboard; otherwise any day will do."""
_A_DAY = timedelta(days=1)
_LONDON = ZoneInfo("Europe/London")
_DATE = re.compile(r"\A(\d{1,2})[/.\-\s](\d{1,2})[/.\-\s](\d{4})\Z", re.ASCII)
_NOT_KEPT = re.compile("[\0\ud800-\udfff]")
"""NUL, and halves of characters."""
_NUMBER = re.compile(r"\A\d{1,300}\Z", re.ASCII)

CHOOSE_TYPE = "Choose the type"
CHOOSE_SUB_TYPE = "Choose the sub-type"
SAY_WHAT = "Say what happened"
SAY_MORE = "Enter more details"
TOO_LONG = f"Use {LONGEST_TEXT:,} characters or fewer"
GIVE_DATE = "Give the date it happened"
REAL_DATE = "Enter a real date, as DD/MM/YYYY"
DATE_IN_FUTURE = "The date must not be in the future"
HOURS_NUMBERS = "Enter the hours in numbers only"
MINUTES_NUMBERS = "Enter the minutes in numbers only"
HOURS_LIMIT = "Enter hours of 23 or less"
MINUTES_LIMIT = "Enter minutes of 59 or less"
GIVE_TIME = "Give the time it happened"
TIME_IN_FUTURE = "The time must not be in the future"


@dataclass(frozen=True, slots=True)
class Checked:
    """What was typed on the form for a new note: problems by field, and what it means when there is none."""

    problems: dict[str, str] = field(default_factory=dict)
    """Of `type`, `sub_type`, `text`, `date`, `hours`, `minutes`, `time`, in the order of the page."""
    occurred_at: datetime | None = None
    """UTC; none while date or time are wrong."""
    text: str = ""


def without_unkept(words: str) -> str:
    """Words without the characters that no database keeps; nothing else is taken from a code."""
    return _NOT_KEPT.sub("", words)


def kept_text(text: str) -> str:
    """A text as it is kept: lines end in one character, nothing that no database keeps, nothing blank around it."""
    return without_unkept(text).replace("\r\n", "\n").replace("\r", "\n").strip()


def text_problem(text: str, *, missing: str = SAY_WHAT) -> str:
    """Why a text of a member of staff cannot be kept; '' when it can. A line end counts as one character."""
    kept = kept_text(text)
    if not kept:
        return missing
    return TOO_LONG if len(kept) > LONGEST_TEXT else ""


def occurrence_problem(occurred_at: datetime, now: datetime) -> str:
    """Why a note cannot have happened then; '' when it can."""
    if occurred_at.year < EARLIEST_YEAR:
        return REAL_DATE
    if occurred_at > now:
        same_day = occurred_at - now < _A_DAY and _day(occurred_at) == _day(now)
        return TIME_IN_FUTURE if same_day else DATE_IN_FUTURE
    return ""


def _day(moment: datetime) -> date:
    return moment.astimezone(_LONDON).date()


def check_new(*, type: str, sub_type: str, text: str, date: str, hours: str, minutes: str, now: datetime) -> Checked:
    """Everything that is wrong with the form for a new note, all at once, as typed.

    Seconds are dropped. The time is asked about only once hours and minutes are right themselves.
    """
    day, date_words = read_date(date, now)
    clock, time_words = _read_time(hours, minutes)
    found = {
        "type": "" if type else CHOOSE_TYPE,
        "sub_type": "" if sub_type else CHOOSE_SUB_TYPE,
        "text": text_problem(text),
        "date": date_words,
        **time_words,
    }
    occurred_at = None
    if day and not date_words and clock is not None:
        occurred_at = in_utc(day, clock)
        if occurred_at > now:
            found["time"], occurred_at = TIME_IN_FUTURE, None
    problems = {name: found[name] for name in FIELDS if found.get(name)}
    return Checked(problems, occurred_at, kept_text(text))


FIELDS = ("type", "sub_type", "text", "date", "hours", "minutes", "time")


def in_utc(day: date, clock: time) -> datetime:
    """A day and a time on a London clock as a moment. The hour that summer time skips is the one after it; of the hour
    that comes twice the first is meant."""
    return datetime.combine(day, clock, tzinfo=_LONDON).astimezone(UTC)


def read_date(typed: str, now: datetime) -> tuple[date | None, str]:
    """A day typed as DD/MM/YYYY (dots, hyphens, spaces and single figures will do), and what is wrong with it."""
    typed = typed.strip()
    if not typed:
        return None, GIVE_DATE
    parts = _DATE.match(typed)
    if parts is None:
        return None, REAL_DATE
    try:
        day = date(int(parts[3]), int(parts[2]), int(parts[1]))
    except ValueError:
        return None, REAL_DATE
    if day.year < EARLIEST_YEAR:
        return None, REAL_DATE
    return (None, DATE_IN_FUTURE) if day > _day(now) else (day, "")


def _read_time(hours: str, minutes: str) -> tuple[time | None, dict[str, str]]:
    hours, minutes = hours.strip(), minutes.strip()
    found = {
        "hours": _part_problem(hours, 23, HOURS_NUMBERS, HOURS_LIMIT),
        "minutes": _part_problem(minutes, 59, MINUTES_NUMBERS, MINUTES_LIMIT),
        "time": GIVE_TIME if not hours and not minutes else "",
    }
    if any(found.values()):
        return None, found
    return time(int(hours), int(minutes)), {}


def _part_problem(typed: str, most: int, numbers: str, limit: str) -> str:
    if not typed:
        return limit
    if not _NUMBER.match(typed):
        return numbers
    return limit if int(typed) > most else ""


BEFORE_BIRTH = "This is before they were born. Check the date."
BEFORE_FIRST_RECEPTION = "This is before they first came into prison. Check the date."


def unlikely_date(occurred_at: datetime, *, born: date | None, first_received_on: date | None) -> str:
    """Why somebody may want to look again at when it happened; '' for nothing. A warning, never a refusal (5.1)."""
    day = _day(occurred_at)
    if born is not None and day < born:
        return BEFORE_BIRTH
    return BEFORE_FIRST_RECEPTION if first_received_on is not None and day < first_received_on else ""


LOCATION_TOO_LONG = f"A location has at most {LONGEST_CODE} characters"
SAVED_ALREADY = "You saved the same words about this person a moment ago"


def may_correct_type(*, username: str, author: str, created_on: date, today: date, system_generated: bool) -> bool:
    """Whether the type of a note may be put right by whoever wrote it: the same day, and not a system's (9)."""
    return bool(username) and username.upper() == author.upper() and created_on == today and not system_generated
