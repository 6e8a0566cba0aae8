"""Saving allocations (key-workers.md 4.1), and ending those of one worker."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q

from dps.estate import queries as estate
from dps.key_workers.allocating import recording
from dps.key_workers.models import Allocation, AllocationRound, StaffRole, WorkerSettings
from dps.key_workers.permissions import ALLOCATE, KeyWorkPermission
from dps.key_workers.policies import Policy
from dps.key_workers.rules import allocation as rules
from dps.key_workers.rules.allocation import NOT_SAID, Facts, Holder, Unwanted, Wanted
from dps.key_workers.settings.queries import settings_of
from dps.platform import local_time
from dps.platform.access import SYSTEM, Actor, holds, require
from dps.platform.web.refusals import Invalid
from dps.prisoners.rules import names

__all__ = ["NOT_SAID", "Saved", "Unwanted", "Wanted", "end_all_of", "require_may_allocate", "save"]


@dataclass(frozen=True, slots=True)
class Saved:
    """What a save did. `over_capacity` are the workers it took over their capacity, by name."""

    made: tuple[UUID, ...] = ()
    ended: tuple[UUID, ...] = ()
    round_id: int | None = None
    over_capacity: tuple[str, ...] = ()
    replaced: int = 0
    """Of those ended, how many made way for another worker."""

    @property
    def allocated(self) -> int:
        """People who were given a worker."""
        return len(self.made)


def require_may_allocate(actor: Actor, prison: str, policy: Policy) -> None:
    """Refuse whoever may neither allocate at this prison nor manages it for others. Raises NotAllowed."""
    if not holds(actor, KeyWorkPermission.MANAGE_BY_SYSTEM):
        require(actor, ALLOCATE[policy], prison=prison)


@transaction.atomic
def save(
    actor: Actor,
    prison: str,
    policy: Policy,
    *,
    allocate: Sequence[Wanted],
    deallocate: Sequence[Unwanted],
    at: datetime | None = None,
) -> Saved:
    """Allocate and deallocate people, all or nothing. Raises NotAllowed; Invalid by number of the person ('' for all of
    it) with the first check that fails.

    The roles of workers, then people, are locked first, so that what is checked still holds when it is saved.
    """
    require_may_allocate(actor, prison, policy)
    at = at or local_time.now()
    numbers = {one.number for one in allocate} | {one.number for one in deallocate}
    wait_for_workers(prison, policy, {one.staff_id for one in allocate})
    lock_people(numbers)
    current = {row.person_id: row for row in _active(numbers, policy)}
    facts = _facts(prison, policy, numbers, {one.staff_id for one in allocate}, current, local_time.today())
    found = rules.problems(allocate, deallocate, facts, policy.words)
    if found:
        raise Invalid(found)
    plan = rules.plan(allocate, deallocate, {number: row.staff_id for number, row in current.items()})
    reasons = {current[number].pk: reason for number, reason in plan.end}
    ended = [current[number] for number, _ in plan.end]
    recording.end(ended, reasons, by=actor.username, at=at)
    made = recording.make(prison, policy, plan.make, by=actor.username, at=at)
    if not made and not ended:
        return Saved()
    round = AllocationRound.objects.create(
        prison=prison,
        policy=policy,
        saved_at=at,
        saved_by=actor.username,
        made=[str(one.pk) for one in made],
        ended=[str(one.pk) for one in ended],
    )
    recording.record(made, ended, by=actor, at=at, round_id=round.pk)
    over = _over_capacity(prison, policy, {one.staff_id for one in made}, facts)
    replaced = sum(reason == rules.OVERRIDE for _, reason in plan.end)
    return Saved(tuple(one.pk for one in made), tuple(one.pk for one in ended), round.pk, over, replaced)


@transaction.atomic
def end_all_of(prison: str, policy: Policy, staff_id: int, *, reason: str, by: Actor, at: datetime) -> int:
    """End every active allocation of one worker at one prison; gives how many. Whoever calls this asked permission.

    Waits for saves that are giving this worker people, and ends those too.
    """
    StaffRole.objects.select_for_update().filter(prison=prison, policy=policy, staff_id=staff_id).first()
    theirs = Allocation.objects.filter(prison=prison, policy=policy, staff_id=staff_id, is_active=True)
    lock_people(theirs.values_list("person_id", flat=True))
    found = list(theirs.select_for_update().order_by("person_id"))
    return end_these(found, reason=reason, by=by, at=at)


def end_these(
    allocations: Sequence[Allocation], *, reason: str, by: Actor = SYSTEM, at: datetime, recorded_by: str = ""
) -> int:
    """End active allocations, locked, for one reason; gives how many. `recorded_by` is whom the history names when it
    is not who acts."""
    if allocations:
        named = recorded_by or by.username
        recording.end(allocations, {one.pk: reason for one in allocations}, by=named, at=at)
        recording.record([], allocations, by=by, at=at)
    return len(allocations)


def lock_people(numbers: Collection[str]) -> None:
    """Hold these people until the transaction ends, always in the same order. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT number FROM prisoners_person WHERE number = ANY (%s) ORDER BY number FOR NO KEY UPDATE",
            [list(numbers)],
        )


