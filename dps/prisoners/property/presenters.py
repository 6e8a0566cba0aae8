"""Property in words."""

from collections.abc import Iterable
from dataclasses import dataclass

from dps.estate import queries as estate
from dps.estate.rules import displayed_location
from dps.prisoners.property.queries import Container

CONTAINERS = "PPTY_CNTNR"
NOT_ENTERED = "Not entered"


@dataclass(frozen=True, slots=True)
class Row:
    """One box or bag as a page shows it."""

    container: str
    seal_mark: str
    location: str


def container_words(code: str) -> str:
    """What it is: Bulk, Valuables; the code itself when unknown."""
    return estate.label(CONTAINERS, code) or NOT_ENTERED


def location_words(location_id: int | None, place: str, prison: str) -> str:
    """Where it stands and in which prison: property stays behind when people move."""
    if location_id is None:
        return NOT_ENTERED
    return f"{displayed_location(place)}, {estate.agency_name(prison)}" if place else "Not known"


def rows(found: Iterable[Container]) -> list[Row]:
    """What the section lists: by type, then seal (prisoners.md 4)."""
    kept = [
        Row(
            container_words(one.container),
            one.seal_mark or NOT_ENTERED,
            location_words(one.location_id, one.place, one.prison),
        )
        for one in found
    ]
    return sorted(kept, key=lambda row: (row.container, row.seal_mark, row.location))
