"""The people of one worker, and what they wrote."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from dps.key_workers.policies import Policy
from dps.platform import local_time
from dps.prisoners.rules import names

RELEVANT = {"XRF": ("Risk to females", "security"), "RNO121": ("No one-to-one", "risk")}
"""The alerts that matter to a session (key-workers.md 2.2): their flag, and its colour."""

_PEOPLE = """
SELECT a.id, a.person_id, r.last_name, r.first_name, coalesce(r.cell_path, ''), a.allocated_at, a.last_session_on,
       a.next_due_on, a.version, a.staff_id, coalesce(al.codes, '{}'), coalesce(s.held, 0)
  FROM key_workers_allocation a
  JOIN prisoners_searchrecord r ON r.person_id = a.person_id
  LEFT JOIN LATERAL (
    SELECT array_agg(code ORDER BY code) AS codes FROM prisoners_alert
     WHERE person_id = a.person_id AND deleted_at IS NULL AND active_from <= %(today)s
       AND (active_to IS NULL OR active_to > %(today)s)) al ON true
  LEFT JOIN LATERAL (
    SELECT count(*) AS held FROM key_workers_recordedevent e
     WHERE e.person_id = a.person_id AND e.policy = a.policy AND e.prison = a.prison AND e.staff_id = a.staff_id
       AND e.occurred_at >= %(starts)s AND e.occurred_at < %(ends)s
       AND (e.type = 'SESSION' OR e.policy = 'PERSONAL_OFFICER')) s ON true
 WHERE a.prison = %(prison)s AND a.policy = %(policy)s AND a.staff_id = ANY (%(staff_ids)s) AND a.is_active
 ORDER BY lower(r.last_name), lower(r.first_name), a.person_id
"""


@dataclass(frozen=True, slots=True)
class TheirPerson:
    """Somebody a worker looks after."""

    allocation_id: UUID
    number: str
    last_name: str
    first_name: str
    cell_path: str
    allocated_at: datetime
    last_session_on: date | None
    next_due_on: date | None
    version: int
    staff_id: int
    alerts: list[str]
    sessions: int
    """Held by this worker in the period."""

    @property
    def name(self) -> str:
        """`Smith, John`."""
        return names.last_first(self.last_name, self.first_name)

    @property
    def flags(self) -> list[tuple[str, str]]:
        """The alerts shown as flags."""
        return [RELEVANT[code] for code in RELEVANT if code in self.alerts]

    @property
    def other_alerts(self) -> int:
        """How many more are active."""
        return len(self.alerts) - len(self.flags)


def people(
    prison: str, policy: Policy, staff_ids: list[int], *, today: date, from_: date, to: date
) -> list[TheirPerson]:
    """Everybody these workers look after now, by last and first name, with their sessions in the days from `from_` to
    `to`, both counted. One statement."""
    starts, _ = day_bounds(from_)
    _, ends = day_bounds(to)
    with connection.cursor() as cursor:
        cursor.execute(
            _PEOPLE,
            {
                "prison": prison, "policy": policy, "staff_ids": staff_ids, "today": today, "starts": starts,
                "ends": ends,
            },
        )  # fmt: skip
        return [TheirPerson(*row) for row in cursor.fetchall()]


def day_bounds(day: date) -> tuple[datetime, datetime]:
    """The first moment of a London day, and of the day after."""
    return (
        datetime.combine(day, time(), tzinfo=local_time.LONDON),
        datetime.combine(day + timedelta(days=1), time(), tzinfo=local_time.LONDON),
    )


_ORDERS = {
    "-happened": "e.occurred_at DESC, e.id DESC",
    "happened": "e.occurred_at, e.id",
    "-created": "e.created_at DESC, e.id DESC",
    "created": "e.created_at, e.id",
}
ORDERS = {
    "-happened": "Happened, newest first",
    "happened": "Happened, oldest first",
    "-created": "Created, newest first",
    "created": "Created, oldest first",
}
_NOTES = """
SELECT e.id, e.person_id, coalesce(r.last_name, ''), coalesce(r.first_name, ''), e.type, e.occurred_at, e.created_at,
       n.text, (SELECT count(*) FROM case_notes_amendment m WHERE m.note_id = n.id), count(*) OVER ()
  FROM key_workers_recordedevent e
  JOIN case_notes_casenote n ON n.id = e.id
  JOIN case_notes_notesubtype t ON t.id = n.sub_type_id
  JOIN prisoners_searchrecord r ON r.person_id = e.person_id
 WHERE e.staff_id = %(staff_id)s AND e.policy = %(policy)s AND e.prison = %(prison)s AND r.agency = %(prison)s
   AND e.occurred_at >= %(starts)s AND e.occurred_at < %(ends)s AND (NOT t.sensitive OR %(sensitive)s)
 ORDER BY {order} LIMIT %(size)s OFFSET %(start)s
"""


@dataclass(frozen=True, slots=True)
class Wrote:
    """One session or entry a worker wrote, about somebody who is at this prison now."""

    note_id: UUID
    number: str
    last_name: str
    first_name: str
    type: str
    occurred_at: datetime
    created_at: datetime
    text: str
    amendments: int


def notes(
    prison: str,
    policy: Policy,
    staff_id: int,
    *,
    from_: date,
    to: date,
    sort: str,
    sensitive: bool,
    start: int,
    size: int,
) -> tuple[list[Wrote], int]:
    """One page of what a worker wrote in the days from `from_` to `to`, both counted, and how many there are.

    About people who are at the prison now: of those who left, the rules of their case notes decide elsewhere.
    `sensitive`: also notes of a kind that was made sensitive. One statement.
    """
    values: dict[str, Any] = {
        "prison": prison,
        "policy": policy,
        "staff_id": staff_id,
        "starts": day_bounds(from_)[0],
        "ends": day_bounds(to)[1],
        "sensitive": sensitive,
        "start": start,
        "size": size,
    }
    with connection.cursor() as cursor:
        cursor.execute(_NOTES.format(order=_ORDERS.get(sort, _ORDERS["-happened"])), values)
        rows = cursor.fetchall()
    return [Wrote(*row[:-1]) for row in rows], rows[0][-1] if rows else 0
