"""Every change of a kind that NOMIS gets is queued in the transaction that makes it."""

from collections.abc import Sequence

from django.conf import settings

from dps.legacy.models import QueuedWrite, WriteSwitch
from dps.legacy.outbound import rules
from dps.legacy.outbound.mappers import BY_KIND
from dps.legacy.router import NOMIS
from dps.platform import local_time
from dps.prisoners.changes.models import Change

State = QueuedWrite.State
KEPT_BACK = "Writing to NOMIS is switched off for this prison or this kind of change"


def switches() -> dict[tuple[str, str], bool]:
    """Every switch: (prison, kind) to whether it is on. One statement."""
    return {(prison, kind): on for prison, kind, on in WriteSwitch.objects.values_list("prison", "kind", "on")}


def carry(changes: Sequence[Change]) -> None:
    """Queue changes for NOMIS, and the job that writes them, in the current transaction. Nothing without a NOMIS."""
    if NOMIS not in settings.DATABASES:
        return
    wanted = [change for change in changes if change.kind in BY_KIND]
    if not wanted:
        return
    set_to = switches()
    now = local_time.now()
    writes = []
    for change in wanted:
        on = rules.is_on(set_to, change.prison, change.kind)
        writes.append(
            QueuedWrite(
                change_id=change.pk,
                person_id=change.person_id,
                booking_id=change.booking_id,
                kind=change.kind,
                key=change.key,
                prison=change.prison,
                before=change.before,
                after=change.after,
                username=change.username,
                changed_at=change.at,
                state=State.WAITING if on else State.SWITCHED_OFF,
                reason="" if on else KEPT_BACK,
                try_at=now,
                queued_at=now,
            )
        )
    QueuedWrite.objects.bulk_create(writes)
    enqueue({write.person_id for write in writes if write.state == State.WAITING})


def enqueue(numbers: "set[str]") -> None:
    """Have the worker write what waits for these people, once the current transaction is committed."""
    from dps.legacy.jobs import write_to_nomis

    for number in sorted(numbers):
        write_to_nomis.configure(lock=f"nomis {number}").defer(number=number)
