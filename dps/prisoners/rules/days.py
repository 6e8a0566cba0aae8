"""Morning, afternoon, evening (prisoners.md 3)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import time


@dataclass(frozen=True, slots=True)
class Entry:
    """Something on a day, London time."""

    starts: time
    ends: time | None
    words: str
    place: str = ""


def by_slot(entries: Iterable[Entry]) -> list[tuple[str, Sequence[Entry]]]:
    """Entries in the three parts of a day, each by start then end. Noon is afternoon; 17:00 is evening."""
    ordered = sorted(entries, key=lambda e: (e.starts, e.ends or time.max, e.words))
    return [
        ("Morning", [e for e in ordered if e.starts < time(12)]),
        ("Afternoon", [e for e in ordered if time(12) <= e.starts < time(17)]),
        ("Evening", [e for e in ordered if e.starts >= time(17)]),
    ]
