"""Who was in a prison at the end of a day, and what is known of each of them for the figures of that day."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection

from dps.key_workers.figures.queries import midnight
from dps.key_workers.policies import Policy
from dps.key_workers.rules.snapshots import Seen
from dps.platform.local_time import in_london

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Lived:
    """Somebody on the roll, where they slept and when they last came in."""

    number: str
    cell_path: str
    admitted_on: date | None


def roll_now(prison: str) -> list[Lived]:
    """The roll as it is: for the night that has just ended. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT r.person_id, r.cell_path,
                      (coalesce(r.arrived_at, b.began_at) AT TIME ZONE 'Europe/London')::date
                 FROM prisoners_searchrecord r LEFT JOIN prisoners_booking b ON b.id = r.booking_id
                WHERE r.agency = %s AND r.agency <> 'OUT' ORDER BY r.person_id""",
            [prison],
        )
        return [Lived(*row) for row in cursor.fetchall()]


# Coming in begins a stay; leaving by release or transfer, or coming in elsewhere, ends it. Going to court or out for a
# day does not. Whoever came is found by the index `movement_arrival`; of those whose booking ended before, nothing more
# is read.
_STAYS = """
WITH came AS (
  SELECT DISTINCT m.booking_id
    FROM prisoners_movement m
    JOIN prisoners_booking b ON b.id = m.booking_id AND (b.ended_at IS NULL OR b.ended_at >= %(starts)s)
   WHERE m.to_agency = %(prison)s AND m.type = 'ADM' AND m.direction = 'IN' AND m.at < %(ends)s),
turns AS (
  SELECT booking_id, at, type, direction, to_agency,
         lead(at) OVER (PARTITION BY booking_id ORDER BY at, sequence) AS until
    FROM prisoners_movement
   WHERE booking_id IN (SELECT booking_id FROM came)
     AND ((type = 'ADM' AND direction = 'IN') OR (type IN ('REL', 'TRN') AND direction = 'OUT')))
SELECT b.person_id, b.id, t.at, least(t.until, b.ended_at)
  FROM turns t JOIN prisoners_booking b ON b.id = t.booking_id
 WHERE t.type = 'ADM' AND t.to_agency = %(prison)s AND t.at < %(ends)s
   AND coalesce(least(t.until, b.ended_at), 'infinity') >= %(starts)s
 ORDER BY b.person_id, t.at
"""
_CELLS = """
SELECT c.booking_id, c.started_at, l.path FROM prisoners_cellassignment c
  JOIN estate_location l ON l.id = c.living_unit_id
 WHERE c.booking_id = ANY (%(bookings)s) AND c.started_at < %(ends)s ORDER BY c.booking_id, c.started_at, c.sequence
"""


def rolls_of(prison: str, from_: date, to: date) -> dict[date, list[Lived]]:
    """The rolls of past days, from movements and cells as they are recorded now. Two statements, however many days."""
    values: dict[str, Any] = {"prison": prison, "starts": midnight(from_), "ends": midnight(to + ONE_DAY)}
    with connection.cursor() as cursor:
        cursor.execute(_STAYS, values)
        stays = cursor.fetchall()
        cursor.execute(_CELLS, {**values, "bookings": sorted({row[1] for row in stays})})
        cells: dict[int, list[tuple[datetime, str]]] = defaultdict(list)
        for booking, at, path in cursor.fetchall():
            cells[booking].append((at, path))
    rolls: dict[date, list[Lived]] = {}
    day = from_
    while day <= to:
        ends, there = midnight(day + ONE_DAY), {}
        for number, booking, at, until in stays:
            if at < ends and (until is None or until >= ends):
                cell = next((path for moved_at, path in reversed(cells[booking]) if moved_at < ends), "")
                there[number] = Lived(number, cell, in_london(at).date())
        rolls[day] = list(there.values())
        day += ONE_DAY
    return rolls


_FACTS = """
WITH written AS (
  SELECT e.person_id, min(e.occurred_at) AS at FROM key_workers_recordedevent e
   WHERE e.prison = %(prison)s AND e.policy = %(policy)s AND e.type = %(counts)s
     AND e.created_at >= %(starts)s AND e.created_at < %(ends)s GROUP BY e.person_id)
