"""What an address may be, and how its boxes are kept. Source: prisoners.md 5 and 7, legacy-nomis.md 2."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Where(StrEnum):
    """The three kinds of address."""

    UK = "uk"
    OVERSEAS = "overseas"
    NO_FIXED = "no-fixed"


class Use(StrEnum):
    """What an address is for."""

    BOTH = "both"
    PRIMARY = "primary"
    POSTAL = "postal"
    NEITHER = "neither"


MOST = {"flat": 30, "building": 50, "number": 4, "line1": 60, "line2": 35}
"""Characters of the boxes."""
MOST_OVERSEAS_POSTCODE = 10
_LABELS = {
    "flat": "Flat or unit",
    "building": "House or building name",
    "number": "House number",
    "line1": "Address line 1",
    "line2": "Address line 2",
}
_BYTES = {"flat": 30, "premise": 50, "street": 160, "locality": 70, "postcode": 12}
"""What NOMIS holds."""
_BOX_OF = {"premise": "building", "street": "line1", "locality": "line2"}
_POSTCODE = re.compile(
    r"(GIR0AA|(?:[A-PR-UWYZ](?:[0-9]{1,2}|[A-HK-Y][0-9]|[A-HK-Y][0-9][0-9ABEHMNPRV-Y]|[0-9][A-HJKPS-UW]))"
    r"[0-9][ABD-HJLNP-UW-Z]{2})\Z"
)
_NUMBER = re.compile(r"[0-9]{1,4}\Z|[0-9]{1,3}[A-Za-z]\Z")


@dataclass(frozen=True, slots=True)
class Place:
    """An address as its boxes say it. `town`, `county` and `country` are codes."""

    where: Where
    flat: str = ""
    building: str = ""
    number: str = ""
    line1: str = ""
    line2: str = ""
    town: str = ""
    county: str = ""
    postcode: str = ""
    country: str = ""


def uk_postcode(typed: str) -> str | None:
    """A full UK postcode as `LS12 2TJ`, spaced as it may be; None for anything else."""
    compact = re.sub(r"\s", "", typed).upper() if typed.isascii() else ""
    return f"{compact[:-3]} {compact[-3:]}" if _POSTCODE.match(compact) else None


def as_kept(place: Place) -> dict[str, str]:
    """The columns of an address. NOMIS has no box for the number: it goes before the street, or alone as the house."""
    if place.where is Where.NO_FIXED:
        return {"flat": "", "premise": "", "street": "", "locality": "", "postcode": ""} | _codes(place)
    number_first = place.building or not place.number
    return {
        "flat": place.flat,
        "premise": place.building if number_first else place.number,
        "street": " ".join(part for part in (place.number if place.building else "", place.line1) if part),
        "locality": place.line2,
        "postcode": (uk_postcode(place.postcode) if place.where is Where.UK else None) or place.postcode.upper(),
    } | _codes(place)


def _codes(place: Place) -> dict[str, str]:
    return {"town": place.town, "county": place.county, "country": place.country}


def as_typed(kept: Mapping[str, str], where: Where) -> Place:
    """The boxes of an address that is kept."""
    is_number = bool(_NUMBER.match(kept["premise"]))
    return Place(
        where,
        flat=kept["flat"],
        building="" if is_number else kept["premise"],
        number=kept["premise"] if is_number else "",
        line1=kept["street"],
        line2=kept["locality"],
        town=kept["town"],
        county=kept["county"],
        postcode=kept["postcode"],
        country=kept["country"],
    )


def problems(place: Place, before: Place | None = None) -> dict[str, str]:
    """What is wrong with the words of an address, by box. What is as it was `before` is not asked again."""
    found: dict[str, str] = {}
    for name, most in MOST.items():
        value: str = getattr(place, name)
        if len(value) > most and (before is None or value != getattr(before, name)):
            found[name] = f"{_LABELS[name]} must be {most} characters or fewer"
    if not place.country:
        found["country"] = "Choose a country"
    if place.where is Where.NO_FIXED:
        return found
    if not (place.building or place.number or place.line1 or place.flat):
        found["building"] = "Enter a house, a building, a number or a street"
    if place.postcode and (before is None or place.postcode != before.postcode):
        if place.where is Where.UK and uk_postcode(place.postcode) is None:
            found["postcode"] = "Enter a full UK postcode, such as LS12 2TJ"
        elif len(place.postcode) > MOST_OVERSEAS_POSTCODE:
            found["postcode"] = f"Postcode must be {MOST_OVERSEAS_POSTCODE} characters or fewer"
    for column, value in as_kept(place).items():
        box = _BOX_OF.get(column, column)
        if column in _BYTES and box not in found and len(value.encode()) > _BYTES[column]:
            found[box] = "This is too long for NOMIS: shorten it, or use letters without accents"
    return found


def start_problem(started_on: date, today: date) -> str:
    """What is wrong with the day somebody began to live there."""
    return "The date must be today or in the past" if started_on > today else ""


def end_problem(started_on: date | None, ended_on: date, today: date) -> str:
    """What is wrong with the day somebody ceased to live there."""
    if ended_on > today:
        return "The date must be today or in the past"
    if started_on is not None and ended_on < started_on:
        return "The date must not be before the day they began to live there"
    return ""


def is_past(ended_on: date | None, today: date) -> bool:
    """Whether an address is one of the past on `today`."""
    return ended_on is not None and ended_on <= today


def usage_problem(wanted: Collection[str], kept: Collection[str], offered: Collection[str]) -> str:
    """What is wrong with what an address is said to be for. What it is for already may stay, though it is no longer
    offered."""
    return "" if set(wanted) <= {*kept, *offered} else "What the address is for: choose from the list"


def use_of(*, primary: bool, postal: bool) -> Use:
    """What an address is for."""
    if primary:
        return Use.BOTH if postal else Use.PRIMARY
    return Use.POSTAL if postal else Use.NEITHER


def is_primary(use: Use) -> bool:
    """Whether it is where they chiefly live."""
    return use in (Use.BOTH, Use.PRIMARY)


def is_postal(use: Use) -> bool:
    """Whether letters go there."""
    return use in (Use.BOTH, Use.POSTAL)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the finder looks for: the beginning of a postcode without spaces, or words."""

    postcode: str = ""
    words: str = ""


_BEGINNING = re.compile(r"[A-Z]{1,2}[0-9][0-9A-Z]?(?:[0-9][A-Z]{0,2})?\Z")
FEWEST_LETTERS = 3


def read_wanted(typed: str) -> Wanted:
    """A postcode, whole or begun, if it looks like one; else words."""
    compact = re.sub(r"\s", "", typed).upper()
    if compact.isascii() and (_POSTCODE.match(compact) or _BEGINNING.match(compact)):
        return Wanted(postcode=compact)
    return Wanted(words=" ".join(typed.split()))


def is_enough(wanted: Wanted) -> bool:
    """Whether there is enough to look for, so that not half the country is found."""
    return bool(wanted.postcode) or len(re.sub(r"[\W_]", "", wanted.words)) >= FEWEST_LETTERS
