"""What the pages for writing decide themselves. Source: case-notes.md 2.3, 5.4 and 9."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from dps.case_notes.rules import writing

WRAPPER = 53
"""Characters of ` ...[` and ` updated the case notes on yyyy/MM/dd HH:mm:ss] ` around a user name in NOMIS."""
EARLIER_AUTHOR = 8
"""Stands for the length of the user name of each earlier author."""


def room_left(*, text: str, amendments: Sequence[str], username: str) -> int:
    """How many characters of more details still fit a note that came from NOMIS, where the note and all that was added
    share one text of 4,000 characters (5.4). Below 1: the note is full."""
    current = len(text) + sum(len(one) + WRAPPER + EARLIER_AUTHOR for one in amendments)
    return writing.LONGEST_TEXT - current - WRAPPER - len(username)


def room_problem(text: str, room: int) -> str:
    """Why more details do not fit, with the exact number that would; '' when they do."""
    if room < 1:
        return "This note is full. Add a new note instead"
    return f"Use {room:,} characters or fewer: this note has no room for more" if len(text) > room else ""


def doubts(
    occurred_at: datetime, *, born: date | None, first_received_on: date | None, said_lately: bool
) -> dict[str, str]:
    """What somebody should look at again before a note is saved (5.1, 9): warnings, never refusals, by key."""
    found = {
        "date": writing.unlikely_date(occurred_at, born=born, first_received_on=first_received_on),
        "same": writing.SAVED_ALREADY if said_lately else "",
    }
    return {key: words for key, words in found.items() if words}


def not_yet_confirmed(found: Mapping[str, object], confirmed: Collection[str]) -> bool:
    """Whether there is a doubt that was not on the page when somebody said to go on."""
    return not set(found) <= set(confirmed)


def joined(typed: str, ready: str) -> str:
    """What was typed with a ready text below it; nothing typed is replaced."""
    return f"{typed.rstrip()}\n\n{ready}" if typed.strip() else ready
