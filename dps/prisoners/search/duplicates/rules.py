"""Which records may be one person's (search.md 8). Names are folded, numbers in their canonical form."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dps.prisoners.search.keywords.rules import lenient_days
from dps.prisoners.search.rules import PRISON_NUMBER, canonical_cro, canonical_pnc, fold


@dataclass(frozen=True, slots=True)
class Supplied:
    """What is known of the person looked for. '' and None are not known."""

    number: str = ""
    pnc: str = ""
    cro: str = ""
    first_name: str = ""
    last_name: str = ""
    born: date | None = None

    @property
    def days(self) -> tuple[date, ...]:
        """The days that a birth written carelessly may mean."""
        return lenient_days(self.born) if self.born else ()


def supplied(
    *,
    number: str = "",
    pnc: str = "",
    cro: str = "",
    first_name: str = "",
    last_name: str = "",
    born: date | None = None,
) -> Supplied:
    """What was typed, in the forms records are compared in. A number of no known form is compared as it is."""
    return Supplied(
        number=number.strip().upper(),
        pnc=canonical_pnc(pnc.strip()) or pnc.strip().upper(),
        cro=canonical_cro(cro.strip()) or cro.strip().upper(),
        first_name=fold(first_name),
        last_name=fold(last_name),
        born=born,
    )


@dataclass(frozen=True, slots=True)
class Name:
    """One name of a record."""

    first: str
    last: str
    born: date | None
    working: bool


@dataclass(frozen=True, slots=True)
class Known:
    """A record that may be theirs. `numbers` are its own and those merged into it."""

    number: str
    numbers: frozenset[str]
    pncs: frozenset[str]
    cros: frozenset[str]
    names: tuple[Name, ...]


class MatchedBy(StrEnum):
    """The rule that found somebody."""

    ALL_SUPPLIED = "ALL_SUPPLIED"
    ALL_SUPPLIED_ALIAS = "ALL_SUPPLIED_ALIAS"
    HMPPS_KEY = "HMPPS_KEY"
    EXTERNAL_KEY = "EXTERNAL_KEY"
    NAME = "NAME"
    PARTIAL_NAME = "PARTIAL_NAME"
    PARTIAL_NAME_DOB_LENIENT = "PARTIAL_NAME_DOB_LENIENT"
    NOTHING = "NOTHING"


def match(given: Supplied, records: Sequence[Known]) -> tuple[list[Known], MatchedBy]:
    """The records of the first rule that fits any, and that rule."""
    rules: list[tuple[MatchedBy, Callable[[Known], bool]]] = [
        (MatchedBy.ALL_SUPPLIED, lambda r: _all(given, r, working=True)),
        (MatchedBy.ALL_SUPPLIED_ALIAS, lambda r: _all(given, r, working=False)),
        (MatchedBy.HMPPS_KEY, lambda r: bool(given.number) and given.number in r.numbers),
        (MatchedBy.EXTERNAL_KEY, lambda r: bool(given.cro) and given.cro in r.cros and _agrees(given, r)),
        (MatchedBy.EXTERNAL_KEY, lambda r: bool(given.pnc) and given.pnc in r.pncs and _agrees(given, r)),
        (MatchedBy.NAME, lambda r: _named(given, r.names, first=True, born=True)),
        (MatchedBy.PARTIAL_NAME, lambda r: _named(given, r.names, first=False, born=True)),
        (MatchedBy.PARTIAL_NAME_DOB_LENIENT, lambda r: _leniently(given, r.names)),
    ]
    for rule, agrees in rules:
        if found := [record for record in records if agrees(record)]:
            return found, rule
    return [], MatchedBy.NOTHING


def _all(given: Supplied, record: Known, *, working: bool) -> bool:
    numbers = (
        (given.number, record.numbers),
        (given.pnc, record.pncs),
        (given.cro, record.cros),
    )
    if any(value and value not in known for value, known in numbers):
        return False
    if not (given.first_name or given.last_name or given.born):
        return working and any(value for value, _ in numbers)
    return any(
        name.working is working
        and given.first_name in ("", name.first)
        and given.last_name in ("", name.last)
        and given.born in (None, name.born)
        for name in record.names
    )


def _agrees(given: Supplied, record: Known) -> bool:
    """Last name or birth agrees; a number alone may be written on the wrong record."""
    return any(
        (given.last_name and name.last == given.last_name) or (given.born is not None and name.born == given.born)
        for name in record.names
    )


def _named(given: Supplied, names: Iterable[Name], *, first: bool, born: bool) -> bool:
    if not given.last_name or (first and not given.first_name) or (born and given.born is None):
        return False
    return any(
        name.last == given.last_name
        and (not first or name.first == given.first_name)
        and (not born or name.born == given.born)
        for name in names
    )


def _leniently(given: Supplied, names: Iterable[Name]) -> bool:
    if not (given.last_name and given.first_name and given.born):
        return False
    days = given.days
    return any(name.last == given.last_name and name.first == given.first_name and name.born in days for name in names)


def possible_match(given: Supplied, record: Known) -> bool:
    """Prison number, PNC, or last name with date of birth on the main name or one alias: any of them."""
    return (
        bool(given.number and given.number in record.numbers)
        or bool(given.pnc and given.pnc in record.pncs)
        or _named(given, record.names, first=False, born=True)
    )


def problems_of_possible_match(given: Supplied, today: date) -> dict[str, str]:
    """Why these cannot be looked for: too little is known, the birth is not past, or the number is none."""
    problems: dict[str, str] = {}
    if given.born is not None and given.born >= today:
        problems["dateOfBirth"] = "Date of birth must be in the past"
    if given.number and not PRISON_NUMBER.match(given.number):
        problems["nomsNumber"] = "Enter a prison number in the form A1234CD"
    if not (given.number or given.pnc or (given.last_name and given.born)):
        problems[""] = "Give a prison number, a PNC number, or a last name with a date of birth"
    return problems


REASONS = {"PNC": "Same PNC number", "CRO": "Same CRO number", "NAME": "Same name and date of birth"}


def reasons_in_words(codes: Iterable[str]) -> str:
    """`Same PNC number; same name and date of birth`."""
    said = "; ".join(
        words.lower() if place else words
        for place, words in enumerate(words for code, words in REASONS.items() if code in set(codes))
    )
    for number in ("pnc", "cro"):
        said = said.replace(f"same {number}", f"same {number.upper()}")
    return said
