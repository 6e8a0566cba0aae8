"""The staff list: which workers are shown and in which order. Source: key-workers.md 2.4. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

NAME, STATUS, PATTERN, ALLOCATED, CAPACITY, SESSIONS, DELIVERY = (
    "name", "status", "pattern", "allocated", "capacity", "sessions", "delivery",
)  # fmt: skip
COLUMNS = {
    NAME: "Name",
    STATUS: "Status",
    PATTERN: "Working pattern",
    ALLOCATED: "Prisoners allocated",
    CAPACITY: "Maximum capacity",
    SESSIONS: "Sessions in last month",
    DELIVERY: "Delivery rate",
}
SORTS = frozenset({*COLUMNS, *(f"-{name}" for name in COLUMNS)})


@dataclass(frozen=True, slots=True)
class Row:
    """One worker as the list shows them."""

    staff_id: int
    last_name: str
    first_name: str
    status: str
    status_order: int
    pattern: str
    allocated: int
    capacity: int
    sessions: int
    delivery: Decimal | None
    """In per cent; None when nothing was projected."""
    cover: str = ""
    """Who covers for them now, in words."""


def matches(first_name: str, last_name: str, typed: str) -> bool:
    """Whether every word typed begins the first or the last name, whatever the capitals."""
    parts = [part for name in (first_name, last_name) for part in (name.casefold(), *name.casefold().split())]
    return all(any(part.startswith(word) for part in parts) for word in typed.casefold().split())


def in_order(rows: Iterable[Row], sort: str) -> list[Row]:
    """By a column, upwards or downwards; within it by last and first name, always upwards. Unknown: by name."""
    by_name = sorted(rows, key=lambda row: (row.last_name.casefold(), row.first_name.casefold(), row.staff_id))
    column, down = sort.removeprefix("-"), sort.startswith("-")
    if column not in COLUMNS or column == NAME:
        return by_name[::-1] if column == NAME and down else by_name
    values = {
        STATUS: lambda row: row.status_order,
        PATTERN: lambda row: row.pattern,
        ALLOCATED: lambda row: row.allocated,
        CAPACITY: lambda row: row.capacity,
        SESSIONS: lambda row: row.sessions,
        DELIVERY: lambda row: row.delivery if row.delivery is not None else Decimal(-1),
    }
    return sorted(by_name, key=values[column], reverse=down)


def totals(rows: Sequence[Row]) -> tuple[int, int]:
    """People allocated, and places, of the rows shown."""
    return sum(row.allocated for row in rows), sum(row.capacity for row in rows)
