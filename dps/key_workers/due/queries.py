"""Reads of when sessions are due: from what each allocation keeps, never by reading notes."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from dps.key_workers.due import rules
from dps.key_workers.policies import Policy

_FROM = """
  FROM key_workers_allocation a
  JOIN prisoners_searchrecord r ON r.person_id = a.person_id
  LEFT JOIN key_workers_staffrole w ON w.prison = a.prison AND w.policy = a.policy AND w.staff_id = a.staff_id
  LEFT JOIN LATERAL (
    SELECT c.cover_staff_id, v.first_name, v.last_name FROM key_workers_cover c
      LEFT JOIN key_workers_staffrole v ON v.prison = c.prison AND v.policy = c.policy AND v.staff_id = c.cover_staff_id
     WHERE c.prison = a.prison AND c.policy = a.policy AND c.staff_id = a.staff_id AND c.ended_at IS NULL
       AND %(today)s BETWEEN c.from_date AND c.to_date ORDER BY c.id LIMIT 1) c ON true
 WHERE a.prison = %(prison)s AND a.policy = %(policy)s AND a.is_active
"""
_ROWS = f"""
SELECT a.person_id, r.last_name, r.first_name, r.cell_path, a.staff_id, coalesce(w.first_name, ''),
       coalesce(w.last_name, ''), c.cover_staff_id, coalesce(c.first_name, ''), coalesce(c.last_name, ''),
       a.last_session_on, a.next_due_on, count(*) OVER () {_FROM}
"""
_COUNTS = f"""
SELECT split_part(r.cell_path, '-', 1), a.staff_id, coalesce(min(w.last_name), ''), coalesce(min(w.first_name), ''),
       count(*), count(*) FILTER (WHERE a.next_due_on < %(today)s),
       count(*) FILTER (WHERE a.next_due_on BETWEEN %(today)s AND %(soon)s),
       coalesce(max(%(today)s - a.next_due_on), 0) {_FROM} GROUP BY 1, 2
"""


@dataclass(frozen=True, slots=True)
class Due:
    """One person, who looks after them, and when their next session is due."""

    number: str
    last_name: str
    first_name: str
    cell_path: str
    staff_id: int
    worker_first_name: str
    worker_last_name: str
    cover_staff_id: int | None
    """Who covers for the worker today."""
    cover_first_name: str
    cover_last_name: str
    last_session_on: date | None
    due_on: date | None


def due(
    prison: str,
    policy: Policy,
    today: date,
    *,
    shown: str = rules.OVERDUE,
    wing: str = "",
    staff_id: int | None = None,
    start: int = 0,
    size: int | None = None,
) -> tuple[list[Due], int]:
    """People by due day, the longest overdue first, and how many there are. `staff_id`: those a worker looks after or
    covers today. One statement."""
    values: dict[str, Any] = {"prison": prison, "policy": policy, "today": today, "start": start, "size": size}
    sql = _ROWS
    latest = rules.latest_day(shown, today)
    if latest is not None:
        sql, values["latest"] = f"{sql} AND a.next_due_on <= %(latest)s", latest
    if wing:
        sql, values["wing"] = f"{sql} AND split_part(r.cell_path, '-', 1) = %(wing)s", wing
    if staff_id is not None:
        sql, values["staff_id"] = f"{sql} AND %(staff_id)s IN (a.staff_id, c.cover_staff_id)", staff_id
    order = "ORDER BY a.next_due_on NULLS LAST, lower(r.last_name), lower(r.first_name), a.person_id"
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} {order} LIMIT %(size)s OFFSET %(start)s", values)
        rows = cursor.fetchall()
    return [Due(*row[:-1]) for row in rows], rows[0][-1] if rows else 0


@dataclass(frozen=True, slots=True)
class Counted:
    """One wing or one worker, in numbers."""

    key: str
    words: str
    people: int
    overdue: int
    soon: int
    """Due today or in the next seven days."""
    longest: int
    """Days the longest overdue is."""


def counted(prison: str, policy: Policy, today: date) -> tuple[list[Counted], list[Counted]]:
    """The same by wing, and by worker (keys are staff ids). One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, {"prison": prison, "policy": policy, "today": today, "soon": today + rules.SOON})
        rows = cursor.fetchall()
    wings = _together([(row[0], row[0] or "No cell", *row[4:]) for row in rows])
    names = {str(row[1]): f"{row[2]}|{row[3]}" for row in rows}
    workers = _together([(str(row[1]), names[str(row[1])], *row[4:]) for row in rows])
    return (
        sorted(wings, key=lambda one: one.words),
        sorted(workers, key=lambda one: (-one.overdue, one.words.casefold(), one.key)),
    )


def _together(rows: list[tuple[Any, ...]]) -> list[Counted]:
    found: dict[str, list[Any]] = {}
    for key, words, people, overdue, soon, longest in rows:
        one = found.setdefault(key, [words, 0, 0, 0, 0])
        one[1:] = [one[1] + people, one[2] + overdue, one[3] + soon, max(one[4], longest)]
    return [Counted(key, *one) for key, one in found.items()]
