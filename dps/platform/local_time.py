"""The one clock, and how dates are shown. Stored in UTC, shown in Europe/London."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

LONDON = ZoneInfo("Europe/London")


def now() -> datetime:
    """The current moment, aware, UTC."""
    return timezone.now()


def today() -> date:
    """The date in prisons now (Europe/London)."""
    return now().astimezone(LONDON).date()


def in_london(moment: datetime) -> datetime:
    """`moment` on a London clock."""
    return moment.astimezone(LONDON)


def short_date(day: date | datetime | None) -> str:
    """`22/11/2026`, for tables; '' for none."""
    if day is None:
        return ""
    if isinstance(day, datetime):
        day = in_london(day).date()
    return f"{day:%d/%m/%Y}"


def long_date(day: date | datetime | None) -> str:
    """`22 November 2026`, for text; '' for none."""
    if day is None:
        return ""
    if isinstance(day, datetime):
        day = in_london(day).date()
    return f"{day.day} {day:%B %Y}"


def clock(moment: datetime | None) -> str:
    """`09:05`, London; '' for none."""
    return f"{in_london(moment):%H:%M}" if moment else ""


def long_date_and_time(moment: datetime | None) -> str:
    """`22 November 2026 at 09:05`, London; '' for none."""
    return f"{long_date(moment)} at {clock(moment)}" if moment else ""