def wait_for_workers(prison: str, policy: Policy, staff_ids: Collection[int]) -> None:
    """Wait for whoever is changing these workers, and keep others from it until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM key_workers_staffrole WHERE prison = %s AND policy = %s AND staff_id = ANY (%s)"
            " ORDER BY staff_id FOR SHARE",
            [prison, policy, list(staff_ids)],
        )


def _active(numbers: Collection[str], policy: Policy) -> list[Allocation]:
    return list(
        Allocation.objects.select_for_update(of=("self",))
        .filter(person_id__in=numbers, policy=policy, is_active=True)
        .order_by("person_id")
    )


def _facts(
    prison: str,
    policy: Policy,
    numbers: Collection[str],
    staff_ids: Collection[int],
    current: dict[str, Allocation],
    today: date,
) -> Facts:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT r.person_id, r.agency, r.first_name, r.last_name, c.person_id IS NOT NULL"
            "  FROM prisoners_searchrecord r LEFT JOIN key_workers_complexityofneed c"
            "    ON c.person_id = r.person_id AND c.active AND c.level = 'HIGH' WHERE r.person_id = ANY (%s)",
            [list(numbers)],
        )
        people = cursor.fetchall()
    known = set(staff_ids) | {row.staff_id for row in current.values()}
    roles = list(StaffRole.objects.filter(prison=prison, policy=policy, staff_id__in=known))
    in_force = StaffRole.objects.filter(Q(to_date=None) | Q(to_date__gt=today), pk__in=[row.pk for row in roles])
    held = {row.staff_id for row in in_force}
    away = set(
        WorkerSettings.objects.filter(prison=prison, policy=policy, staff_id__in=known)
        .exclude(status=WorkerSettings.Status.ACTIVE)
        .values_list("staff_id", flat=True)
    )
    called = {row.staff_id: names.full_name(row.first_name, row.last_name) for row in roles}
    return Facts(
        settings=settings_of(prison, policy),
        prison_name=estate.agency_name(prison),
        prisons={row[0]: row[1] for row in people},
        names={row[0]: names.full_name(row[2], row[3]) for row in people},
        high_complexity={row[0] for row in people if row[4]},
        holders={staff_id: Holder(called[staff_id], staff_id not in away) for staff_id in held},
        current={number: row.staff_id for number, row in current.items()},
        worker_names=called,
    )


def _over_capacity(prison: str, policy: Policy, staff_ids: Collection[int], facts: Facts) -> tuple[str, ...]:
    """Names of those of these workers who now have more people than their capacity. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT a.staff_id FROM key_workers_allocation a LEFT JOIN key_workers_workersettings w"
            "    ON w.prison = a.prison AND w.policy = a.policy AND w.staff_id = a.staff_id"
            " WHERE a.prison = %s AND a.policy = %s AND a.is_active AND a.staff_id = ANY (%s)"
            " GROUP BY a.staff_id, w.capacity HAVING count(*) > coalesce(w.capacity, %s)",
            [prison, policy, list(staff_ids), facts.settings.capacity],
        )
        return tuple(sorted(facts.holders[row[0]].name for row in cursor.fetchall()))
