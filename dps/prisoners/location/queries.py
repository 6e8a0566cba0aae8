"""Where a person lives and has lived."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection


@dataclass(frozen=True, slots=True)
class Stay:
    """One cell, from when to when."""

    agency: str
    path: str
    started_at: datetime
    ended_at: datetime | None
    reason: str
    moved_by: str


def stays(number: str) -> list[Stay]:
    """Where a person has lived in their latest booking, newest first. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT coalesce(l.agency, ''), coalesce(l.path, ''), c.started_at, c.ended_at, c.reason, c.moved_by
                 FROM prisoners_searchrecord r JOIN prisoners_cellassignment c ON c.booking_id = r.booking_id
                 LEFT JOIN estate_location l ON l.id = c.living_unit_id
                WHERE r.person_id = %s ORDER BY c.sequence DESC""",
            [number],
        )
        return [Stay(*row) for row in cursor.fetchall()]


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Somebody in the same cell now."""

    number: str
    first_name: str
    last_name: str


def shares_with(number: str) -> list[Neighbour]:
    """Who else lives in this person's cell now, by name. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT o.person_id, o.first_name, o.last_name FROM prisoners_booking mine
                 JOIN prisoners_booking b ON b.active AND b.agency = mine.agency
                      AND b.living_unit_id = mine.living_unit_id AND b.person_id <> mine.person_id
                 JOIN estate_location l ON l.id = b.living_unit_id AND l.type = 'CELL'
                 JOIN prisoners_searchrecord o ON o.person_id = b.person_id
                WHERE mine.person_id = %s AND mine.sequence = 1 AND mine.active ORDER BY o.name_sort""",
            [number],
        )
        return [Neighbour(*row) for row in cursor.fetchall()]
