"""Reads of who covers for whom."""

from dataclasses import dataclass
from datetime import date

from django.db import connection

from dps.key_workers.policies import Policy

_SQL = """
SELECT c.id, c.staff_id, coalesce(a.first_name, ''), coalesce(a.last_name, ''), c.cover_staff_id,
       coalesce(b.first_name, ''), coalesce(b.last_name, ''), c.from_date, c.to_date, c.note, c.made_by
  FROM key_workers_cover c
  LEFT JOIN key_workers_staffrole a ON a.prison = c.prison AND a.policy = c.policy AND a.staff_id = c.staff_id
  LEFT JOIN key_workers_staffrole b ON b.prison = c.prison AND b.policy = c.policy AND b.staff_id = c.cover_staff_id
 WHERE c.prison = %(prison)s AND c.policy = %(policy)s AND c.ended_at IS NULL AND c.to_date >= %(today)s {whose}
 ORDER BY c.from_date, c.id
"""


@dataclass(frozen=True, slots=True)
class Arranged:
    """A cover that is in force or still to come."""

    id: int
    staff_id: int
    first_name: str
    last_name: str
    cover_staff_id: int
    cover_first_name: str
    cover_last_name: str
    from_date: date
    to_date: date
    note: str
    made_by: str


def covers(prison: str, policy: Policy, today: date, *, staff_id: int | None = None) -> list[Arranged]:
    """The covers that are not over, of the prison or of one worker on either side. One statement."""
    whose = "AND %(staff_id)s IN (c.staff_id, c.cover_staff_id)" if staff_id is not None else ""
    with connection.cursor() as cursor:
        cursor.execute(
            _SQL.format(whose=whose), {"prison": prison, "policy": policy, "today": today, "staff_id": staff_id}
        )
        return [Arranged(*row) for row in cursor.fetchall()]
