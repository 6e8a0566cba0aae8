"""The facts a recommendation is made from, and what comes of them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection

from dps.key_workers.allocating.queries import Asked, Row, find
from dps.key_workers.policies import Policy
from dps.key_workers.rules.recommendation import Had, Person, Recommended, Staff, recommend
from dps.key_workers.staff.queries import Worker
from dps.key_workers.staff.queries import workers as workers_of
from dps.prisoners.rules import names


@dataclass(frozen=True, slots=True)
class Proposal:
    """A recommendation with the people and workers it is about."""

    found: Recommended
    rows: Sequence[Row]
    workers: Sequence[Worker]


def propose(prison: str, policy: Policy, today: date) -> Proposal:
    """A worker for everybody at a prison who has none. Three statements."""
    rows, _ = find(prison, policy, Asked(unallocated=True), today=today)
    return _proposal(prison, policy, rows, workers_of(prison, policy, today))


def propose_instead_of(prison: str, policy: Policy, staff_id: int, today: date) -> Proposal:
    """A worker for everybody whom this one has, as if they had none; this one is not recommended. Three statements."""
    rows, _ = find(prison, policy, Asked(staff_id=staff_id), today=today)
    others = [one for one in workers_of(prison, policy, today) if one.staff_id != staff_id]
    return _proposal(prison, policy, rows, others)


def _proposal(prison: str, policy: Policy, rows: Sequence[Row], workers: Sequence[Worker]) -> Proposal:
    people = [
        Person(row.number, row.last_name, row.first_name, frozenset(row.cautions))
        for row in rows
        if not row.high_complexity
    ]
    staff = [
        Staff(
            one.staff_id,
            names.full_name(one.first_name, one.last_name),
            one.capacity,
            one.allocated,
            one.latest_auto_at,
        )
        for one in workers
        if one.status == "ACTIVE"
    ]
    history = _history(prison, policy, [one.number for one in people], [one.staff_id for one in staff])
    return Proposal(recommend(people, staff, history), rows, workers)


def _history(prison: str, policy: Policy, numbers: Collection[str], staff_ids: Collection[int]) -> list[Had]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT person_id, staff_id, max(allocated_at) FROM key_workers_allocation"
            " WHERE person_id = ANY (%s) AND policy = %s AND prison = %s AND staff_id = ANY (%s)"
            " GROUP BY person_id, staff_id",
            [list(numbers), policy, prison, list(staff_ids)],
        )
        return [Had(*row) for row in cursor.fetchall()]
