"""Reads of who holds the job role."""

from datetime import datetime

from django.db.models import Max

from dps.key_workers.models import StaffRole
from dps.key_workers.policies import Policy
from dps.key_workers.staff import queries as staff
from dps.key_workers.staff.listing import matches
from dps.key_workers.staff.queries import Worker
from dps.platform import local_time


def holders(prison: str, policy: Policy, typed: str) -> list[Worker]:
    """Holders of the role whose name begins with what was typed, or whose user name it is. One statement."""
    return [
        one
        for one in staff.workers(prison, policy, local_time.today())
        if matches(one.first_name, one.last_name, typed) or one.username == typed.strip().upper()
    ]


def read_at(prison: str, policy: Policy) -> datetime | None:
    """When NOMIS last said who holds the role here; None when it never did. One statement."""
    found: datetime | None = StaffRole.objects.filter(prison=prison, policy=policy).aggregate(at=Max("read_at"))["at"]
    return found
