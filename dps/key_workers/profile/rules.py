"""The days a worker's profile is about, and how a figure changed. Source: key-workers.md 2.5. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from dps.key_workers.rules.figures import months_before

EARLIEST = date(1900, 1, 1)
NOT_LATER = "must not be after today"
MOST_WEEKS = timedelta(weeks=26)
BOTH_DAYS = "Enter both days of the comparison, or neither"


@dataclass(frozen=True, slots=True)
class Days:
    """From one day to another, both counted, and what they are compared with."""

    from_: date
    to: date
    compared_from: date
    compared_to: date


def usual(today: date) -> Days:
    """The last month to today, against the period of equal length before it."""
    return compared(months_before(today, 1), today)


def compared(from_: date, to: date) -> Days:
    """The comparison ends the day before `from_`, and starts the difference in days earlier."""
    last = from_ - timedelta(days=1)
    return Days(from_, to, last - (to - from_), last)


def chosen(from_: date | None, to: date | None, other: tuple[date | None, date | None], today: date) -> Days:
    """The days somebody chose, which were found right: what is missing is as usual."""
    first, last = from_ or (months_before(to, 1) if to else usual(today).from_), to or today
    days = compared(first, last)
    if other[0] and other[1]:
        return Days(first, last, other[0], other[1])
    return days


def trend_from(days: Days) -> date:
    """The first day of the weeks that are drawn: of the days chosen the last half year."""
    return max(days.from_, days.to - MOST_WEEKS)


def problems(
    from_: date | None, to: date | None, other: tuple[date | None, date | None], today: date
) -> dict[str, str]:
    """What is wrong with the days somebody chose, by field `from`, `to`, `compared_from`, `compared_to`."""
    found = {}
    days = {"from": from_, "to": to, "compared_from": other[0], "compared_to": other[1]}
    labels = {
        "from": "Date from", "to": "Date to", "compared_from": "Compare from", "compared_to": "Compare to",
    }  # fmt: skip
    for name, day in days.items():
        if day is not None and day > today:
            found[name] = f"{labels[name]} {NOT_LATER}"
        elif day is not None and day < EARLIEST:
            found[name] = f"{labels[name]} must be after {EARLIEST.year}"
    first, last = from_, to or today
    if first and first > last and "from" not in found and "to" not in found:
        found["to" if to else "from"] = "Date to must not be before date from"
    if other[0] and other[1] and other[0] > other[1] and "compared_to" not in found:
        found["compared_to"] = "Compare to must not be before compare from"
    for mine, its in (("compared_from", "compared_to"), ("compared_to", "compared_from")):
        if days[mine] and not days[its]:
            found.setdefault(its, BOTH_DAYS)
    return found


def change_words(now: Decimal | int, before: Decimal | int, unit: str = "") -> str:
    """`+3 increase`, `-0.15% decrease`, `No change`."""
    difference = now - before
    if not difference:
        return "No change"
    number = f"{difference:+.2f}" if isinstance(difference, Decimal) else f"{difference:+,}"
    return f"{number}{unit} {'increase' if difference > 0 else 'decrease'}"
