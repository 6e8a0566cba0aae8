"""Which days a schedule shows. Source: prisoners.md 3; the parts of a day are in `rules.days`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dps.prisoners.rules.days import Entry, by_slot

A_WEEK = 7


@dataclass(frozen=True, slots=True)
class Day:
    """One day in its three parts, each with what is planned in order."""

    on: date
    slots: list[tuple[str, Sequence[Entry]]]


def week_of(today: date, *, following: bool) -> list[date]:
    """The seven days from today, or the seven after those."""
    first = today + timedelta(days=A_WEEK if following else 0)
    return [first + timedelta(days=place) for place in range(A_WEEK)]


def by_day(days: Sequence[date], planned: Iterable[tuple[date, Entry]]) -> list[Day]:
    """Every one of `days`, with what is planned on it; what falls on other days is left out."""
    kept: dict[date, list[Entry]] = {day: [] for day in days}
    for on, entry in planned:
        if on in kept:
            kept[on].append(entry)
    return [Day(on, by_slot(entries)) for on, entries in kept.items()]
