"""How recorded events are kept in step with case notes: the statements, for any number of notes at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from dps.key_workers.policies import Policy

KINDS = (
    ("KA", "KS", "SESSION", Policy.KEY_WORKER),
    ("KA", "KE", "ENTRY", Policy.KEY_WORKER),
    ("REPORT", "POE", "ENTRY", Policy.PERSONAL_OFFICER),
)
"""Which notes count as what (key-workers.md 3)."""

_KINDS = ", ".join(f"('{type}', '{code}', '{counted}', '{policy}')" for type, code, counted, policy in KINDS)

# The author's staff number: as NOMIS gave it with the note, else of their account, else of their job role.
_NOTES = f"""
SELECT n.id, n.location AS prison, n.person_id,
       coalesce(CASE WHEN n.author_user_id ~ '^[0-9]{{1,18}}$' THEN n.author_user_id::bigint END,
                (SELECT a.staff_id FROM identity_account a WHERE a.username = upper(n.author_username)),
                (SELECT min(r.staff_id) FROM key_workers_staffrole r
                  WHERE r.username = upper(n.author_username) AND r.username <> '')) AS staff_id,
       n.author_username AS username, n.occurred_at, n.created_at, k.counted AS type, k.policy
  FROM case_notes_casenote n
  JOIN case_notes_notesubtype s ON s.id = n.sub_type_id
  JOIN (VALUES {_KINDS}) AS k (of_type, code, counted, policy) ON k.of_type = s.type_id AND k.code = s.code
"""

_DAY = "(occurred_at AT TIME ZONE 'Europe/London')::date"

# One statement. What is counted of a day moves by the difference between what was recorded and what is: two people
# who write in the same prison at once each add their own, and the row of the day makes one wait for the other.
_FOLLOW = f"""
WITH told AS MATERIALIZED (SELECT DISTINCT unnest(%(ids)s::uuid[]) AS id),
     found AS MATERIALIZED ({_NOTES} WHERE n.id IN (SELECT id FROM told)),
     before AS MATERIALIZED (
       SELECT e.id, e.prison, e.person_id, e.occurred_at, e.type, e.policy
         FROM key_workers_recordedevent e WHERE e.id IN (SELECT id FROM told)),
     gone AS (
       DELETE FROM key_workers_recordedevent e
        WHERE e.id IN (SELECT id FROM before EXCEPT SELECT id FROM found)),
     kept AS (
       INSERT INTO key_workers_recordedevent AS e
              (id, prison, person_id, staff_id, username, occurred_at, created_at, type, policy)
       SELECT id, prison, person_id, staff_id, username, occurred_at, created_at, type, policy FROM found ORDER BY id
           ON CONFLICT (id) DO UPDATE
          SET prison = excluded.prison, person_id = excluded.person_id, staff_id = excluded.staff_id,
              username = excluded.username, occurred_at = excluded.occurred_at, created_at = excluded.created_at,
              type = excluded.type, policy = excluded.policy
        WHERE (e.prison, e.person_id, e.staff_id, e.username, e.occurred_at, e.created_at, e.type, e.policy)
              IS DISTINCT FROM
              (excluded.prison, excluded.person_id, excluded.staff_id, excluded.username, excluded.occurred_at,
               excluded.created_at, excluded.type, excluded.policy)),
     steps AS (
       SELECT prison, policy, {_DAY} AS date, type, 1 AS step FROM found
       UNION ALL
       SELECT prison, policy, {_DAY}, type, -1 FROM before),
     moved AS MATERIALIZED (
       SELECT prison, policy, date, coalesce(sum(step) FILTER (WHERE type = 'SESSION'), 0) AS sessions,
              coalesce(sum(step) FILTER (WHERE type = 'ENTRY'), 0) AS entries
         FROM steps GROUP BY prison, policy, date),
     counted AS (
       INSERT INTO key_workers_dayofsessions AS d (prison, policy, date, sessions, entries)
       SELECT prison, policy, date, greatest(sessions, 0), greatest(entries, 0)
         FROM moved WHERE sessions <> 0 OR entries <> 0 ORDER BY prison, policy, date
           ON CONFLICT (prison, policy, date) DO UPDATE
          SET sessions = greatest(d.sessions + (SELECT m.sessions FROM moved m WHERE (m.prison, m.policy, m.date)
                                                = (excluded.prison, excluded.policy, excluded.date)), 0),
              entries = greatest(d.entries + (SELECT m.entries FROM moved m WHERE (m.prison, m.policy, m.date)
                                              = (excluded.prison, excluded.policy, excluded.date)), 0))
SELECT DISTINCT prison, policy, person_id, type FROM (
  (SELECT id, prison, policy, person_id, type, occurred_at FROM found
   EXCEPT SELECT id, prison, policy, person_id, type, occurred_at FROM before)
  UNION ALL
  (SELECT id, prison, policy, person_id, type, occurred_at FROM before
   EXCEPT SELECT id, prison, policy, person_id, type, occurred_at FROM found)) t
"""


@dataclass(frozen=True, slots=True)
class Touched:
    """A prison and person whose sessions or entries changed, and where they did: amending a note changes nothing."""

    prison: str
    policy: str
    number: str
    type: str


def follow(note_ids: Sequence[UUID]) -> list[Touched]:
    """Make the recorded events of these notes, and the counts of their days, what the notes now say. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_FOLLOW, {"ids": list(note_ids)})
        return [Touched(*row) for row in cursor.fetchall()]


def recount_days(prison: str, policy: str, from_: date, to: date) -> None:
    """Count the sessions and entries of these days of one prison afresh from what is recorded. Two statements, in a
    transaction: the days are locked first, so that a note written meanwhile is counted once."""
    values: dict[str, Any] = {"prison": prison, "policy": policy, "from": from_, "to": to}
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO key_workers_dayofsessions (prison, policy, date, sessions, entries)
               SELECT %(prison)s, %(policy)s, day::date, 0, 0
                 FROM generate_series(%(from)s::date, %(to)s::date, '1 day') AS day ORDER BY day
                   ON CONFLICT (prison, policy, date) DO UPDATE SET date = excluded.date""",
            values,
        )
        cursor.execute(
            """UPDATE key_workers_dayofsessions d
                  SET sessions = coalesce(n.sessions, 0), entries = coalesce(n.entries, 0)
                 FROM key_workers_dayofsessions k
                 LEFT JOIN (
                   SELECT (occurred_at AT TIME ZONE 'Europe/London')::date AS date,
                          count(*) FILTER (WHERE type = 'SESSION') AS sessions,
                          count(*) FILTER (WHERE type = 'ENTRY') AS entries
                     FROM key_workers_recordedevent
                    WHERE prison = %(prison)s AND policy = %(policy)s
                      AND occurred_at >= %(from)s::timestamp AT TIME ZONE 'Europe/London'
                      AND occurred_at < (%(to)s::date + 1)::timestamp AT TIME ZONE 'Europe/London'
                    GROUP BY 1
                 ) n ON n.date = k.date
                WHERE d.id = k.id AND k.prison = %(prison)s AND k.policy = %(policy)s
                  AND k.date BETWEEN %(from)s AND %(to)s""",
            values,
        )
