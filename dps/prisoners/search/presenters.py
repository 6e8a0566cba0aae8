"""A found person as a row: words, flags, what is linked and what is hidden."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dps.estate import queries as estate
from dps.estate.queries import Flag
from dps.estate.rules import displayed_location
from dps.prisoners.rules import access, custody, flags, names
from dps.prisoners.search.found import Found


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a result list."""

    number: str
    name: str
    linked: bool
    photo: int | None
    """The image to show; none when there is none, or none for this viewer."""
    location: str
    place: str
    """Where in the country, for a search everywhere."""
    incentive: str
    age: int | None
    born: date | None
    category_tag: str
    flags: list[Flag]
    alias: str
    why: tuple[str, ...] = ()
    """Why somebody matched, for searches that weigh."""


def rows_of(
    people: list[Found],
    viewer: access.Viewer,
    today: date,
    *,
    everywhere: bool,
    why: Mapping[str, tuple[str, ...]] | None = None,
) -> list[Row]:
    """Rows in the order given. Photos and links follow search.md 3 everywhere, and the base check in one prison."""
    rules = estate.alert_flags()
    incentives = estate.labels("IEP_LEVEL")
    rows = []
    for person in people:
        whereabouts = access.Whereabouts(person.agency, person.supporting_prison)
        withheld = custody.is_photo_withheld(person.category, frozenset(person.active_alerts))
        may_see_photo = access.may_see_photo_in_results(whereabouts, viewer)
        rows.append(
            Row(
                number=person.number,
                name=names.last_first(person.last_name, person.first_name),
                linked=access.is_linked_in_results(whereabouts, viewer, booked=person.booking_id is not None),
                photo=person.image_id if may_see_photo and not withheld else None,
                location=displayed_location(person.cell_path),
                place=place_of(person) if everywhere else "",
                incentive=incentives.get(person.incentive, person.incentive) or "Not entered",
                age=custody.age_on(person.date_of_birth, today) if person.date_of_birth else None,
                born=person.date_of_birth,
                category_tag=custody.CATEGORY_TAGS.get(person.category, ""),
                flags=flags.flags_for(person.active_alerts, rules),
                alias=names.title_case(_alias(person.alias).upper()) if person.alias else "",
                why=(why or {}).get(person.number, ()),
            )
        )
    return rows


def _alias(words: str) -> str:
    return " ".join(words.split())


def place_of(person: Found) -> str:
    """Where somebody is, in words (search.md 3)."""
    if not person.booking_id:
        return "Never in custody"
    return custody.location_description(
        in_out=person.in_out,
        agency_name=estate.agency_name(person.agency),
        movement_type=person.last_movement_type,
        movement_words=estate.label("MOVE_TYPE", person.last_movement_type),
        left=estate.agency_name(person.left_agency) if person.left_agency else "",
        hospital=estate.agency_name(person.hospital) if person.hospital else "",
    )
