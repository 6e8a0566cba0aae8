"""Every allocation of a person."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from dps.key_workers.models import Allocation
from dps.key_workers.policies import Policy


@dataclass(frozen=True, slots=True)
class Held:
    """One allocation, with names where they are known. Names of users are '' when there is no account."""

    id: UUID
    policy: Policy
    prison: str
    staff_id: int
    first_name: str
    last_name: str
    allocated_at: datetime
    allocated_by: str
    allocated_by_name: str
    reason: str
    why: str
    is_active: bool
    deallocated_at: datetime | None
    deallocated_by: str
    deallocated_by_name: str
    deallocation_reason: str
    last_session_on: date | None
    next_due_on: date | None
    email: str = ""
    """Of the worker's account."""


def allocations_of(number: str) -> list[Held]:
    """Every allocation of a person of both schemes, newest first. One statement."""
    return _read("a.person_id = %(number)s", {"number": number})


def current_of(number: str) -> list[Held]:
    """Their active allocations. One statement."""
    return _read("a.person_id = %(number)s AND a.is_active", {"number": number})


_SQL = """
SELECT a.id, a.policy, a.prison, a.staff_id, coalesce(w.first_name, ''), coalesce(w.last_name, ''), a.allocated_at,
       a.allocated_by, coalesce(btrim(m.first_name || ' ' || m.last_name), ''), a.reason, a.why, a.is_active,
       a.deallocated_at, a.deallocated_by, coalesce(btrim(e.first_name || ' ' || e.last_name), ''),
       a.deallocation_reason, a.last_session_on, a.next_due_on, coalesce(o.email, '')
  FROM key_workers_allocation a
  LEFT JOIN key_workers_staffrole w ON w.prison = a.prison AND w.policy = a.policy AND w.staff_id = a.staff_id
  LEFT JOIN identity_account m ON m.username = a.allocated_by
  LEFT JOIN identity_account e ON e.username = a.deallocated_by
  LEFT JOIN identity_account o ON o.username = w.username AND w.username <> ''
 WHERE {which} ORDER BY a.allocated_at DESC, a.is_active DESC, a.id
"""


def _read(which: str, values: dict[str, Any]) -> list[Held]:
    with connection.cursor() as cursor:
        cursor.execute(_SQL.format(which=which), values)
        return [Held(row[0], Policy(row[1]), *row[2:]) for row in cursor.fetchall()]


REASONS = dict(Allocation.Reason.choices)
ENDED = dict(Allocation.Ended.choices)


def is_high_complexity(number: str) -> bool:
    """Whether a person may have no worker because of their needs. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT 1 FROM key_workers_complexityofneed WHERE person_id = %s AND active"
            " AND level = 'HIGH')",
            [number],
        )
        return bool(cursor.fetchone()[0])


@dataclass(frozen=True, slots=True)
class Latest:
    """The newest session or entry of a scheme."""

    prison: str
    type: str
    occurred_at: datetime
    policy: str
    username: str


def latest_events_of(number: str) -> list[Latest]:
    """The newest of each scheme and type, by scheme and type. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT ON (policy, type) prison, type, occurred_at, policy, username"
            "  FROM key_workers_recordedevent WHERE person_id = %s ORDER BY policy, type, occurred_at DESC, id",
            [number],
        )
        return [Latest(*row) for row in cursor.fetchall()]
