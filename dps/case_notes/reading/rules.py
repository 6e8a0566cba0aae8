"""What narrows and orders a list of notes. Source: case-notes.md 2.1, 2.5."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
A_PAGE = 20
MOST_WORDS = 100
"""Characters of what is searched for."""


class Moment(StrEnum):
    """The two moments of a note, which staff confuse."""

    HAPPENED = "happened"
    CREATED = "created"


@dataclass(frozen=True, slots=True)
class Sort:
    """One of the four orders. `key` is how addresses name it."""

    key: str
    words: str
    moment: Moment
    newest_first: bool


SORTS = (
    Sort("createdAt,DESC", "Created, most recent", Moment.CREATED, True),
    Sort("createdAt,ASC", "Created, oldest", Moment.CREATED, False),
    Sort("occurredAt,DESC", "Happened, most recent", Moment.HAPPENED, True),
    Sort("occurredAt,ASC", "Happened, oldest", Moment.HAPPENED, False),
)
_FORMER = {"creationDateTime": "createdAt", "occurrenceDateTime": "occurredAt"}


def sort_of(typed: str) -> Sort:
    """The order asked for; former names still count, and what is no order is the first (2.1)."""
    field, _, direction = typed.partition(",")
    key = f"{_FORMER.get(field, field)},{direction.upper() or 'DESC'}"
    return next((sort for sort in SORTS if sort.key == key), SORTS[0])


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows the list; an empty value narrows nothing. `sub_type` is a code, known with its type."""

    type: str = ""
    sub_type: str = ""
    words: str = ""
    author: str = ""
    prison: str = ""
    hide_system: bool = False
    moment: Moment = Moment.HAPPENED
    """Which date `since` and `until` are about."""
    since: date | None = None
    until: date | None = None
    sort: Sort = SORTS[0]

    @property
    def narrow_more_than_kind(self) -> bool:
        """Whether anything but type and sub-type narrows the list."""
        return bool(self.words or self.author or self.prison or self.hide_system or self.since or self.until)

    @property
    def narrow(self) -> bool:
        """Whether anything narrows the list."""
        return bool(self.type or self.narrow_more_than_kind)


def date_problems(since: date | None, until: date | None, today: date) -> dict[str, str]:
    """What is wrong with two real dates, by field. The same day twice is allowed."""
    problems = {}
    if since and since > today:
        problems["since"] = "Date from must not be in the future"
    if since and until and until < since:
        problems["until"] = "Date to must not be before date from"
    return problems


def bounds(since: date | None, until: date | None, today: date) -> tuple[datetime | None, datetime | None]:
    """From 00:00 of the first day to before 00:00 after the last, on a London clock. Nothing happens after today."""
    begins = datetime.combine(since, time(), LONDON) if since else None
    ends = datetime.combine(until + timedelta(days=1), time(), LONDON) if until and until < today else None
    return begins, ends


@dataclass(frozen=True, slots=True)
class Sought:
    """Words searched for: `words` as a search engine takes them ("a phrase", -without, or), and beginnings of words,
    which were typed with a star."""

    words: str
    beginnings: Sequence[str]


_BEGINNING = re.compile(r"\A(\w{2,})\*\Z")


def sought(typed: str) -> Sought:
    """What was typed into the search box."""
    plain, beginnings = [], []
    for word in typed.split():
        found = _BEGINNING.match(word)
        if found:
            beginnings.append(found[1])
        else:
            plain.append(word)
    return Sought(" ".join(plain), beginnings)


START, STOP = "\x02", "\x03"
"""Marks round the words that were found. No text of a note holds them."""


def lines_of(text: str, marked: str = "") -> list[list[tuple[str, bool]]]:
    """A text in lines, each in pieces: (words, whether they were searched for).

    Marks that do not belong to this text, letter by letter, are not shown: nothing of a note may be lost to them.
    """
    text = without_marks(text)
    if without_marks(marked) != text:
        marked = text
    lines: list[list[tuple[str, bool]]] = [[]]
    inside = False
    for piece in re.split(f"([{START}{STOP}\n])", marked):
        if piece == "\n":
            lines.append([])
        elif piece in (START, STOP):
            inside = piece == START
        elif piece:
            lines[-1].append((piece, inside))
    return lines


def without_marks(text: str) -> str:
    """A text without the two marks."""
    return text.replace(START, "").replace(STOP, "")


def slip_of(type: str, sub_type: str) -> str:
    """Which slip is printed for a note: "warning", "encouragement", or '' for none (2.5)."""
    return {("NEG", "IEP_WARN"): "warning", ("POS", "IEP_ENC"): "encouragement"}.get((type, sub_type), "")


_FROM_ACTIVITY = re.compile(r"\A(?:Refused to attend|Pay removed) - (.+) - [^\n]* \d{1,2}:\d{2}[^\n]*(?:\n|\Z)")


def activity_of(text: str) -> str:
    """The activity and where it was, of a note that attendance wrote (5.10); '' for other notes."""
    found = _FROM_ACTIVITY.match(text)
    return found[1] if found else ""
