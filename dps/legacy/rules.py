"""When what came from NOMIS must be called old. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

OLD_AFTER = timedelta(minutes=15)
FOLLOWER_DEAD_AFTER = timedelta(minutes=2)


class Health(StrEnum):
    """How the link as a whole is doing."""

    NOT_SET_UP = "Not set up"
    NEVER_LOADED = "Nothing loaded yet"
    LOADING = "Full load running"
    WELL = "Working"
    NOT_FOLLOWING = "Not following"
    AWAY = "NOMIS does not answer"


@dataclass(frozen=True, slots=True)
class Signs:
    """What is known about the link; times aware."""

    configured: bool
    follower_seen_at: datetime | None = None
    last_answer_at: datetime | None = None
    failing_since: datetime | None = None
    load_started_at: datetime | None = None
    load_finished_at: datetime | None = None


def health(signs: Signs, now: datetime) -> Health:
    """How the link is doing at `now`."""
    if not signs.configured:
        return Health.NOT_SET_UP
    if signs.load_started_at and (not signs.load_finished_at or signs.load_finished_at < signs.load_started_at):
        return Health.LOADING
    if signs.failing_since:
        return Health.AWAY
    if signs.follower_seen_at and now - signs.follower_seen_at <= FOLLOWER_DEAD_AFTER:
        return Health.WELL
    return Health.NOT_FOLLOWING if signs.load_finished_at or signs.last_answer_at else Health.NEVER_LOADED


def lag(signs: Signs, now: datetime) -> timedelta | None:
    """How long ago NOMIS last answered; the full load counts as an answer. None when it never did."""
    answered = max((at for at in (signs.last_answer_at, signs.load_finished_at) if at), default=None)
    return now - answered if answered else None


def notice(signs: Signs, now: datetime, shown: str) -> str:
    """What people reading a record must be told; '' when it is up to date or nothing is linked.

    `shown` is the time of the last answer in words.
    """
    behind = lag(signs, now)
    if not signs.configured or behind is None or behind <= OLD_AFTER:
        return ""
    return f"NOMIS has not answered since {shown}. What you see may be out of date."
