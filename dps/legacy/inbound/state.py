"""What the link remembers between rounds, and the one lock that keeps writers apart."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import DatabaseError, InterfaceError, connection
from django.db.models import F

from dps.legacy.inbound.apply import Applied
from dps.legacy.models import FeedState, LinkState
from dps.platform import local_time

WRITER_LOCK = 5_610_001
"""Held by a full load from start to end, and by the follower during one round."""
FOLLOWER_LOCK = 5_610_002
"""Held by the one follower for as long as it runs."""


def _lock(key: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [key])
        return bool(cursor.fetchone()[0])


@contextmanager
def lock(key: int) -> Iterator[bool]:
    """Whether the lock was free; it is held inside. A lost connection to PostgreSQL gives it up by itself."""
    mine = _lock(key)
    try:
        yield mine
    finally:
        if mine:
            try:
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_advisory_unlock(%s)", [key])
            except (DatabaseError, InterfaceError):
                connection.close()


def link() -> LinkState:
    """The one row about the link, made on first use."""
    return LinkState.objects.get_or_create(name=LinkState.ONLY)[0]


def update_link(**changes: Any) -> None:
    """Change the row about the link."""
    if not LinkState.objects.filter(name=LinkState.ONLY).update(**changes):
        LinkState.objects.get_or_create(name=LinkState.ONLY)
        LinkState.objects.filter(name=LinkState.ONLY).update(**changes)


def feed_state(feed: str) -> FeedState:
    """The row of one feed, made on first use."""
    return FeedState.objects.get_or_create(feed=feed)[0]


def update_feed(feed: str, **changes: Any) -> None:
    """Change the row of one feed."""
    if not FeedState.objects.filter(feed=feed).update(**changes):
        FeedState.objects.get_or_create(feed=feed)
        FeedState.objects.filter(feed=feed).update(**changes)


def count(feed: str, applied: Applied, **changes: Any) -> None:
    """Add what was read and written to the feed's counts."""
    update_feed(
        feed,
        rows_read=F("rows_read") + applied.read,
        rows_written=F("rows_written") + applied.written,
        last_success_at=local_time.now(),
        last_error="",
        **changes,
    )


def set_clock(feeds: Sequence[str], clock: datetime) -> None:
    """Changes up to `clock` have been taken for these feeds."""
    FeedState.objects.filter(feed__in=feeds).update(clock=clock.isoformat(), last_success_at=local_time.now())


def clocks() -> dict[str, datetime]:
    """How far each feed has come."""
    rows = FeedState.objects.exclude(clock="").values_list("feed", "clock")
    return {feed: datetime.fromisoformat(clock) for feed, clock in rows}


def plainly(failure: BaseException) -> str:
    """The failure in words for the console: what happened, then the first line the database said."""
    words = str(failure).strip().splitlines()
    first = words[0][:300] if words else type(failure).__name__
    lower = first.lower()
    if "timeout" in lower or "canceling statement" in lower:
        return f"NOMIS took too long to answer ({first})"
    if any(hint in lower for hint in ("connect", "closed", "terminat", "shut", "dpy-", "ora-03", "ora-12", "starting")):
        return f"NOMIS cannot be reached ({first})"
    return first
