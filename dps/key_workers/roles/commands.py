"""Who is made a worker and who no longer is one. Source: key-workers.md 2.7."""

from datetime import datetime

from django.db import IntegrityError, transaction

from dps.identity.accounts.staff import staff_member
from dps.key_workers.allocating.commands import end_all_of
from dps.key_workers.cover.commands import end_all_of_worker
from dps.key_workers.models import Allocation, StaffRole, WorkerSettings
from dps.key_workers.policies import Policy
from dps.key_workers.roles import carrying, rules
from dps.key_workers.rules import status
from dps.key_workers.settings.queries import settings_of
from dps.key_workers.staff.locking import hold
from dps.key_workers.staff.permitted import require_allocator
from dps.platform import audit, events, local_time
from dps.platform.access import Actor
from dps.platform.web.refusals import Conflict, Invalid, NotFound

GIVEN, REMOVED = "key-work.role.given", "key-work.role.removed"
POSITION = "PRO"
"""Prison officer."""


def give(
    actor: Actor,
    prison: str,
    policy: Policy,
    username: str,
    *,
    is_officer: bool | None,
    schedule_type: str,
    capacity: int | None,
) -> StaffRole:
    """Make somebody with an active account at the prison a worker from today. Whoever was one before begins again with
    the defaults.

    Raises NotAllowed, NotFound (no such active account here), Conflict (is one already), Invalid with `officer`,
    `schedule_type`, `capacity`.
    """
    require_allocator(actor, prison, policy)
    found = rules.problems(policy, is_officer=is_officer, schedule_type=schedule_type, capacity=capacity)
    if found:
        raise Invalid(found)
    member = staff_member(prison, username)
    if member is None:
        raise NotFound(f"no active account {username[:60]} at {prison}")
    today, at = local_time.today(), local_time.now()
    with transaction.atomic():
        role = hold(prison, policy, [member.staff_id]).get(member.staff_id)
        if role is not None and (role.to_date is None or role.to_date > today):
            raise Conflict(f"{member.first_name} {member.last_name} is a {policy.words.worker} already")
        role = role or StaffRole(prison=prison, policy=policy, staff_id=member.staff_id, version=0)
        before = carrying.held(role)
        role.first_name, role.last_name, role.username = member.first_name, member.last_name, member.username
        role.position, role.schedule_type, role.hours_per_week = POSITION, schedule_type, status.HOURS[schedule_type]
        role.from_date, role.to_date, role.read_at, role.version = today, None, None, role.version + 1
        try:
            with transaction.atomic():
                role.save()
        except IntegrityError:
            raise Conflict(f"{member.first_name} {member.last_name} is a {policy.words.worker} already") from None
        _begin_again(role, capacity, actor, at)
        carrying.hand_over(role, before=before, by=actor, at=at)
        _record("KEY_WORKER_ROLE_GIVEN", GIVEN, role, actor, at, pattern=schedule_type, capacity=capacity)
    return role


def remove(actor: Actor, prison: str, policy: Policy, staff_id: int, *, version: int | None = None) -> int:
    """Take the job role away today: their people here are deallocated, covers end, what was set for them is forgotten.

    Gives how many were deallocated. Raises NotAllowed, NotFound, Conflict when the role changed since `version`.
    """
    require_allocator(actor, prison, policy)
    today, at = local_time.today(), local_time.now()
    with transaction.atomic():
        role = hold(prison, policy, [staff_id]).get(staff_id)
        if role is None or (role.to_date is not None and role.to_date <= today):
            raise NotFound(f"{staff_id} holds no job role at {prison}")
        if version is not None and role.version != version:
            raise Conflict("Somebody else changed this worker meanwhile. Look at what it says now and try again.")
        ended = end_all_of(prison, policy, staff_id, reason=Allocation.Ended.STAFF_STATUS_CHANGE, by=actor, at=at)
        end_all_of_worker(prison, policy, staff_id, by=actor, at=at)
        WorkerSettings.objects.filter(prison=prison, policy=policy, staff_id=staff_id).delete()
        before = carrying.held(role)
        role.to_date, role.version = today, role.version + 1
        role.save(update_fields=["to_date", "version"])
        carrying.hand_over(role, before=before, by=actor, at=at)
        _record("KEY_WORKER_ROLE_REMOVED", REMOVED, role, actor, at, deallocated=ended)
        return ended


def _begin_again(role: StaffRole, capacity: int | None, actor: Actor, at: datetime) -> None:
    given = {"prison": role.prison, "policy": role.policy, "staff_id": role.staff_id}
    WorkerSettings.objects.filter(**given).delete()
    if capacity is not None and capacity != settings_of(role.prison, Policy(role.policy)).capacity:
        WorkerSettings.objects.create(**given, capacity=capacity, changed_at=at, changed_by=actor.username)


def _record(action: str, event: str, role: StaffRole, actor: Actor, at: datetime, **more: object) -> None:
    where = {"prison": role.prison, "policy": str(role.policy)}
    audit.record(
        action, by=actor, subject_type="staff", subject_id=str(role.staff_id), details={**where, **more}, at=at
    )
    events.publish(event, data={**where, "staffId": role.staff_id, "position": role.position}, at=at)
