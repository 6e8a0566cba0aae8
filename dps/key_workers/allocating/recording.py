"""What every change of an allocation does in its transaction: rows, audit, events, the projection search reads."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import F

from dps.key_workers.allocating import due_dates
from dps.key_workers.allocating.projection import project
from dps.key_workers.dashboards import topics
from dps.key_workers.models import Allocation
from dps.key_workers.policies import Policy
from dps.key_workers.rules.allocation import Wanted
from dps.platform import audit, events
from dps.platform.access import Actor

SAVED = "key-work.allocations.changed"
"""One event for everything a save did: who was given whom, in numbers."""
MADE, ENDED = "key-work.allocation.made", "key-work.allocation.ended"


def end(allocations: Sequence[Allocation], reasons: Mapping[Any, str], *, by: str, at: datetime) -> None:
    """End active allocations that are locked, each for its reason (by id of the allocation)."""
    for reason in sorted(set(reasons.values())):
        ids = [one.pk for one in allocations if reasons[one.pk] == reason]
        Allocation.objects.filter(pk__in=ids).update(
            is_active=False, deallocated_at=at, deallocated_by=by[:64], deallocation_reason=reason, next_due_on=None,
            version=F("version") + 1,
        )  # fmt: skip
    for one in allocations:
        one.is_active, one.deallocated_at, one.deallocated_by = False, at, by[:64]
        one.deallocation_reason, one.next_due_on, one.version = reasons[one.pk], None, one.version + 1


def make(prison: str, policy: Policy, wanted: Sequence[Wanted], *, by: str, at: datetime) -> list[Allocation]:
    """New allocations, with the day their next session is due. Three statements."""
    rows = Allocation.objects.bulk_create(
        Allocation(
            person_id=one.number,
            prison=prison,
            staff_id=one.staff_id,
            policy=policy,
            allocated_at=at,
            allocated_by=by[:64],
            reason=one.reason,
            why=one.why[:200] if one.reason == Allocation.Reason.AUTO else "",
        )
        for one in wanted
    )
    due_dates.recount([row.pk for row in rows])
    return rows


def record(
    made: Sequence[Allocation], ended: Sequence[Allocation], *, by: Actor, at: datetime, round_id: int | None = None
) -> None:
    """Audit, events and search of allocations made and ended, of any prisons. As many statements for two hundred as
    for two."""
    told = [
        *((one, ENDED, "DEALLOCATED", one.deallocation_reason) for one in ended),
        *((one, MADE, "ALLOCATED", one.reason) for one in made),
    ]
    said = [_said(one, reason) for one, _, _, reason in told]
    audit.record_several(
        [
            audit.Entry(f"{one.policy}_{action}", "prisoner", one.person_id, {**details, "at": at.isoformat()})
            for (one, _, action, _), details in zip(told, said, strict=True)
        ],
        by=by,
    )
    events.publish_several(
        [
            events.Happened(event, one.person_id, details)
            for (one, event, _, _), details in zip(told, said, strict=True)
        ],
        at=at,
    )
    project({one.person_id for one in (*made, *ended) if one.policy == Policy.KEY_WORKER})
    for prison, policy in sorted({(one.prison, one.policy) for one in (*made, *ended)}):
        _tell_of_all(prison, Policy(policy), made, ended, by=by, at=at, round_id=round_id)


def _said(one: Allocation, reason: str) -> dict[str, Any]:
    return {
        "allocationId": str(one.pk),
        "prison": one.prison,
        "policy": str(one.policy),
        "staffId": one.staff_id,
        "reason": str(reason),
    }


def _tell_of_all(
    prison: str,
    policy: Policy,
    made: Collection[Allocation],
    ended: Collection[Allocation],
    *,
    by: Actor,
    at: datetime,
    round_id: int | None,
) -> None:
    def counted(rows: Collection[Allocation]) -> dict[str, int]:
        return dict(Counter(str(one.staff_id) for one in rows if (one.prison, one.policy) == (prison, policy)))

    data = {
        "prison": prison,
        "policy": str(policy),
        "by": by.username,
        "roundId": round_id,
        "made": counted(made),
        "ended": counted(ended),
    }
    events.publish(SAVED, subject=f"{prison}:{policy}", data=data, at=at)
    topics.tell([prison])
