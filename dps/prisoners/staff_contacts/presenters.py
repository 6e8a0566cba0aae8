"""Who works with a person, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dps.estate import queries as estate
from dps.prisoners.models import Address, Phone
from dps.prisoners.rules import names
from dps.prisoners.staff_contacts import queries, rules

NOBODY = "Not assigned"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the page: a role, who has it, and how they are reached."""

    role: str
    name: str
    address: str = ""
    phones: str = ""
    emails: str = ""
    comment: str = ""


def contacts(found: Sequence[rules.Contact], reached: Mapping[int | None, queries.Reached]) -> list[Row]:
    """Everybody else in order, then the roles nobody has."""
    rows = []
    for one in found:
        ways = reached.get(one.contact_person_id, queries.Reached())
        rows.append(
            Row(
                rules.EXPECTED.get(one.relationship, one.words),
                names.full_name(one.first_name, one.last_name) or "Not named",
                _address(ways.addresses[0]) if ways.addresses else "",
                ", ".join(_phone(phone) for phone in ways.phones),
                ", ".join(ways.emails),
                one.comment,
            )
        )
    return [*rows, *(Row(words, NOBODY) for words in rules.nobody_as(found))]


def _address(one: Address) -> str:
    if one.no_fixed_address:
        return "No fixed address"
    parts = [one.flat, one.premise, one.street, one.locality, estate.label("CITY", one.town), one.postcode]
    return ", ".join(part for part in parts if part)


def _phone(one: Phone) -> str:
    return one.number + (f" extension {one.extension}" if one.extension else "")
