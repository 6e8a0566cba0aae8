"""Which days a request is about. Source: case-notes.md 2.6."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_LONDON = ZoneInfo("Europe/London")
IN_FUTURE = "The first day must not be in the future"
WRONG_ORDER = "The last day must not be before the first day"


@dataclass(frozen=True, slots=True)
class Window:
    """From the beginning of one day to the end of another, both on a London clock; None: no limit."""

    first: date | None = None
    last: date | None = None

    @property
    def begins(self) -> datetime | None:
        """The first moment that belongs to it, UTC."""
        return _midnight(self.first) if self.first else None

    @property
    def over(self) -> datetime | None:
        """The first moment after it, UTC. None when it goes on."""
        return _midnight(self.last + timedelta(days=1)) if self.last and self.last < date.max else None

    def holds(self, moment: datetime) -> bool:
        """Whether a moment belongs to it."""
        return (self.begins is None or moment >= self.begins) and (self.over is None or moment < self.over)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=_LONDON).astimezone(UTC)


def window_problems(window: Window, today: date) -> dict[str, str]:
    """What is wrong with the days, by `first` and `last`."""
    if window.first and window.first > today:
        return {"first": IN_FUTURE}
    if window.first and window.last and window.last < window.first:
        return {"last": WRONG_ORDER}
    return {}
