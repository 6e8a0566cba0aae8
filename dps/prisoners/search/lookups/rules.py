"""Lists of numbers as people paste them, and spans of days (search.md 9)."""

import csv
import re
from dataclasses import dataclass
from datetime import date

from dps.prisoners.search.rules import PRISON_NUMBER

MOST_LOOKED_UP = 1000
_HEADINGS = ("prison number", "prisonnumber", "noms", "nomsnumber", "booking id", "bookingid", "number")
_BOOKING = re.compile(r"\A\d{1,12}\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class Pasted:
    """What a pasted list holds: each number once, in order, and the lines that are none, with their place from 1."""

    numbers: tuple[str, ...] = ()
    booking_ids: tuple[int, ...] = ()
    wrong: tuple[tuple[int, str], ...] = ()
    order: tuple[str, ...] = ()
    """Both kinds together, as they were given."""


def read_list(text: str) -> Pasted:
    """Prison numbers or booking ids, one a line or parted by commas or spaces; of a CSV the first column."""
    order: dict[str, None] = {}
    wrong: list[tuple[int, str]] = []
    for place, line in enumerate(text.replace("\ufeff", "").splitlines(), start=1):
        cells = next(csv.reader([line.replace("\x00", "").replace(";", ",")]), [])
        first = cells[0].strip() if cells else ""
        if not first or first.lower() in _HEADINGS:
            continue
        alone = all(_is_number(part) for cell in cells for part in cell.split())
        for part in [part for cell in cells for part in cell.split()] if alone else first.split():
            if _is_number(part):
                order.setdefault(part.upper())
            else:
                wrong.append((place, part[:40]))
    given = tuple(order)
    return Pasted(
        tuple(one for one in given if not one.isdigit()),
        tuple(int(one) for one in given if one.isdigit()),
        tuple(wrong[:MOST_LOOKED_UP]),
        given,
    )


def _is_number(part: str) -> bool:
    return bool((PRISON_NUMBER.match(part.upper()) and part.isascii()) or _BOOKING.match(part))


def span_problem(earliest: date, latest: date | None) -> str:
    """What is wrong with a span of release dates; '' when nothing is."""
    if latest is None:
        return "Enter the latest release date"
    return "The latest release date must not be before the earliest" if latest < earliest else ""
