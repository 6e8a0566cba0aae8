"""Keeping on each active allocation when the next session is due."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db import connection

from dps.key_workers.policies import Policy

_RECOUNT = """
UPDATE key_workers_allocation kept
   SET last_session_on = counted.last_on,
       next_due_on = CASE WHEN counted.last_on >= counted.since THEN counted.last_on ELSE counted.allocated_on END
                     + 7 * counted.weeks
  FROM (
    SELECT a.id, a.allocated_on, s.last_on, coalesce(p.frequency_in_weeks, 1) AS weeks,
           least(a.allocated_on, (r.arrived_at AT TIME ZONE 'Europe/London')::date) AS since
      FROM (SELECT *, (allocated_at AT TIME ZONE 'Europe/London')::date AS allocated_on
              FROM key_workers_allocation WHERE is_active AND {which}) a
      LEFT JOIN prisoners_searchrecord r ON r.person_id = a.person_id
      LEFT JOIN key_workers_prisonsettings p ON p.prison = a.prison AND p.policy = a.policy
      LEFT JOIN LATERAL (
        SELECT (max(e.occurred_at) AT TIME ZONE 'Europe/London')::date AS last_on FROM key_workers_recordedevent e
         WHERE e.person_id = a.person_id AND e.policy = a.policy AND e.prison = a.prison
           AND (e.type = 'SESSION' OR e.policy = 'PERSONAL_OFFICER')) s ON true
  ) counted
 WHERE kept.id = counted.id
   AND (kept.last_session_on, kept.next_due_on) IS DISTINCT FROM
       (counted.last_on, CASE WHEN counted.last_on >= counted.since THEN counted.last_on ELSE counted.allocated_on END
                         + 7 * counted.weeks)
"""


def recount(allocation_ids: Collection[UUID]) -> int:
    """Work out the last session and the next due day of these allocations, as `rules.due` says. Those ended are left
    out. One statement; gives how many changed.

    Personal officers write entries and no sessions: their last entry counts.
    """
    return _run("id = ANY (%(ids)s)", {"ids": list(allocation_ids)})


def recount_of_people(numbers: Collection[str], policy: Policy) -> int:
    """The same for the active allocations of these people: after their sessions changed. One statement."""
    return _run("person_id = ANY (%(numbers)s) AND policy = %(policy)s", {"numbers": list(numbers), "policy": policy})


def recount_of_prison(prison: str, policy: Policy) -> int:
    """The same for a whole prison: after the frequency changed. One statement."""
    return _run("prison = %(prison)s AND policy = %(policy)s", {"prison": prison, "policy": policy})


def _run(which: str, values: dict[str, Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_RECOUNT.format(which=which), values)
        return int(cursor.rowcount)
