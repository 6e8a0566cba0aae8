"""Cover arranged, ended before its day, handed back."""

from datetime import date, datetime

from django.db import transaction

from dps.key_workers.cover import rules
from dps.key_workers.models import Cover
from dps.key_workers.policies import Policy
from dps.key_workers.rules.status import Status
from dps.key_workers.staff import queries as staff
from dps.key_workers.staff.locking import hold
from dps.key_workers.staff.permitted import require_allocator
from dps.platform import audit, local_time
from dps.platform.access import Actor
from dps.platform.web.refusals import Invalid, NotFound


def arrange(
    actor: Actor,
    prison: str,
    policy: Policy,
    staff_id: int,
    *,
    cover_staff_id: int | None,
    from_date: date | None,
    to_date: date | None,
    note: str = "",
) -> Cover:
    """Have a colleague look after somebody's people from one day to another, with what they should know.

    Allocations stay as they are: after the last day the people are the worker's again by themselves. Raises NotAllowed,
    NotFound, Invalid with `cover_staff_id`, `from_date`, `to_date`, `note`.
    """
    require_allocator(actor, prison, policy)
    today = local_time.today()
    with transaction.atomic():
        hold(prison, policy, [staff_id, *([cover_staff_id] if cover_staff_id else [])])
        if staff.worker(prison, policy, staff_id, today) is None:
            raise NotFound(f"{staff_id} holds no job role at {prison}")
        colleague = staff.worker(prison, policy, cover_staff_id, today) if cover_staff_id else None
        others = Cover.objects.filter(
            prison=prison, policy=policy, staff_id=staff_id, ended_at=None, to_date__gte=today
        )
        found = rules.problems(
            staff_id=staff_id,
            cover_staff_id=cover_staff_id,
            available=[colleague.staff_id] if colleague and colleague.status == Status.ACTIVE else [],
            from_date=from_date,
            to_date=to_date,
            others=others.values_list("from_date", "to_date"),
            today=today,
        )
        if len(note) > rules.LONGEST_NOTE:
            found["note"] = f"The note must be {rules.LONGEST_NOTE:,} characters or fewer"
        if found or cover_staff_id is None or from_date is None or to_date is None:
            raise Invalid(found)
        cover = Cover.objects.create(
            prison=prison,
            policy=policy,
            staff_id=staff_id,
            cover_staff_id=cover_staff_id,
            from_date=from_date,
            to_date=to_date,
            note=note,
            made_at=local_time.now(),
            made_by=actor.username,
        )
        _record("KEY_WORKER_COVER_ARRANGED", cover, actor)
        return cover


def end(actor: Actor, prison: str, policy: Policy, cover_id: int) -> Cover:
    """End a cover before its day: the people are handed back now. Ending one that is over does nothing.

    Raises NotAllowed, NotFound.
    """
    require_allocator(actor, prison, policy)
    with transaction.atomic():
        cover = Cover.objects.select_for_update().filter(pk=cover_id, prison=prison, policy=policy).first()
        if cover is None:
            raise NotFound(f"cover {cover_id}")
        if cover.ended_at is None and cover.to_date >= local_time.today():
            _end(cover, by=actor, at=local_time.now())
        return cover


def hand_back(prison: str, policy: Policy, staff_id: int, *, by: Actor, at: datetime) -> int:
    """End the covers in force for somebody who is back. Called in the transaction that brings them back. Gives how
    many."""
    today = local_time.in_london(at).date()
    running = Cover.objects.select_for_update().filter(
        prison=prison, policy=policy, staff_id=staff_id, ended_at=None, from_date__lte=today, to_date__gte=today
    )
    return _end_each(list(running), by=by, at=at)


def end_all_of_worker(prison: str, policy: Policy, staff_id: int, *, by: Actor, at: datetime) -> int:
    """End every cover for or by somebody who no longer holds the job role. Called in that transaction."""
    mine = Cover.objects.select_for_update().filter(
        prison=prison, policy=policy, ended_at=None, to_date__gte=local_time.in_london(at).date()
    )
    return _end_each([row for row in mine if staff_id in (row.staff_id, row.cover_staff_id)], by=by, at=at)


def _end_each(covers: list[Cover], *, by: Actor, at: datetime) -> int:
    for cover in covers:
        _end(cover, by=by, at=at)
    return len(covers)


def _end(cover: Cover, *, by: Actor, at: datetime) -> None:
    cover.ended_at = at
    cover.save(update_fields=["ended_at"])
    _record("KEY_WORKER_COVER_ENDED", cover, by)


def _record(action: str, cover: Cover, by: Actor) -> None:
    details = {
        "prison": cover.prison,
        "policy": cover.policy,
        "cover": cover.pk,
        "covered by": cover.cover_staff_id,
        "from": cover.from_date.isoformat(),
        "to": cover.to_date.isoformat(),
    }
    audit.record(action, by=by, subject_type="staff", subject_id=str(cover.staff_id), details=details)
