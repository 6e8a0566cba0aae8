"""Ending allocations by themselves. Each may run twice: what is ended already is left alone."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.db import transaction

from dps.key_workers.allocating import due_dates
from dps.key_workers.allocating.commands import end_these, lock_people
from dps.key_workers.allocating.projection import project
from dps.key_workers.leaving import queries
from dps.key_workers.models import Allocation, ComplexityOfNeed
from dps.key_workers.permissions import KeyWorkPermission
from dps.key_workers.policies import Policy
from dps.key_workers.rules import leaving as rules
from dps.platform import audit, events, local_time
from dps.platform.access import SYSTEM, Actor, require
from dps.platform.web.refusals import Invalid, NotFound
from dps.prisoners.models import Person

PEOPLE_A_TRANSACTION = 200


def person_moved(event: Any) -> None:
    """After `prisoner.received` or `prisoner.released`: end the allocations of whoever left their prison, at the time
    of the movement. Allocations made after the event are none of its business."""
    number, at = event.subject, event.occurred_at
    lock_people([number])
    active = _active_of([number], before=at)
    moved = queries.movement_before(number, at) if active else None
    if moved is None:
        return
    by_reason: dict[str, list[Allocation]] = defaultdict(list)
    for one in active:
        reason = rules.why_ended(one.prison, moved.moved)
        if reason:
            by_reason[reason].append(one)
    for reason, those in by_reason.items():
        for one in those:
            end_these([one], reason=reason, at=max(moved.at, one.allocated_at))


def _active_of(numbers: Collection[str], *, before: datetime | None = None) -> list[Allocation]:
    found = Allocation.objects.select_for_update().filter(person_id__in=numbers, is_active=True)
    if before is not None:
        found = found.filter(allocated_at__lte=before)
    return list(found.order_by("person_id", "policy"))


def numbers_merge(kept: str, removed: str) -> None:
    """Before everything of one number moves to another: of two active allocations of a scheme the kept number's stays,
    the other is ended as MERGED; of two assessments of complexity the newer stays. In the merge's transaction."""
    lock_people([kept, removed])
    holds = {one.policy for one in _active_of([kept])}
    end_these([one for one in _active_of([removed]) if one.policy in holds], reason="MERGED", at=local_time.now())
    assessed = {row.person_id: row for row in ComplexityOfNeed.objects.filter(person_id__in=[kept, removed])}
    if removed in assessed and (kept not in assessed or assessed[removed].assessed_at > assessed[kept].assessed_at):
        ComplexityOfNeed.objects.filter(pk=kept).delete()
        newer = assessed[removed]
        ComplexityOfNeed.objects.filter(pk=removed).delete()
        newer.pk = kept
        newer.save(force_insert=True)


def numbers_merged(event: Any) -> None:
    """After `prisoner.merged`: what the kept number's allocations say of sessions and on the record is worked out anew,
    and a worker they may not have any more is taken."""
    number = event.subject
    lock_people([number])
    complexity = ComplexityOfNeed.objects.filter(pk=number).first()
    if complexity is not None and _is_high(complexity):
        end_these(_active_of([number]), reason=rules.COMPLEX, at=local_time.now())
    for policy in Policy:
        due_dates.recount_of_people([number], policy)
    project([number])


@transaction.atomic
def record_complexity(
    actor: Actor, number: str, *, level: str, active: bool = True, assessed_at: datetime, assessed_by: str = ""
) -> ComplexityOfNeed:
    """Keep how complex somebody's needs were assessed to be. Active and HIGH ends their allocations of both schemes,
    at the time of the assessment. An older assessment than the one held changes nothing.

    Raises NotAllowed, NotFound, Invalid.
    """
    require(actor, KeyWorkPermission.RECORD_COMPLEXITY)
    now = local_time.now()
    if level not in ComplexityOfNeed.Level.values:
        raise Invalid({"level": "Choose low, medium or high"})
    if assessed_at > now:
        raise Invalid({"assessed_at": "The assessment must be in the past"})
    if not Person.objects.filter(pk=number).exists():
        raise NotFound(number)
    lock_people([number])
    by = (assessed_by or actor.username)[:240]
    before = ComplexityOfNeed.objects.filter(pk=number).first()
    if before is not None and before.assessed_at > assessed_at:
        return before
    row, _ = ComplexityOfNeed.objects.update_or_create(
        person_id=number,
        defaults={
            "level": level,
            "active": active,
            "assessed_at": assessed_at,
            "assessed_by": by,
            "updated_at": now,
        },
    )
    was = [before.level, before.active] if before else None
    audit.record(
        "COMPLEXITY_OF_NEED_RECORDED",
        by=actor,
        subject_type="prisoner",
        subject_id=number,
        details={"changes": {"complexity": [was, [level, active]]}, "assessedBy": by},
        at=now,
    )
    data = {"level": level, "active": active}
    events.publish("key-work.complexity-of-need.recorded", subject=number, data=data, at=now)
    if _is_high(row):
        for one in _active_of([number]):
            end_these([one], reason=rules.COMPLEX, by=actor, at=max(assessed_at, one.allocated_at), recorded_by=by)
    return row


def _is_high(row: ComplexityOfNeed) -> bool:
    return row.active and row.level == ComplexityOfNeed.Level.HIGH


def reconcile(*, today: date, at: datetime) -> dict[str, int]:
    """End the active allocations of people who are not on the roll of their prison, of workers who hold the job role
    no more, and of people with high complexity of need; name key workers where the record lost them. For movements
    that were missed. Some people a transaction; gives how many by reason."""
    ended: dict[str, int] = defaultdict(int)
    stray = queries.strays(today)
    for start in range(0, len(stray), PEOPLE_A_TRANSACTION):
        some = dict(stray[start : start + PEOPLE_A_TRANSACTION])
        with transaction.atomic():
            lock_people(list(queries.people_of(some)))
            still = {key: reason for key, reason in queries.strays(today, only=list(some)) if key in some}
            rows = list(Allocation.objects.select_for_update().filter(pk__in=still, is_active=True))
            for reason in sorted(set(still.values())):
                those = [one for one in rows if still[one.pk] == reason]
                ended[reason] += end_these(those, reason=reason, by=SYSTEM, at=at)
    unnamed = queries.unnamed()
    for start in range(0, len(unnamed), PEOPLE_A_TRANSACTION):
        with transaction.atomic():
            project(unnamed[start : start + PEOPLE_A_TRANSACTION])
    return dict(ended)
