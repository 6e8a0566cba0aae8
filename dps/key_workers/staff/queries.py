"""Reads of the workers of a prison. A worker is whoever holds the job role there today (key-workers.md 3)."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import connection

from dps.key_workers.policies import Policy
from dps.key_workers.rules.settings import CAPACITY
from dps.platform import local_time
from dps.platform.web.refusals import NotFound

_SQL = """
SELECT r.staff_id, r.username, r.first_name, r.last_name, coalesce(w.status, 'ACTIVE'), r.schedule_type,
       r.hours_per_week, coalesce(w.capacity, p.capacity, %(capacity)s), coalesce(load.allocated, 0),
       load.latest_auto_at, w.reactivate_on, w.capacity, r.position, r.from_date, coalesce(w.version, 0), r.version
  FROM key_workers_staffrole r
  LEFT JOIN key_workers_workersettings w
    ON w.prison = r.prison AND w.policy = r.policy AND w.staff_id = r.staff_id
  LEFT JOIN key_workers_prisonsettings p ON p.prison = r.prison AND p.policy = r.policy
  LEFT JOIN (
    SELECT staff_id, count(*) AS allocated, max(allocated_at) FILTER (WHERE reason = 'AUTO') AS latest_auto_at
      FROM key_workers_allocation
     WHERE prison = %(prison)s AND policy = %(policy)s AND is_active {of_one}
     GROUP BY staff_id
  ) load ON load.staff_id = r.staff_id
 WHERE r.prison = %(prison)s AND r.policy = %(policy)s AND (r.to_date IS NULL OR r.to_date > %(today)s) {one}
 ORDER BY lower(r.last_name), lower(r.first_name), r.staff_id
"""
_ALL = _SQL.format(of_one="", one="")
_ONE = _SQL.format(of_one="AND staff_id = %(staff_id)s", one="AND r.staff_id = %(staff_id)s")


@dataclass(frozen=True, slots=True)
class Worker:
    """One holder of the job role at one prison under one policy, with their load there."""

    staff_id: int
    username: str
    """Of their account; '' when there is none."""
    first_name: str
    last_name: str
    status: str
    """A code of `WorkerSettings.Status`."""
    schedule_type: str
    """FT or PT, or another code of NOMIS."""
    hours_per_week: Decimal
    capacity: int
    """Their own, else the prison's."""
    allocated: int
    """Active allocations at this prison under this policy."""
    latest_auto_at: datetime | None
    """When the newest of their active automatic allocations here was made."""
    reactivate_on: date | None = None
    """Of annual leave: the day they are back."""
    own_capacity: int | None = None
    """None: the prison's holds."""
    position: str = "PRO"
    from_date: date | None = None
    version: int = 0
    """Of their settings; 0 when nothing differs from the defaults."""
    role_version: int = 0


def workers(prison: str, policy: Policy, today: date) -> list[Worker]:
    """Everybody who holds the job role at a prison today, by last and first name. One statement."""
    return _read(_ALL, {"prison": prison, "policy": policy, "today": today, "capacity": CAPACITY})


def worker(prison: str, policy: Policy, staff_id: int, today: date | None = None) -> Worker | None:
    """One of them; None when they do not hold the job role there. One statement."""
    values = {
        "prison": prison,
        "policy": policy,
        "today": today or local_time.today(),
        "capacity": CAPACITY,
        "staff_id": staff_id,
    }
    return next(iter(_read(_ONE, values)), None)


def known_worker(prison: str, policy: Policy, staff_id: int) -> Worker:
    """One of them. One statement. Raises NotFound when they do not hold the job role there."""
    found = worker(prison, policy, staff_id)
    if found is None:
        raise NotFound(f"{staff_id} holds no job role at {prison[:6]}")
    return found


def _read(sql: str, values: dict[str, Any]) -> list[Worker]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [Worker(*row) for row in cursor.fetchall()]
