"""One alert for many people at once. Source: prisoners.md 6.3."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dps.prisoners.alerts.rules.writing import is_active

PRISON_NUMBER = re.compile(r"\A[A-Z][0-9]{4}[A-Z]{2}\Z")
HEADING = "prison number"
MOST_PEOPLE = 20_000
MOST_BYTES = 2_000_000
LONGEST_REASON = 1000


class Mode(StrEnum):
    """What becomes of the same alert of everybody who is not named."""

    KEEP_ALL = "KEEP_ALL"
    EXPIRE = "EXPIRE_FOR_PRISON_NUMBERS_NOT_SPECIFIED"


class Outcome(StrEnum):
    """What a bulk alert does for one person."""

    CREATE = "CREATE"
    UPDATE = "UPDATE"
    """Their active alert loses its end date."""
    UNCHANGED = "UNCHANGED"
    EXPIRE = "EXPIRE"
    NOTHING = "NOTHING"


def outcome(ends: Collection[date | None], *, named: bool, mode: str, today: date) -> Outcome:
    """What happens for somebody whose alerts of the code have these end dates."""
    active = [end for end in ends if is_active(end, today)]
    if named:
        if not active:
            return Outcome.CREATE
        return Outcome.UNCHANGED if None in active else Outcome.UPDATE
    return Outcome.EXPIRE if active and mode == Mode.EXPIRE else Outcome.NOTHING


@dataclass(frozen=True, slots=True)
class People:
    """What a file or a box holds: prison numbers, each once and in order, with the row each stands in."""

    numbers: tuple[str, ...] = ()
    rows: tuple[int, ...] = ()
    repeated: int = 0
    problem: str = ""
    """Why it is refused, in words; '' when it is good."""


def rows_named(rows: Sequence[int]) -> str:
    """One, two, or all row numbers as words: "row 3", "rows 3 and 5", "rows 3, 5 and 9"."""
    told = [f"{row:,}" for row in rows]
    if len(told) == 1:
        return f"row {told[0]}"
    return f"rows {', '.join(told[:-1])} and {told[-1]}"


def unknown_problem(rows: Sequence[int]) -> str:
    """The error for rows whose prison number is nobody's."""
    return f"Nobody has the prison number in {rows_named(rows)}"


def read_people(rows: Sequence[list[str]]) -> People:
    """The prison numbers of the first column of a file; a heading may stand above them and empty rows count for
    nothing."""
    cells = [row[0].strip() if row else "" for row in rows]
    start = 1 if cells and " ".join(cells[0].lower().split()) == HEADING else 0
    return read_numbers(enumerate(cells[start:], start=start + 1))


def read_numbers(rows: Iterable[tuple[int, str]]) -> People:
    """Prison numbers with the rows they stand in; what is no prison number is named by its rows."""
    typed = [(row, cell.strip().upper()) for row, cell in rows if cell.strip()]
    if not typed:
        return People(problem="The file names nobody")
    wrong = [row for row, cell in typed if not PRISON_NUMBER.match(cell)]
    if wrong:
        return People(problem=f"There is no prison number such as A1234BC in {rows_named(wrong)}")
    first: dict[str, int] = {}
    for row, cell in typed:
        first.setdefault(cell, row)
    if len(first) > MOST_PEOPLE:
        return People(problem=f"The file must name {MOST_PEOPLE:,} people or fewer")
    return People(tuple(first), tuple(first.values()), len(typed) - len(first))
