"""Words for the console."""

from collections.abc import Iterable
from datetime import timedelta

from dps.legacy.queries import FeedRow, Link
from dps.legacy.rules import Health
from dps.platform.local_time import long_date_and_time

_WHAT = {
    Health.NOT_SET_UP: "This installation works without NOMIS: there is no NOMIS_DATABASE_URL.",
    Health.NEVER_LOADED: "Nothing has been loaded. Run: manage.py sync --full",
    Health.LOADING: "A full load is running, or was interrupted: manage.py sync --full goes on from there.",
    Health.WELL: "Changes in NOMIS arrive within seconds.",
    Health.NOT_FOLLOWING: "The process that follows NOMIS is not running. Start: manage.py sync --follow",
    Health.AWAY: "NOMIS does not answer. It is tried again and again; nothing is lost.",
}
_GOOD = {Health.WELL, Health.NOT_SET_UP}


def duration(span: timedelta | None) -> str:
    """`3 seconds`, `12 minutes`, `5 hours`, `2 days`; 'never' for none."""
    if span is None:
        return "never"
    seconds = max(0, round(span.total_seconds()))
    for size, name in ((86400, "day"), (3600, "hour"), (60, "minute")):
        if seconds >= 2 * size or (seconds >= size and name != "day"):
            number = seconds // size
            return f"{number} {name}{'' if number == 1 else 's'}"
    return f"{seconds} second{'' if seconds == 1 else 's'}"


def facts(link: Link) -> list[tuple[str, str]]:
    """The health strip: label and value."""
    told = [("State", f"{link.health.value}. {_WHAT[link.health]}")]
    if link.failure:
        told.append(("What it said", link.failure))
    told.append(("Last answer from NOMIS", f"{duration(link.lag)} ago" if link.lag is not None else "never"))
    if link.failing_since:
        told.append(("Not answering since", long_date_and_time(link.failing_since)))
    if link.last_change_at:
        told.append(("Last change made in NOMIS", long_date_and_time(link.last_change_at)))
    if link.delay is not None:
        told.append(("That change arrived after", f"{link.delay:.1f} seconds"))
    if link.load_started_at:
        told.append(("Last full load began", long_date_and_time(link.load_started_at)))
    if link.load_finished_at and link.load_started_at and link.load_finished_at >= link.load_started_at:
        rate = link.load_rows / link.load_seconds if link.load_seconds else 0
        told.append(
            (
                "It ended",
                f"{long_date_and_time(link.load_finished_at)}: {link.load_rows:,} rows, {rate:,.0f} a second",
            )
        )
    return told


def absent(rows: Iterable[FeedRow]) -> list[tuple[str, str]]:
    """Kind of data and the tables or columns that this NOMIS does not have for it."""
    return [(row.title, ", ".join(name.upper() for name in row.state.absent)) for row in rows if row.state.absent]


def is_good(health: Health) -> bool:
    """Whether nobody needs to do anything."""
    return health in _GOOD
