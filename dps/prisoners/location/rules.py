"""Stays in cells, who shared one, and what to watch for where people share. Sources: prisoners.md 4, 5 and 10."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

LONGEST_BREAK = timedelta(days=1)
"""Longer out of every cell of a prison is not the same stay in it."""
HIGH = "HI"


@dataclass(frozen=True, slots=True)
class Stay:
    """One cell, from when to when. `ended_at` is none for where they are now, and where the record lacks it."""

    id: int
    booking_id: int
    agency: str
    path: str
    started_at: datetime
    ended_at: datetime | None
    reason: str = ""
    moved_by: str = ""


def unbroken(stays: Sequence[Stay]) -> list[list[Stay]]:
    """Stays, newest first, in groups that are one unbroken time in one prison, in one booking."""
    groups: list[list[Stay]] = []
    for stay in stays:
        later = groups[-1][-1] if groups else None
        if later and (later.agency, later.booking_id) == (stay.agency, stay.booking_id) and not _apart(stay, later):
            groups[-1].append(stay)
        else:
            groups.append([stay])
    return groups


def _apart(earlier: Stay, later: Stay) -> bool:
    return earlier.ended_at is not None and later.started_at - earlier.ended_at > LONGEST_BREAK


def overlap(
    mine: tuple[datetime, datetime | None], theirs: tuple[datetime, datetime | None]
) -> tuple[datetime, datetime | None] | None:
    """From when to when both were in a cell; no end while both are there; none when they never met."""
    starts = max(mine[0], theirs[0])
    ends = min((end for end in (mine[1], theirs[1]) if end is not None), default=None)
    return None if ends is not None and ends <= starts else (starts, ends)


def how_near(mine: str, theirs: str) -> str:
    """`cell`, `landing`, `wing` or '' of two paths in one prison: A-1-001 and A-1-002 are on one landing."""
    one, other = mine.split("-"), theirs.split("-")
    if not mine or not theirs or one[0] != other[0]:
        return ""
    if one == other:
        return "cell"
    return "landing" if len(one) > 2 and len(other) > 2 and one[:-1] == other[:-1] else "wing"


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Somebody in the same cell."""

    number: str
    name: str
    csra: str
    flags: tuple[str, ...] = ()
    """Words of their alert flags."""


@dataclass(frozen=True, slots=True)
class KeptApart:
    """Somebody the person must be kept apart from, held in the same prison. `path` is their cell."""

    number: str
    name: str
    path: str
    restriction: str
    """In words, as in `Do Not Locate on Same Landing`."""


def warnings(
    name: str, csra: str, path: str, neighbours: Sequence[Neighbour], apart: Sequence[KeptApart], places: int | None
) -> list[str]:
    """What to look at where this person lives, the gravest first; none when there is nothing to say.

    `places` is the working capacity of the cell, none when it is not known or no cell.
    """
    said = []
    if neighbours:
        high = [name] if csra == HIGH else []
        high += [one.name for one in neighbours if one.csra == HIGH]
        said += [f"{who} has a high cell sharing risk and is sharing a cell." for who in high]
    order = ("cell", "landing", "wing")
    near = [(how_near(path, one.path), one) for one in apart]
    for distance, one in sorted((pair for pair in near if pair[0]), key=lambda pair: order.index(pair[0])):
        said.append(
            f"{one.name} lives {'in' if distance == 'cell' else 'on'} the same {distance}, {one.path}, and must be "
            f"kept apart from {name}" + (f": {one.restriction}." if one.restriction else ".")
        )
    if places is not None and neighbours and len(neighbours) + 1 > places:
        said.append(f"{len(neighbours) + 1} people live in this cell; it has room for {places}.")
    said += [f"{one.name} shares this cell and has alerts: {', '.join(one.flags)}." for one in neighbours if one.flags]
    return said
