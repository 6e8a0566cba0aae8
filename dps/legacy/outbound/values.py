"""From what is kept here to what NOMIS holds. Pure: the values of a change, as JSON has them, to column values.

NOMIS counts text in bytes of UTF-8, knows Y and N, keeps dates as wall clock in London and names in capitals
(legacy-nomis.md 1). What is written and what is read are brought into one form, so that they can be compared.
"""

from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from dps.legacy.translation import LONDON, tidy

Form = Callable[[Any], Any]
"""Brings a value, ours or NOMIS's, into the form that NOMIS holds; none for nothing."""


def cut(words: str, size: int) -> str:
    """The beginning of `words` that fits into `size` bytes of UTF-8, ending between two characters."""
    held = words.encode()
    return words if len(held) <= size else held[:size].decode(errors="ignore").rstrip()


def text(size: int) -> Form:
    """Text of up to `size` bytes."""

    def form(value: Any) -> str | None:
        return cut(tidy(value), size) or None

    return form


def capitals(size: int) -> Form:
    """Text in capitals of up to `size` bytes."""

    def form(value: Any) -> str | None:
        return cut(tidy(value).upper(), size) or None

    return form


def flag(value: Any) -> str:
    """Y or N; nothing is N."""
    if isinstance(value, bool):
        return "Y" if value else "N"
    return "Y" if tidy(value).upper() == "Y" else "N"


def yes_or_no(value: Any) -> str | None:
    """Y, N, or none when it is not said."""
    if value is None or value == "":
        return None
    return flag(value)


def whole(value: Any) -> int | None:
    """A whole number."""
    if value is None or value == "":
        return None
    return int(Decimal(str(value)))


def hundredths(value: Any) -> Decimal | None:
    """A number with two places."""
    if value is None or value == "":
        return None
    return Decimal(str(value)).quantize(Decimal("0.01"))


def day(value: Any) -> datetime | None:
    """A day, at midnight."""
    found = moment(value)
    return datetime.combine(found.date(), time()) if found else None


def moment(value: Any) -> datetime | None:
    """A moment as a London clock shows it, to the second."""
    if value is None or value == "":
        return None
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    elif not isinstance(value, datetime):
        value = datetime.combine(value, time()) if isinstance(value, date) else datetime.fromisoformat(str(value))
    if value.tzinfo is not None:
        value = value.astimezone(LONDON).replace(tzinfo=None)
    found: datetime = value.replace(microsecond=0)
    return found


def split_names(value: Any, size: int = 35) -> tuple[str | None, str | None]:
    """Middle names in two boxes of `size` bytes: as many whole names as fit into the first, the rest in the second."""
    words = tidy(value).upper().split()
    first: list[str] = []
    while words and len(" ".join([*first, words[0]]).encode()) <= size:
        first.append(words.pop(0))
    if words and not first:
        return cut(words[0], size) or None, cut(" ".join(words[1:]), size) or None
    return " ".join(first) or None, cut(" ".join(words), size) or None


def feet_and_inches(centimetres: Any) -> tuple[int | None, int | None]:
    """A height in feet and whole inches."""
    if centimetres is None:
        return None, None
    inches = int((Decimal(int(centimetres)) / Decimal("2.54")).quantize(Decimal(1), rounding="ROUND_HALF_UP"))
    return divmod(inches, 12)


def pounds(kilograms: Any) -> int | None:
    """A weight in whole pounds."""
    if kilograms is None:
        return None
    return int((Decimal(int(kilograms)) / Decimal("6.35") * 14).quantize(Decimal(1), rounding="ROUND_HALF_UP"))


def as_shown(value: Any) -> Any:
    """A NOMIS value as JSON and people can have it."""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else str(value)
    return value
