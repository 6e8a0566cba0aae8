"""The one lock of a worker: taken by whoever changes what they are, and by whoever allocates to them.

Whoever makes somebody inactive and whoever allocates to them at the same moment therefore wait for each other, and the
second sees what the first did.
"""

from collections.abc import Iterable

from dps.key_workers.models import StaffRole
from dps.key_workers.policies import Policy


def hold(prison: str, policy: Policy, staff_ids: Iterable[int]) -> dict[int, StaffRole]:
    """The job roles of these workers, locked until the transaction ends, in the order of their ids. One statement."""
    rows = StaffRole.objects.select_for_update().filter(prison=prison, policy=policy, staff_id__in=set(staff_ids))
    return {row.staff_id: row for row in rows.order_by("staff_id")}
