"""What the last save of allocations did, and whether it can still be taken back."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from dps.key_workers.models import AllocationRound
from dps.key_workers.policies import Policy
from dps.platform.access import Actor
from dps.prisoners.rules import names

FOR = timedelta(hours=24)
"""How long a save may be taken back by whoever made it."""


@dataclass(frozen=True, slots=True)
class Undoable:
    """A save that may be taken back."""

    id: int
    saved_at: datetime
    made: int
    ended: int


def undoable(prison: str, policy: Policy, actor: Actor, at: datetime) -> Undoable | None:
    """The last save at a prison, when this member of staff made it lately and it was not taken back. One statement."""
    last = AllocationRound.objects.filter(prison=prison, policy=policy).order_by("-saved_at", "-id").first()
    if last is None or last.saved_by != actor.username or last.undone_at or last.saved_at < at - FOR:
        return None
    return Undoable(last.pk, last.saved_at, len(last.made), len(last.ended))


@dataclass(frozen=True, slots=True)
class Step:
    """One allocation a save made or ended."""

    number: str
    name: str
    worker: str
    made: bool


def steps(round_id: int) -> list[Step]:
    """What a save did, by name of the person. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT a.person_id, p.first_name, p.last_name, coalesce(w.first_name, ''), coalesce(w.last_name, ''),
                      a.staff_id, r.made ? a.id::text
                 FROM key_workers_allocationround r
                 JOIN key_workers_allocation a ON (r.made || r.ended) ? a.id::text
                      AND a.id = ANY (SELECT jsonb_array_elements_text(r.made || r.ended)::uuid)
                 JOIN prisoners_person p ON p.number = a.person_id
                 LEFT JOIN key_workers_staffrole w
                   ON w.prison = a.prison AND w.policy = a.policy AND w.staff_id = a.staff_id
                WHERE r.id = %s ORDER BY p.last_name, p.first_name, a.person_id, 7""",
            [round_id],
        )
        return [
            Step(row[0], names.last_first(row[2], row[1]), names.full_name(row[3], row[4]) or f"Staff {row[5]}", row[6])
            for row in cursor.fetchall()
        ]
