"""A person's location in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dps.estate import queries as estate
from dps.estate.rules import displayed_location, is_temporary
from dps.prisoners.location import queries, rules
from dps.prisoners.rules import flags, names
from dps.prisoners.rules.access import Viewer, may_open


@dataclass(frozen=True, slots=True)
class Row:
    """One earlier stay. `details` is its id, none for what is no real cell."""

    location: str
    moved_in: datetime
    moved_by: str
    moved_out: datetime | None
    reason: str
    details: int | None


@dataclass(frozen=True, slots=True)
class InPrison:
    """An unbroken time in one prison, newest stay first. `until` is none while it lasts."""

    prison: str
    since: datetime
    until: datetime | None
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class Shared:
    """Somebody who shares or shared a cell; linked only for those who may open them."""

    number: str
    name: str
    linked: bool
    since: datetime | None = None
    until: datetime | None = None


def earlier(stays: Sequence[rules.Stay], *, without_now: bool) -> list[InPrison]:
    """Earlier stays by prison. The stay of now is left out of its prison, whose time still begins with it."""
    shown = []
    for place, group in enumerate(rules.unbroken(stays)):
        now = without_now and place == 0
        rows = [_row(stay) for stay in (group[1:] if now else group)]
        if rows:
            prison = estate.agency_name(group[0].agency) or "Not known"
            shown.append(InPrison(prison, group[-1].started_at, None if now else group[0].ended_at, rows))
    return shown


def _row(stay: rules.Stay) -> Row:
    reasons = estate.labels("CELL_MOVE_RSN")
    return Row(
        displayed_location(stay.path) or "Not known",
        stay.started_at,
        stay.moved_by,
        stay.ended_at,
        reasons.get(stay.reason, stay.reason),
        None if is_temporary(stay.path) or not stay.path else stay.id,
    )


def sharing(people: Sequence[queries.Sharer], viewer: Viewer) -> list[Shared]:
    """Who shares a cell now."""
    return [Shared(one.number, _name(one), may_open(one.whereabouts, viewer)) for one in people]


def shared(stay: rules.Stay, people: Sequence[queries.Sharer], viewer: Viewer) -> list[Shared]:
    """Who was in the cell during a stay, and in which days of it."""
    found = []
    for one in people:
        both = rules.overlap((stay.started_at, stay.ended_at), (one.started_at or stay.started_at, one.ended_at))
        if both is not None:
            found.append(Shared(one.number, _name(one), may_open(one.whereabouts, viewer), *both))
    return found


def _name(one: "queries.Sharer | queries.Apart") -> str:
    return names.last_first(one.last_name, one.first_name)


def warnings(
    record: Mapping[str, Any], cell: queries.Cell, sharers: Sequence[queries.Sharer], apart: Sequence[queries.Apart]
) -> list[str]:
    """What to watch for where the person of a header row lives."""
    known = estate.alert_flags()
    neighbours = [
        rules.Neighbour(
            one.number, _name(one), one.csra, tuple(flag.label for flag in flags.flags_for(one.alert_codes, known))
        )
        for one in sharers
    ]
    people = [
        rules.KeptApart(one.number, _name(one), one.path, estate.label("NON_ASSO_TYP", one.restriction))
        for one in apart
    ]
    return rules.warnings(
        names.last_first(record["last_name"], record["first_name"]),
        record["csra"],
        cell.path if cell.type == "CELL" else "",
        neighbours,
        people,
        cell.places if cell.type == "CELL" else None,
    )
