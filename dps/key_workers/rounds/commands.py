"""Taking back the last save, and moving the people of one worker to others."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import F

from dps.key_workers.allocating import due_dates, recording
from dps.key_workers.allocating.commands import (
    Saved,
    Unwanted,
    Wanted,
    lock_people,
    require_may_allocate,
    save,
    wait_for_workers,
)
from dps.key_workers.models import Allocation, AllocationRound
from dps.key_workers.policies import Policy
from dps.key_workers.rounds.queries import FOR
from dps.key_workers.staff.queries import workers as workers_of
from dps.platform import audit, local_time
from dps.platform.access import Actor
from dps.platform.web.refusals import Conflict, Invalid, NotFound
from dps.prisoners.search.models import SearchRecord

UNDONE = "UNDONE"
CHANGED_SINCE = "Something has changed since you saved, so it cannot be undone. Change the allocations by hand"


@transaction.atomic
def undo(actor: Actor, prison: str, policy: Policy, round_id: int, *, at: datetime | None = None) -> tuple[int, int]:
    """Take back the last save: what it made never was, what it ended goes on. Only by whoever saved, within a day,
    while nothing of it has changed since. Gives how many were taken back and put back.

    Raises NotAllowed, NotFound, Conflict with words.
    """
    require_may_allocate(actor, prison, policy)
    at = at or local_time.now()
    one = AllocationRound.objects.select_for_update().filter(pk=round_id, prison=prison, policy=policy).first()
    if one is None or one.saved_by != actor.username:
        raise NotFound(str(round_id))
    if one.undone_at or one.saved_at < at - FOR:
        raise Conflict(CHANGED_SINCE)
    ids = [*one.made, *one.ended]
    before = {str(row.pk): row for row in Allocation.objects.filter(pk__in=ids)}
    wait_for_workers(prison, policy, {before[key].staff_id for key in one.ended if key in before})
    lock_people({row.person_id for row in before.values()})
    rows = {str(row.pk): row for row in Allocation.objects.select_for_update().filter(pk__in=ids)}
    _require_unchanged(one, rows, prison, policy)
    made, ended = [rows[key] for key in one.made], [rows[key] for key in one.ended]
    Allocation.objects.filter(pk__in=[row.pk for row in made]).delete()
    for row in made:
        row.is_active, row.deallocation_reason = False, UNDONE
    Allocation.objects.filter(pk__in=[row.pk for row in ended]).update(
        is_active=True, deallocated_at=None, deallocated_by="", deallocation_reason="", version=F("version") + 1
    )
    due_dates.recount([row.pk for row in ended])
    recording.record(ended, made, by=actor, at=at, round_id=one.pk)
    one.undone_at, one.undone_by = at, actor.username
    one.save(update_fields=["undone_at", "undone_by"])
    audit.record(
        "ALLOCATIONS_UNDONE", by=actor, subject_type="allocation_round", subject_id=str(one.pk),
        details={"prison": prison, "policy": str(policy), "takenBack": len(made), "putBack": len(ended)}, at=at,
    )  # fmt: skip
    return len(made), len(ended)


def _require_unchanged(one: AllocationRound, rows: Mapping[str, Allocation], prison: str, policy: Policy) -> None:
    made_still = all(key in rows and rows[key].is_active and rows[key].version == 1 for key in one.made)
    ended_still = all(key in rows and not rows[key].is_active for key in one.ended)
    people = {rows[key].person_id for key in one.ended if key in rows}
    active = Allocation.objects.filter(person_id__in=people, policy=policy, is_active=True).exclude(pk__in=one.made)
    here = SearchRecord.objects.filter(person_id__in=people, agency=prison).count() == len(people)
    able = {worker.staff_id for worker in workers_of(prison, policy, local_time.today()) if worker.status == "ACTIVE"}
    back = {rows[key].staff_id for key in one.ended if key in rows}
    if not (made_still and ended_still and here and back <= able) or active.exists():
        raise Conflict(CHANGED_SINCE)


@transaction.atomic
def move_people(actor: Actor, prison: str, policy: Policy, staff_id: int, given: Mapping[str, Wanted | None]) -> Saved:
    """Give people of one worker to others, or to nobody (None), in one save. Raises as `save` does, and Invalid when
    one of them is no longer this worker's."""
    require_may_allocate(actor, prison, policy)
    lock_people(list(given))
    theirs = set(
        Allocation.objects.filter(
            prison=prison, policy=policy, staff_id=staff_id, is_active=True, person_id__in=list(given)
        ).values_list("person_id", flat=True)
    )
    gone = {number: f"{number} is not with this worker any more" for number in given if number not in theirs}
    if gone:
        raise Invalid(gone)
    return save(
        actor,
        prison,
        policy,
        allocate=[one for one in given.values() if one is not None],
        deallocate=[Unwanted(number, staff_id) for number, one in given.items() if one is None],
    )
