"""Where a person lives and has lived, and with whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from dps.prisoners.location.rules import Stay
from dps.prisoners.rules.access import Whereabouts

_STAYS = """
SELECT c.id, c.booking_id, coalesce(l.agency, ''), coalesce(l.path, ''), c.started_at,
       coalesce(c.ended_at, lead(c.started_at) OVER (PARTITION BY c.booking_id ORDER BY c.sequence), b.ended_at),
       c.reason, coalesce(nullif(trim(a.first_name || ' ' || a.last_name), ''), c.moved_by)
  FROM prisoners_booking b JOIN prisoners_cellassignment c ON c.booking_id = b.id
  LEFT JOIN estate_location l ON l.id = c.living_unit_id
  LEFT JOIN identity_account a ON a.username = c.moved_by
 WHERE b.person_id = %s ORDER BY b.sequence, c.sequence DESC
"""


def stays(number: str) -> list[Stay]:
    """Where a person has lived in all their bookings, newest first. One statement.

    A stay whose end is not recorded ended when the next began, or with the booking.
    """
    with connection.cursor() as cursor:
        cursor.execute(_STAYS, [number])
        return [Stay(*row) for row in cursor.fetchall()]


@dataclass(frozen=True, slots=True)
class Cell:
    """Where somebody lives now, by their booking. `places` is its working capacity."""

    id: int
    agency: str
    path: str
    type: str
    places: int | None


def cell_of(booking_id: int | None) -> Cell | None:
    """The living unit of an active booking; none outside. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT l.id, l.agency, l.path, l.type, coalesce(l.operational_capacity, l.capacity)
                 FROM prisoners_booking b JOIN estate_location l ON l.id = b.living_unit_id
                WHERE b.id = %s AND b.active""",
            [booking_id],
        )
        row = cursor.fetchone()
        return Cell(*row) if row else None


@dataclass(frozen=True, slots=True)
class Sharer:
    """Somebody who lives in a cell, or lived there in the same time."""

    number: str
    first_name: str
    last_name: str
    whereabouts: Whereabouts
    csra: str = ""
    alert_codes: Sequence[str] = ()
    started_at: datetime | None = None
    ended_at: datetime | None = None


def shares_with(number: str, cell: Cell | None, today: date) -> list[Sharer]:
    """Who else lives in a cell now, by name, with their active alerts. One statement; nobody shares what is no cell."""
    if cell is None or cell.type != "CELL":
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT o.person_id, o.first_name, o.last_name, o.agency, o.supporting_prison, o.csra,
                      ARRAY(SELECT DISTINCT code FROM prisoners_alert x
                             WHERE x.person_id = o.person_id AND x.deleted_at IS NULL
                               AND (x.active_to IS NULL OR x.active_to > %s) ORDER BY code)
                 FROM prisoners_booking b JOIN prisoners_searchrecord o ON o.person_id = b.person_id
                WHERE b.active AND b.agency = %s AND b.living_unit_id = %s AND b.person_id <> %s
                ORDER BY o.name_sort""",
            [today, cell.agency, cell.id, number],
        )
        return [
            Sharer(other, first, last, Whereabouts(agency, supports), csra, codes)
            for other, first, last, agency, supports, csra, codes in cursor.fetchall()
        ]


def shared_then(number: str, stay_id: int, starts: datetime, ends: datetime | None) -> list[Sharer]:
    """Who else was in the cell of a stay between two moments, in order of coming. One statement."""
    values: dict[str, Any] = {"number": number, "stay": stay_id, "starts": starts, "ends": ends}
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT o.person_id, o.first_name, o.last_name, o.agency, o.supporting_prison, c.started_at, c.ends
                 FROM prisoners_cellassignment mine
                 JOIN LATERAL (
                   SELECT t.booking_id, t.started_at, b.person_id,
                          coalesce(t.ended_at, (SELECT min(n.started_at) FROM prisoners_cellassignment n
                                   WHERE n.booking_id = t.booking_id AND n.sequence > t.sequence), b.ended_at) AS ends
                     FROM prisoners_cellassignment t JOIN prisoners_booking b ON b.id = t.booking_id
                    WHERE t.living_unit_id = mine.living_unit_id AND b.person_id <> %(number)s
                      AND (%(ends)s::timestamptz IS NULL OR t.started_at < %(ends)s)) c
                   ON c.ends IS NULL OR c.ends > %(starts)s
                 JOIN prisoners_searchrecord o ON o.person_id = c.person_id
                WHERE mine.id = %(stay)s ORDER BY c.started_at, o.name_sort""",
            values,
        )
        return [
            Sharer(other, first, last, Whereabouts(agency, supports), started_at=began, ended_at=ended)
            for other, first, last, agency, supports, began, ended in cursor.fetchall()
        ]


@dataclass(frozen=True, slots=True)
class Apart:
    """Somebody of the same prison the person must be kept apart from."""

    number: str
    first_name: str
    last_name: str
    path: str
    restriction: str


def kept_apart(number: str, prison: str, today: date) -> list[Apart]:
    """Non-associations in force with people held in `prison`, by name. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT DISTINCT ON (o.name_sort, o.person_id) o.person_id, o.first_name, o.last_name, o.cell_path,
                      n.restriction
                 FROM prisoners_nonassociation n JOIN prisoners_searchrecord o ON o.person_id = n.other_id
                WHERE n.person_id = %s AND o.agency = %s AND (n.effective_on IS NULL OR n.effective_on <= %s)
                  AND (n.expires_on IS NULL OR n.expires_on > %s) ORDER BY o.name_sort, o.person_id, n.sequence""",
            [number, prison, today, today],
        )
        return [Apart(*row) for row in cursor.fetchall()]
