"""How the link to NOMIS is doing."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Q, QuerySet

from dps.legacy import feeds, rules
from dps.legacy.models import FeedState, LinkState, SetAsideRow
from dps.legacy.router import NOMIS
from dps.legacy.rules import Health, Signs
from dps.platform import local_time


@dataclass(frozen=True, slots=True)
class Link:
    """The link as a whole. Times aware, delay in seconds."""

    health: Health
    lag: timedelta | None
    failure: str
    follower_seen_at: datetime | None
    last_answer_at: datetime | None
    failing_since: datetime | None
    load_started_at: datetime | None
    load_finished_at: datetime | None
    load_rows: int
    load_seconds: float
    last_change_at: datetime | None
    delay: float | None
    notice: str


def link_state() -> Link:
    """How the link is doing now. One statement."""
    now = local_time.now()
    row = LinkState.objects.filter(name=LinkState.ONLY).first() or LinkState()
    signs = Signs(
        configured=NOMIS in settings.DATABASES,
        follower_seen_at=row.follower_seen_at,
        last_answer_at=row.last_answer_at,
        failing_since=row.failing_since,
        load_started_at=row.load_started_at,
        load_finished_at=row.load_finished_at,
    )
    lag = rules.lag(signs, now)
    answered = now - lag if lag is not None else None
    return Link(
        health=rules.health(signs, now),
        lag=lag,
        failure=row.failure,
        follower_seen_at=row.follower_seen_at,
        last_answer_at=row.last_answer_at,
        failing_since=row.failing_since,
        load_started_at=row.load_started_at,
        load_finished_at=row.load_finished_at,
        load_rows=row.load_rows,
        load_seconds=row.load_seconds,
        last_change_at=row.last_change_at,
        delay=row.last_change_delay,
        notice=rules.notice(signs, now, _since(answered, now)),
    )


def _since(answered: datetime | None, now: datetime) -> str:
    if answered is None:
        return ""
    same_day = local_time.in_london(answered).date() == local_time.in_london(now).date()
    return local_time.clock(answered) if same_day else local_time.long_date_and_time(answered)


@dataclass(frozen=True, slots=True)
class FeedRow:
    """One feed on the console."""

    name: str
    title: str
    state: FeedState
    unreadable: int
    waiting: int
    changed: int

    @property
    def has_run(self) -> bool:
        return self.state.load_started_at is not None


def feed_rows() -> list[FeedRow]:
    """Every feed in the order it is read. Two statements."""
    states = {state.feed: state for state in FeedState.objects.all()}
    kinds = SetAsideRow.Kind
    counts: dict[str, dict[str, Any]] = {
        row["feed"]: dict(row)
        for row in SetAsideRow.objects.values("feed").annotate(
            unreadable=Count("id", filter=Q(kind=kinds.UNREADABLE)),
            waiting=Count("id", filter=Q(kind=kinds.WAITING)),
            changed=Count("id", filter=Q(kind=kinds.CHANGED)),
        )
    }
    return [
        FeedRow(
            feed.name,
            feed.title,
            states.get(feed.name) or FeedState(feed=feed.name),
            counts.get(feed.name, {}).get("unreadable", 0),
            counts.get(feed.name, {}).get("waiting", 0),
            counts.get(feed.name, {}).get("changed", 0),
        )
        for feed in feeds.ALL
    ]


def set_aside_total(feed: str = "", kind: str = "") -> int:
    """How many rows are set aside. One statement."""
    return _set_aside(feed, kind).count()


def set_aside_rows(feed: str, kind: str, *, start: int, size: int) -> list[SetAsideRow]:
    """Rows set aside, newest first. One statement."""
    return list(_set_aside(feed, kind).order_by("-last_seen_at", "-id")[start : start + size])


def _set_aside(feed: str, kind: str) -> QuerySet[SetAsideRow]:
    found = SetAsideRow.objects.all()
    if feed:
        found = found.filter(feed=feed)
    if kind:
        found = found.filter(kind=kind)
    return found
