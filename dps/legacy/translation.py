"""From what NOMIS holds to what is kept here. Pure: values in, values out; no database, no clock.

NOMIS knows wall-clock UK time without a zone, dates split from times, Y/N, padded text and decimal pounds
(legacy-nomis.md 1). A value that cannot be used raises `Unreadable` with the reason in plain English.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
EARLIEST_YEAR, LATEST_YEAR = 1850, 2199
Converter = Callable[..., Any]


class Unreadable(ValueError):
    """The row cannot be used; the message says why."""


class OddDate(Unreadable):
    """A date outside the years anybody could mean."""


class TooLong(Unreadable):
    """Text longer than there is room for; `cut` is as much as fits."""

    def __init__(self, length: int, cut: str) -> None:
        super().__init__(f"has {length} characters; only {len(cut)} fit")
        self.cut = cut


class NotWanted(Exception):
    """The row is well, but of a kind that this feed does not carry."""


@dataclass(frozen=True, slots=True)
class Odd:
    """A date that the database driver itself could not represent, as it was written."""

    written: str


def tidy(value: Any) -> str:
    """Text without trailing padding and without characters PostgreSQL cannot hold; '' for null."""
    if value is None:
        return ""
    if type(value) is not str:
        value = value.read() if hasattr(value, "read") else value
        value = str(value) if value is not None else ""
    if "\x00" in value:
        value = value.replace("\x00", "")
    return str(value.rstrip())


def text(limit: int) -> Converter:
    """Text of up to `limit` characters."""

    def convert(value: Any) -> str:
        found = tidy(value)
        if len(found) > limit:
            raise TooLong(len(found), found[:limit])
        return found

    return convert


def first_text(limit: int) -> Converter:
    """The first of several columns that is not empty."""
    fit = text(limit)

    def convert(*values: Any) -> str:
        for value in values:
            if found := fit(value):
                return str(found)
        return ""

    return convert


def joined_text(limit: int) -> Converter:
    """Several columns joined by a space: middle names, or first and last name."""
    fit = text(limit)
    return lambda *values: fit(" ".join(found for value in values if (found := tidy(value))))


def whole(value: Any) -> int | None:
    """A whole number; none for null. Decimals and digits in text are accepted when they are whole."""
    if type(value) is int or value is None:
        return value
    try:
        number = Decimal(str(value).strip())
        if number != number.to_integral_value():
            raise Unreadable(f"holds {value!r}, which is not a whole number")
        return int(number)
    except (InvalidOperation, OverflowError):
        raise Unreadable(f"holds {value!r}, which is not a number") from None


def whole_or(default: int) -> Converter:
    """A whole number, `default` for null."""

    def convert(value: Any) -> int:
        found = whole(value)
        return default if found is None else found

    return convert


def place_in_order(section: Any, within: Any) -> int:
    """One number to sort by: a place within a section, sections in their own order (legacy-nomis.md 1: 99 when NOMIS
    does not say)."""
    place = whole_or(99)
    return int(place(section) * 1000 + place(within))


def flag(value: Any) -> bool:
    """True for Y; null and everything else is N."""
    return value is not None and str(value).strip().upper() in ("Y", "TRUE", "1")


def pence(value: Any) -> int | None:
    """Decimal pounds as whole pence, halves away from zero; none for null."""
    if value is None:
        return None
    try:
        return int((Decimal(str(value)) * 100).quantize(Decimal(1), rounding="ROUND_HALF_UP"))
    except (InvalidOperation, OverflowError, ValueError):
        raise Unreadable(f"holds {value!r}, which is not an amount of money") from None


def pence_or_nothing(value: Any) -> int:
    """Decimal pounds as whole pence, 0 for null."""
    return pence(value) or 0


def signed_pence(amount: Any, posting: Any) -> int:
    """Decimal pounds posted as CR (in, above 0) or DR (out, below 0), as whole pence."""
    found, side = pence(amount), tidy(posting).upper()
    if found is None:
        raise Unreadable("is empty")
    if side not in ("CR", "DR"):
        raise Unreadable(f"holds {side!r}, which is neither CR nor DR")
    return found if side == "CR" else -found


def yes_or_no(value: Any) -> bool | None:
    """Y, N, or none when it does not say."""
    return {"Y": True, "N": False}.get(tidy(value).upper())


def centimetres(height_cm: Any, feet: Any, inches: Any) -> int | None:
    """A height in whole centimetres; from feet and inches when that is all there is (prisoners.md 7)."""
    found = whole(height_cm)
    if found is not None or (whole(feet) is None and whole(inches) is None):
        return found
    return _half_up(Decimal((whole(feet) or 0) * 12 + (whole(inches) or 0)) * Decimal("2.54"))


def kilograms(weight_kg: Any, pounds: Any) -> int | None:
    """A weight in whole kilograms; from pounds when that is all there is (prisoners.md 7)."""
    found, lbs = whole(weight_kg), whole(pounds)
    if found is not None or lbs is None:
        return found
    return _half_up(Decimal(lbs) / 14 * Decimal("6.35"))


def _half_up(value: Decimal) -> int:
    return int(value.quantize(Decimal(1), rounding="ROUND_HALF_UP"))


def _wall_clock(value: Any) -> datetime | None:
    """A date or moment as a naive London clock time. Raises OddDate outside 1850 to 2199."""
    if value is None:
        return None
    if isinstance(value, datetime):
        if not EARLIEST_YEAR <= value.year <= LATEST_YEAR:
            raise OddDate(f"holds {value.isoformat()[:10]}, which is no real date")
        return value if value.tzinfo is None else value.astimezone(LONDON).replace(tzinfo=None)
    if isinstance(value, date):
        if not EARLIEST_YEAR <= value.year <= LATEST_YEAR:
            raise OddDate(f"holds {value.isoformat()}, which is no real date")
        return datetime.combine(value, time())
    if isinstance(value, Odd):
        raise OddDate(f"holds {value.written}, which is no real date")
    try:
        return _wall_clock(datetime.fromisoformat(str(value).strip()))
    except OddDate:
        raise
    except ValueError:
        raise OddDate(f"holds {value!r}, which is no date") from None


def day(value: Any) -> date | None:
    """The day of a date or moment, on a London clock."""
    if type(value) is date and EARLIEST_YEAR <= value.year <= LATEST_YEAR:
        return value
    found = _wall_clock(value)
    return None if found is None else found.date()


def moment(value: Any) -> datetime | None:
    """A moment, aware. The autumn hour that happens twice is taken as the first."""
    found = _wall_clock(value)
    return None if found is None else found.replace(tzinfo=LONDON)


def _time_of_day(value: Any) -> time:
    """The clock time of a time column, whatever its day part; midnight when null or nonsense."""
    if isinstance(value, datetime):
        if value.tzinfo is not None:
            value = value.astimezone(LONDON) if value.year > 1 else value
        return time(value.hour, value.minute, value.second, value.microsecond)
    if isinstance(value, time):
        return value.replace(tzinfo=None)
    return time()


def day_and_time(day_value: Any, time_value: Any) -> datetime | None:
    """The day of the first and the clock time of the second, aware; 00:00 when the time is null."""
    on = day(day_value)
    if on is None:
        return None
    at = _time_of_day(time_value)
    return datetime(on.year, on.month, on.day, at.hour, at.minute, at.second, at.microsecond, tzinfo=LONDON)


def blob(value: Any) -> bytes | None:
    """A picture; none for null or nothing."""
    if value is not None and hasattr(value, "read"):
        value = value.read()
    return bytes(value) if value else None


def always(constant: Any) -> Converter:
    """The same value whatever the row holds."""
    return lambda *_: constant


def among(codes: dict[str, str]) -> Converter:
    """Our word for a code; other codes are not carried."""

    def convert(value: Any) -> str:
        found = codes.get(tidy(value).removesuffix(".0"))
        if found is None:
            raise NotWanted
        return found

    return convert


def only(*codes: str) -> Converter:
    """The code itself when it is one of `codes`; others are not carried."""
    return among({code: code for code in codes})


def key_dates(names: Sequence[str], only_overridden: Sequence[str]) -> Converter:
    """{"CRD": [calculated, overridden], ...} as JSON text from calculated and overridden columns in turn, then the
    only overridden ones. Absent dates are left out; an odd one too."""

    def iso(value: Any) -> str | None:
        try:
            found = day(value)
        except OddDate:
            return None
        return found.isoformat() if found else None

    def convert(*values: Any) -> str:
        dates: dict[str, list[str | None]] = {}
        for position, name in enumerate(names):
            pair = [iso(values[2 * position]), iso(values[2 * position + 1])]
            if pair != [None, None]:
                dates[name] = pair
        for name, value in zip(only_overridden, values[2 * len(names) :], strict=True):
            if overridden := iso(value):
                dates[name] = [None, overridden]
        return json.dumps(dates, sort_keys=True)

    return convert


@dataclass(frozen=True, slots=True)
class Step:
    """One value of the row to be made: `convert` applied to the values at `positions`; `names` are theirs in NOMIS."""

    convert: Converter
    positions: tuple[int, ...]
    names: tuple[str, ...]
    needed: bool = False


@dataclass(frozen=True, slots=True)
class Translated:
    """What to store, and what was changed to make it fit, in plain English."""

    values: tuple[Any, ...]
    notes: tuple[str, ...] = ()


def translate(steps: Sequence[Step], row: Sequence[Any]) -> Translated:
    """Make the row to store. Raises Unreadable, or NotWanted when the feed does not carry it."""
    try:
        values = []
        for step in steps:
            positions = step.positions
            value = (
                step.convert(row[positions[0]])
                if len(positions) == 1
                else step.convert(*[row[position] for position in positions])
            )
            if step.needed and (value is None or value == ""):
                raise Unreadable("is empty")
            values.append(value)
    except Unreadable:
        return _translate_with_care(steps, row)
    return Translated(tuple(values))


def _translate_with_care(steps: Sequence[Step], row: Sequence[Any]) -> Translated:
    """As `translate`, for a row with something wrong: cut what is too long, leave out odd dates that may be absent."""
    values: list[Any] = []
    notes: list[str] = []
    for step in steps:
        name = " and ".join(name.upper() for name in step.names)
        try:
            value = step.convert(*[row[position] for position in step.positions])
            if step.needed and (value is None or value == ""):
                raise Unreadable("is empty")
        except TooLong as problem:
            value = problem.cut
            notes.append(f"{name} {problem}: the rest was left out")
        except OddDate as problem:
            if step.needed:
                raise Unreadable(f"{name} {problem}") from None
            value = None
            notes.append(f"{name} {problem}: left out")
        except Unreadable as problem:
            raise Unreadable(f"{name} {problem}") from None
        values.append(value)
    return Translated(tuple(values), tuple(notes))
