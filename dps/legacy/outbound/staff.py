"""What NOMIS has of one member of staff, read again."""

from django.db.models import Q

from dps.key_workers.models import StaffRole
from dps.legacy import source
from dps.legacy.inbound.apply import prepare, store
from dps.legacy.inbound.plans import fit_all
from dps.legacy.inbound.sweep import delete
from dps.legacy.models import QueuedWrite
from dps.legacy.outbound.mappers import BY_KIND, roles
from dps.legacy.outbound.prisoner import answering
from dps.platform import local_time


def read_again(write: QueuedWrite) -> None:
    """Take over the job role that a write is about as NOMIS has it now, in the current transaction; it ends today when
    NOMIS has none. Raises Conflict when NOMIS does not answer."""
    assert write.staff_id is not None
    prison, staff_id, policy = roles.identity(write.key)
    unsaid = StaffRole.objects.filter(prison=prison, staff_id=staff_id, policy=policy, read_at=None)
    in_force = Q(to_date=None) | Q(to_date__gt=local_time.today())
    roles.forget_when_read(write)
    with answering():
        plans = fit_all()
        for plan in plans.runs.values():
            if plan.feed.target != BY_KIND[write.kind].target:
                continue
            found = [row for rows in source.read_by(plan, plan.feed.first_key, [staff_id]) for row in rows]
            store(prepare(plan, found), tell=True)
            delete(plan.feed, list(unsaid.filter(in_force).values_list("pk", flat=True)), tell=True)
