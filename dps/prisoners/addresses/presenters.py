"""Addresses in words."""

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from dps.estate import queries as estate
from dps.platform import local_time
from dps.prisoners.addresses.rules import Place, Where, as_kept

TOWN, COUNTY, COUNTRY = "CITY", "COUNTY", "COUNTRY"
USAGE_LISTS = ("ADDRESS_TYPE", "ADDR_TYPE")
"""What an address may be for: NOMIS's list, else the one of reference-data.md."""
_NUMBER = re.compile(r"[0-9]+[A-Za-z]?\Z")


def lines(values: Mapping[str, Any]) -> list[str]:
    """An address line by line."""
    premise, street = values["premise"], values["street"]
    house = [f"{premise} {street}".strip()] if _NUMBER.match(premise) else [premise, street]
    found = [
        "No fixed address" if values["no_fixed_address"] else "",
        values["flat"],
        *house,
        values["locality"],
        estate.label(TOWN, values["town"]),
        estate.label(COUNTY, values["county"]),
        values["postcode"],
        estate.label(COUNTRY, values["country"]),
    ]
    return [line for line in found if line]


def in_one_line(values: Mapping[str, Any]) -> str:
    """An address with commas."""
    return ", ".join(lines(values))


COLUMNS = ("flat", "premise", "street", "locality", "town", "county", "country", "postcode")


def known_in_one_line(found: object) -> str:
    """An address that the finder found."""
    return in_one_line({name: getattr(found, name) for name in COLUMNS} | {"no_fixed_address": False})


def typed_in_one_line(place: Place) -> str:
    """An address as its boxes say it."""
    return in_one_line(as_kept(place) | {"no_fixed_address": place.where is Where.NO_FIXED})


def typed_in_words(place: Place, usages: Collection[str]) -> str:
    """An address as its boxes say it, and what it is for."""
    return ". ".join(part for part in (typed_in_one_line(place), used_for(usages)) if part)


def end_in_words(values: Mapping[str, Any]) -> str:
    """`They live there`, or until when they did."""
    ended = values["ended_on"]
    return f"Living there until {local_time.long_date(ended)}" if ended else "They live there"


def use_in_words(values: Mapping[str, Any]) -> str:
    """`Primary and postal address`."""
    if values["primary"]:
        return "Primary and postal address" if values["postal"] else "Primary address"
    return "Postal address" if values["postal"] else "Other address"


def usage_words(code: str) -> str:
    """What an address is for; the code itself when unknown."""
    return next((found for domain in USAGE_LISTS if (found := estate.label(domain, code)) != code), code)


def used_for(codes: Collection[str]) -> str:
    """`Used for: Curfew Order, Home`; '' when nothing is said."""
    return f"Used for: {', '.join(sorted(map(usage_words, codes)))}" if codes else ""


def since(values: Mapping[str, Any]) -> str:
    """`from 1 March 2026 to 4 May 2026`; '' when neither is known."""
    started, ended = _day(values["started_on"]), _day(values["ended_on"])
    return " ".join(
        part
        for part in (
            f"from {local_time.long_date(started)}" if started else "",
            f"to {local_time.long_date(ended)}" if ended else "",
        )
        if part
    )


def state_in_words(_key: str, values: Mapping[str, Any]) -> str:
    """One state of an address for the history."""
    said = (in_one_line(values), use_in_words(values).lower(), since(values))
    used = used_for(values.get("usages") or [])
    return ", ".join(part for part in (*said, used[:1].lower() + used[1:]) if part)


def phones_in_words(phones: Sequence[Mapping[str, Any]]) -> str:
    """The telephones of an address."""
    return "; ".join(
        f"{estate.label('PHONE_USAGE', one['type'])} {one['number']}"
        f"{' extension ' + one['extension'] if one['extension'] else ''}"
        for one in phones
    )


def _day(value: date | str | None) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value
