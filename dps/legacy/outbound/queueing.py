"""Every change of a kind that NOMIS gets is queued in the transaction that makes it."""

from collections.abc import Iterable, Sequence

from django.conf import settings
from django.db import connection

from dps.key_workers.roles.carrying import RoleChange
from dps.legacy.models import QueuedWrite, WriteSwitch
from dps.legacy.outbound import rules
from dps.legacy.outbound.mappers import BY_KIND, roles
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
    _queue(
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
        )
        for change in wanted
    )


def carry_role(change: RoleChange) -> None:
    """Queue a change of a job role likewise, when NOMIS keeps roles of its kind (key-workers.md 3): those of key
    workers, never those of personal officers."""
    if NOMIS not in settings.DATABASES or not roles.is_kept_there(change):
        return
    before, after = roles.as_written(change)
    _queue(
        [
            QueuedWrite(
                change_id=_next_number(),
                staff_id=change.after["staff_id"],
                kind=roles.KIND,
                key=roles.key_of(change),
                prison=change.after["prison"],
                before=before,
                after=after,
                username=change.by,
                changed_at=change.at,
            )
        ]
    )


def _next_number() -> int:
    """A number that no change of a record has or will have."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [Change._meta.db_table])
        return int(cursor.fetchone()[0])


def _queue(writes: Iterable[QueuedWrite]) -> None:
    set_to = switches()
    now = local_time.now()
    made = list(writes)
    for write in made:
        on = rules.is_on(set_to, write.prison, write.kind)
        write.state, write.reason = (State.WAITING, "") if on else (State.SWITCHED_OFF, KEPT_BACK)
        write.try_at = write.queued_at = now
    QueuedWrite.objects.bulk_create(made)
    enqueue({write.whose for write in made if write.state == State.WAITING})


def enqueue(whose: "set[str]") -> None:
    """Have the worker write what waits for these people and staff, once the current transaction is committed."""
    from dps.legacy.jobs import write_to_nomis

    for number in sorted(whose):
        write_to_nomis.configure(lock=f"nomis {number}").defer(number=number)
