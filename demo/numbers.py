"""Prison numbers, PNC and CRO with the right check letters (search.md 1, legacy-nomis.md 2)."""

from datetime import date
from random import Random

FIRST = "ACDEFGHJKLMNPQRTVWXYZ"
CHECK = "ZABCDEFGHJKLMNPQRTUVWXY"
_ALL = len(FIRST) ** 3 * 9999
_STRIDE = 7_368_787


def prison_number(index: int) -> str:
    """The number of the `index`th person: every index has its own, and neighbours do not look alike."""
    place = (index * _STRIDE + 4_242) % _ALL
    rest, digits = divmod(place, 9999)
    rest, last = divmod(rest, len(FIRST))
    first, middle = divmod(rest, len(FIRST))
    return f"{FIRST[first]}{digits + 1:04d}{FIRST[middle]}{FIRST[last]}"


def pnc(chance: Random, year: int) -> str:
    """A PNC first issued in `year`, in one of the ways it is written."""
    serial = chance.randrange(1, 900_000)
    letter = CHECK[int(f"{year % 100:02d}{serial:07d}") % 23]
    return f"{year}/{serial:07d}{letter}" if chance.random() < 0.6 else f"{year % 100:02d}/{serial}{letter}"


def cro(chance: Random, year: int) -> str:
    """A CRO number."""
    serial = chance.randrange(1, 480_000)
    letter = CHECK[int(f"{year % 100:02d}{serial:06d}") % 23]
    return f"{serial}/{year % 100:02d}{letter}"


def national_insurance(chance: Random) -> str:
    """A National Insurance number of the right form."""
    letters = f"{chance.choice('ABCEHJKLMPRSTWXYZ')}{chance.choice('ABCEHJKLMPRSTWXYZ')}"
    if letters in ("BG", "GB", "KN", "NK", "NT", "TN", "ZZ"):
        letters = "JY"
    return f"{letters}{chance.randrange(100_000, 999_999)}{chance.choice('ABCD')}"


def driving_licence(chance: Random, last: str, born: date) -> str:
    """A driving licence number that agrees with name and birth."""
    name = "".join(letter for letter in last if letter.isalpha())[:5].ljust(5, "9")
    return (
        f"{name}{born.year // 10 % 10}{born:%m%d}{born.year % 10}{chance.choice('ABJKMS')}99{chance.choice('ABCDEF')}AA"
    )
