"""Naming key workers where the record of a person, lists and search read them."""

from collections.abc import Collection

from dps.key_workers.models import Allocation, StaffRole
from dps.key_workers.policies import Policy
from dps.prisoners.staff_contacts.commands import Named, name_key_workers


def project(numbers: Collection[str]) -> None:
    """Have the records of these people name the key worker they have now, or none."""
    if not numbers:
        return
    active = list(
        Allocation.objects.filter(person_id__in=numbers, policy=Policy.KEY_WORKER, is_active=True).values_list(
            "person_id", "prison", "staff_id", "allocated_at"
        )
    )
    known = {
        (prison, staff_id): (first, last)
        for prison, staff_id, first, last in StaffRole.objects.filter(
            policy=Policy.KEY_WORKER, staff_id__in={row[2] for row in active}
        ).values_list("prison", "staff_id", "first_name", "last_name")
    }
    now: dict[str, Named | None] = dict.fromkeys(numbers)
    for number, prison, staff_id, at in active:
        first, last = known.get((prison, staff_id), ("", ""))
        now[number] = Named(staff_id, first, last, at, prison)
    name_key_workers(now)
