"""Contacts in words."""

from collections.abc import Iterable, Mapping
from typing import Any

from dps.estate import queries as estate
from dps.prisoners.rules.names import full_name

ROLES = {"next_of_kin": "Next of kin", "emergency": "emergency contact"}


def name_words(values: Mapping[str, Any]) -> str:
    """The whole name in title case."""
    return full_name(f"{values['first_name']} {values['middle_names']}".strip(), values["last_name"])


def role_words(values: Mapping[str, Any]) -> str:
    """Next of kin, emergency contact, or both."""
    said = " and ".join(words for name, words in ROLES.items() if values[name])
    return said[:1].upper() + said[1:]


def address_line(address: Mapping[str, Any]) -> str:
    """One address in one line."""
    if address.get("no_fixed_address"):
        return "No fixed address"
    town = estate.label("CITY", address["town"]) if address["town"] else ""
    county = estate.label("COUNTY", address["county"]) if address["county"] else ""
    parts = [address["flat"], address["premise"], address["street"], address["locality"], town, county]
    return ", ".join(part for part in [*parts, address["postcode"]] if part)


def phone_line(phone: Mapping[str, Any]) -> str:
    """One phone in one line."""
    extension = f" extension {phone['extension']}" if phone["extension"] else ""
    return f"{estate.label('PHONE_USAGE', phone['type'])}: {phone['number']}{extension}"


def lines(contact: Mapping[str, Any]) -> str:
    """A contact of the section, a line each."""
    said: Iterable[str] = [
        ". ".join(
            [role_words(contact), estate.label("RELATIONSHIP", contact["relationship"]) or "Relationship not entered"]
        ),
        *[address_line(one) for one in contact["addresses"] or []],
        *[phone_line(one) for one in contact["phones"] or []],
        *(contact["emails"] or []),
    ]
    return "\n".join(line for line in said if line)


def described(key: str, values: Mapping[str, Any]) -> str:
    """One state of a contact in words."""
    said = [name_words(values), role_words(values), estate.label("RELATIONSHIP", values["relationship"])]
    said += ["ended"] if not values["active"] else []
    return ", ".join(part for part in said if part)