SELECT n.number,
       coalesce(c.active AND c.level = 'HIGH' AND c.assessed_at < %(ends)s, false),
       (c.updated_at AT TIME ZONE 'Europe/London')::date,
       (had.at AT TIME ZONE 'Europe/London')::date, (first.at AT TIME ZONE 'Europe/London')::date,
       (held.at AT TIME ZONE 'Europe/London')::date, (written.at AT TIME ZONE 'Europe/London')::date,
       (before.at AT TIME ZONE 'Europe/London')::date
  FROM unnest(%(numbers)s::text[]) AS n (number)
  LEFT JOIN key_workers_complexityofneed c ON %(high)s AND c.person_id = n.number
  LEFT JOIN written ON written.person_id = n.number
  LEFT JOIN LATERAL (
    SELECT max(a.allocated_at) AS at FROM key_workers_allocation a
     WHERE a.person_id = n.number AND a.policy = %(policy)s AND a.prison = %(prison)s AND a.allocated_at < %(ends)s
       AND (a.deallocated_at IS NULL OR a.deallocated_at >= %(ends)s)) had ON true
  LEFT JOIN LATERAL (
    SELECT min(a.allocated_at) AS at FROM key_workers_allocation a
     WHERE a.person_id = n.number AND a.policy = %(policy)s AND a.prison = %(prison)s) first ON true
  LEFT JOIN LATERAL (
    SELECT e.occurred_at AS at FROM key_workers_recordedevent e
     WHERE e.person_id = n.number AND e.policy = %(policy)s AND e.prison = %(prison)s AND e.type = %(counts)s
       AND e.occurred_at < %(ends)s ORDER BY e.occurred_at DESC LIMIT 1) held ON true
  LEFT JOIN LATERAL (
    SELECT e.occurred_at AS at FROM key_workers_recordedevent e
     WHERE e.person_id = n.number AND e.policy = %(policy)s AND e.prison = %(prison)s AND e.type = %(counts)s
       AND e.occurred_at < written.at ORDER BY e.occurred_at DESC LIMIT 1) before ON written.at IS NOT NULL
"""


def seen(prison: str, policy: Policy, day: date, roll: Sequence[Lived], *, has_high_complexity: bool) -> list[Seen]:
    """What is known of everybody on a roll, as it was at the end of a day. One statement.

    Personal officers write entries and no sessions: theirs are entries.
    """
    people = {one.number: one for one in roll}
    values: dict[str, Any] = {
        "prison": prison,
        "policy": policy,
        "counts": "SESSION" if policy == Policy.KEY_WORKER else "ENTRY",
        "numbers": list(people),
        "high": has_high_complexity,
        "starts": midnight(day),
        "ends": midnight(day + ONE_DAY),
    }
    with connection.cursor() as cursor:
        cursor.execute(_FACTS, values)
        return [
            Seen(number, people[number].cell_path, people[number].admitted_on, *facts)
            for number, *facts in cursor.fetchall()
        ]


def active_staff(prison: str, policy: Policy, day: date) -> int:
    """Who held the job role on a day and is not away or inactive now: their status is not known by day. One
    statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT count(*) FROM key_workers_staffrole r
                 LEFT JOIN key_workers_workersettings w
                   ON w.prison = r.prison AND w.policy = r.policy AND w.staff_id = r.staff_id
                WHERE r.prison = %(prison)s AND r.policy = %(policy)s AND r.from_date <= %(day)s
                  AND (r.to_date IS NULL OR r.to_date > %(day)s) AND coalesce(w.status, 'ACTIVE') = 'ACTIVE'""",
            {"prison": prison, "policy": policy, "day": day},
        )
        return int(cursor.fetchone()[0])
