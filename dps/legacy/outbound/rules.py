"""What is to be done with a write: the switches, what differs, who waits for whom, how long to wait. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

EVERY = "*ALL*"
BEHIND_AFTER = timedelta(minutes=15)
"""When people must be told that their changes have not arrived (legacy-nomis.md 10)."""
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=2), timedelta(minutes=5)
MOST_ATTEMPTS = 12
"""Of a write that NOMIS takes up and breaks off, and not because it is away: after about half an hour it has failed."""


def is_on(switches: Mapping[tuple[str, str], bool], prison: str, kind: str) -> bool:
    """Whether changes of `kind` made in `prison` are written: the most particular switch counts, prison before kind;
    without any they are."""
    for place in ((prison, kind), (prison, EVERY), (EVERY, kind), (EVERY, EVERY)):
        if place in switches:
            return switches[place]
    return True


class Verdict(Enum):
    """What NOMIS's present values mean for a write."""

    WRITE = "as before: write"
    DONE = "as after: nothing to do"
    CONFLICT = "changed there too"


def verdict(
    before: Mapping[str, Any] | None, after: Mapping[str, Any] | None, now: Mapping[str, Any] | None
) -> Verdict:
    """Compare by column, each in the one form that NOMIS holds; None means that there is no row.

    Only what the change is about counts: the rest of the row may have changed meanwhile. Some columns may have been
    written already; a column that is neither as before nor as after was changed on both sides.
    """
    if after is None:
        if now is None:
            return Verdict.DONE
        same = before is None or all(now.get(column) == value for column, value in before.items())
        return Verdict.WRITE if same else Verdict.CONFLICT
    if now is None:
        return Verdict.WRITE if before is None else Verdict.CONFLICT
    changed = [column for column, value in after.items() if before is None or before.get(column) != value]
    if all(now.get(column) == after[column] for column in changed):
        return Verdict.DONE
    if before is None:
        return Verdict.CONFLICT
    if all(now.get(column) in (before.get(column), after[column]) for column in changed):
        return Verdict.WRITE
    return Verdict.CONFLICT


def pause(failures: int) -> timedelta:
    """How long to wait after this many failures in a row: 2 seconds, doubling up to 5 minutes."""
    grown: timedelta = FIRST_PAUSE * 2 ** min(max(failures - 1, 0), 12)
    return min(LONGEST_PAUSE, grown)


@dataclass(frozen=True, slots=True)
class Queued:
    """What tells whether a write may go: in the order in which the changes were made."""

    id: int
    thing: tuple[str, str]
    """Kind and key."""
    open: bool
    """Neither done nor given up."""
    ready: bool
    """Waiting, and its time has come."""


def ready_in_order(queue: Iterable[Queued]) -> tuple[list[int], dict[int, int]]:
    """Which writes of one person may go now, in order; and those that wait for an earlier one of the same thing
    (id -> id of that one)."""
    go: list[int] = []
    held: dict[int, int] = {}
    stuck: dict[tuple[str, str], int] = {}
    for write in queue:
        if not write.open:
            continue
        if write.thing in stuck:
            if write.ready:
                held[write.id] = stuck[write.thing]
        elif write.ready:
            go.append(write.id)
        else:
            stuck[write.thing] = write.id
    return go, held


def is_behind(oldest_waiting: datetime | None, now: datetime) -> bool:
    """Whether the oldest change that waits has waited too long."""
    return oldest_waiting is not None and now - oldest_waiting > BEHIND_AFTER


def notice(oldest_waiting: datetime | None, now: datetime, shown: str) -> str:
    """What people reading a record must be told; '' when writing keeps up. `shown` is that moment in words."""
    if not is_behind(oldest_waiting, now):
        return ""
    return f"Changes made here since {shown} have not reached NOMIS yet. They are kept and will be sent."
