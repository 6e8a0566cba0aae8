"""Where people with an allocation are now, and how they got there."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from dps.key_workers.models import Allocation
from dps.key_workers.rules import leaving as rules
from dps.key_workers.rules.leaving import Moved


@dataclass(frozen=True, slots=True)
class At:
    """A movement and its time."""

    moved: Moved
    at: datetime


def movement_before(number: str, at: datetime) -> At | None:
    """The last movement of a person's latest booking at or before a moment. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT m.type, m.to_agency, coalesce(g.type = 'INST', false), m.at
                 FROM prisoners_booking b JOIN prisoners_movement m ON m.booking_id = b.id
                 LEFT JOIN estate_agency g ON g.code = m.to_agency
                WHERE b.person_id = %s AND b.sequence = 1 AND m.at <= %s
                ORDER BY m.sequence DESC LIMIT 1""",
            [number, at],
        )
        row = cursor.fetchone()
    return At(Moved(row[0], row[1], row[2]), row[3]) if row else None


_STRAYS = """
SELECT a.id, a.prison, coalesce(r.agency, ''), coalesce(g.type = 'INST', false), r.person_id IS NOT NULL,
       c.person_id IS NOT NULL, w.id IS NOT NULL
  FROM key_workers_allocation a
  LEFT JOIN prisoners_searchrecord r ON r.person_id = a.person_id
  LEFT JOIN estate_agency g ON g.code = r.agency
  LEFT JOIN key_workers_complexityofneed c ON c.person_id = a.person_id AND c.active AND c.level = 'HIGH'
  LEFT JOIN key_workers_staffrole w ON w.prison = a.prison AND w.policy = a.policy AND w.staff_id = a.staff_id
       AND (w.to_date IS NULL OR w.to_date > %(today)s)
 WHERE a.is_active AND (%(only)s::uuid[] IS NULL OR a.id = ANY (%(only)s::uuid[]))
   AND (r.agency IS DISTINCT FROM a.prison OR c.person_id IS NOT NULL OR w.id IS NULL)
 ORDER BY a.person_id, a.id
"""


def strays(today: date, *, only: Collection[UUID] | None = None) -> list[tuple[UUID, str]]:
    """Active allocations that must end, each with its reason. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_STRAYS, {"today": today, "only": None if only is None else list(only)})
        rows = cursor.fetchall()
    found = []
    for key, prison, agency, is_prison, known, complex_, has_role in rows:
        reason = rules.why_ended_by_the_roll(prison, agency, agency_is_prison=is_prison, known=known)
        reason = reason or (rules.COMPLEX if complex_ else "" if has_role else rules.NO_ROLE)
        if reason:
            found.append((key, reason))
    return found


def people_of(allocations: Mapping[UUID, Any]) -> list[str]:
    """The people of these allocations. One statement."""
    return list(Allocation.objects.filter(pk__in=list(allocations)).values_list("person_id", flat=True))


def unnamed() -> list[str]:
    """People whose record does not name the key worker they have, or names another. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT a.person_id FROM key_workers_allocation a
                 JOIN prisoners_booking b ON b.person_id = a.person_id AND b.sequence = 1
                WHERE a.is_active AND a.policy = 'KEY_WORKER' AND NOT EXISTS (
                      SELECT 1 FROM prisoners_keyworker k
                       WHERE k.booking_id = b.id AND k.staff_id = a.staff_id AND k.active)
                ORDER BY a.person_id"""
        )
        return [row[0] for row in cursor.fetchall()]
