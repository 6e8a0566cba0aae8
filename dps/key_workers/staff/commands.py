"""Every change of a worker: status, capacity, working pattern. Source: key-workers.md 2.6 and 4.4."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from dps.key_workers.allocating.commands import end_all_of
from dps.key_workers.cover.commands import hand_back
from dps.key_workers.models import Allocation, StaffRole, WorkerSettings
from dps.key_workers.policies import Policy
from dps.key_workers.roles import carrying
from dps.key_workers.rules import status as rules
from dps.key_workers.staff.locking import hold
from dps.key_workers.staff.permitted import require_allocator
from dps.platform import audit, events, local_time
from dps.platform.access import SYSTEM, Actor
from dps.platform.web.refusals import Conflict, Invalid, NotFound

SOMEBODY_ELSE = "Somebody else changed this worker meanwhile. Look at what it says now and try again."
BACK_FROM_LEAVE = "key-work.staff-back"


@dataclass(frozen=True, slots=True)
class Changed:
    """What a change of status did."""

    ended: int
    """Allocations that ended."""
    handed_back: int = 0
    """Covers that ended."""


def change_status(
    actor: Actor, prison: str, policy: Policy, staff_id: int, change: rules.Change, *, version: int | None = None
) -> Changed:
    """Give a worker another status, and deallocate their people here when that follows (4.4).

    `version`: of their settings as the page showed them; None does not ask. Raises NotAllowed, NotFound, Conflict,
    Invalid with `status`, `people`, `back_on`.
    """
    require_allocator(actor, prison, policy)
    with transaction.atomic():
        _held(prison, policy, staff_id)
        row = _settings(prison, policy, staff_id)
        _same(row, version)
        if found := rules.problems(row.status, change, local_time.today()):
            raise Invalid(found)
        before = {"status": row.status, "reactivate_on": _day(row.reactivate_on)}
        row.status, row.reactivate_on = change.status, rules.return_kept(change)
        _keep(row, by=actor.username, at=local_time.now())
        ended = handed_back = 0
        if rules.ends_allocations(change):
            ended = end_all_of(
                prison,
                policy,
                staff_id,
                reason=Allocation.Ended.STAFF_STATUS_CHANGE,
                by=actor,
                at=local_time.now(),
            )
        if change.status == rules.Status.ACTIVE:
            handed_back = hand_back(prison, policy, staff_id, by=actor, at=local_time.now())
        after = {"status": row.status, "reactivate_on": _day(row.reactivate_on)}
        _record("KEY_WORKER_STATUS_CHANGED", actor, prison, policy, staff_id, before, after, deallocated=ended)
        return Changed(ended, handed_back)


def change_capacity(
    actor: Actor, prison: str, policy: Policy, staff_id: int, capacity: int, *, version: int | None = None
) -> None:
    """How many people a worker takes before recommendation passes them over: 1 to 999.

    Raises NotAllowed, NotFound, Conflict, Invalid with `capacity`.
    """
    require_allocator(actor, prison, policy)
    if not rules.LEAST <= capacity <= rules.MOST:
        raise Invalid({"capacity": rules.CAPACITY_WORDS})
    with transaction.atomic():
        _held(prison, policy, staff_id)
        row = _settings(prison, policy, staff_id)
        _same(row, version)
        before = {"capacity": row.capacity}
        row.capacity = capacity
        _keep(row, by=actor.username, at=local_time.now())
        _record("KEY_WORKER_CAPACITY_CHANGED", actor, prison, policy, staff_id, before, {"capacity": capacity})


def change_pattern(
    actor: Actor, prison: str, policy: Policy, staff_id: int, schedule_type: str, *, version: int | None = None
) -> None:
    """Full-time or part-time, with the hours a week that go with it.

    `version`: of the job role. Raises NotAllowed, NotFound, Conflict, Invalid with `schedule_type`.
    """
    require_allocator(actor, prison, policy)
    if schedule_type not in rules.PATTERNS:
        raise Invalid({"schedule_type": rules.CHOOSE_PATTERN})
    with transaction.atomic():
        role = _held(prison, policy, staff_id)
        if version is not None and role.version != version:
            raise Conflict(SOMEBODY_ELSE)
        before, was = {"schedule_type": role.schedule_type}, carrying.held(role)
        role.schedule_type, role.hours_per_week = schedule_type, rules.HOURS[schedule_type]
        role.version += 1
        role.save(update_fields=["schedule_type", "hours_per_week", "version"])
        carrying.hand_over(role, before=was, by=actor, at=local_time.now())
        after = {"schedule_type": schedule_type}
        _record("KEY_WORKER_PATTERN_CHANGED", actor, prison, policy, staff_id, before, after)


def bring_back(*, today: date, at: datetime) -> int:
    """Make everybody ACTIVE whose day of return has come (00:30 every night). Safe to run twice. Gives how many."""
    due = WorkerSettings.objects.filter(status=rules.Status.ANNUAL_LEAVE, reactivate_on__lte=today)
    done = 0
    for prison, policy, staff_id in list(due.order_by("id").values_list("prison", "policy", "staff_id")):
        with transaction.atomic():
            hold(prison, Policy(policy), [staff_id])
            row = _settings(prison, Policy(policy), staff_id)
            if not rules.is_back(row.status, row.reactivate_on, today):
                continue  # changed since the list was read
            before = {"status": row.status, "reactivate_on": _day(row.reactivate_on)}
            row.status, row.reactivate_on = rules.Status.ACTIVE, None
            _keep(row, by=SYSTEM.username, at=at)
            hand_back(prison, Policy(policy), staff_id, by=SYSTEM, at=at)
            after = {"status": row.status, "reactivate_on": None}
            _record("KEY_WORKER_STATUS_CHANGED", SYSTEM, prison, Policy(policy), staff_id, before, after)
            events.publish(BACK_FROM_LEAVE, data={"prison": prison, "policy": policy, "staff_id": staff_id}, at=at)
            done += 1
    return done


def _held(prison: str, policy: Policy, staff_id: int) -> StaffRole:
    role = hold(prison, policy, [staff_id]).get(staff_id)
    if role is None or (role.to_date is not None and role.to_date <= local_time.today()):
        raise NotFound(f"{staff_id} holds no job role at {prison}")
    return role


def _settings(prison: str, policy: Policy, staff_id: int) -> WorkerSettings:
    given = {"prison": prison, "policy": policy, "staff_id": staff_id}
    found = WorkerSettings.objects.select_for_update().filter(**given).first()
    return found or WorkerSettings(**given, version=0)


def _same(row: WorkerSettings, version: int | None) -> None:
    if version is not None and row.version != version:
        raise Conflict(SOMEBODY_ELSE)


def _keep(row: WorkerSettings, *, by: str, at: datetime) -> None:
    row.changed_at, row.changed_by, row.version = at, by, row.version + 1
    row.save()


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _record(
    action: str,
    actor: Actor,
    prison: str,
    policy: Policy,
    staff_id: int,
    before: dict[str, Any],
    after: dict[str, Any],
    **more: Any,
) -> None:
    changes = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
    details = {"prison": prison, "policy": str(policy), "changes": changes, **more}
    audit.record(action, by=actor, subject_type="staff", subject_id=str(staff_id), details=details)
