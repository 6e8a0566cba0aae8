"""What e-mails follow from: a save of allocations, a worker back from leave."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from dps.key_workers.emails import commands
from dps.key_workers.policies import Policy

if TYPE_CHECKING:
    from dps.platform.events.models import DomainEvent


def allocations_changed(event: "DomainEvent") -> None:
    """After a save: to each worker in it."""
    data = event.data
    commands.tell_of_a_save(
        data["prison"],
        Policy(data["policy"]),
        by=data["by"],
        made=_by_staff(data["made"]),
        ended=_by_staff(data["ended"]),
        at=event.occurred_at,
    )


def staff_back(event: "DomainEvent") -> None:
    """After the nightly job: to those who allocate."""
    data = event.data
    commands.tell_of_a_return(data["prison"], Policy(data["policy"]), data["staff_id"])


def _by_staff(counts: Mapping[str, Any]) -> dict[int, int]:
    return {int(staff_id): int(number) for staff_id, number in counts.items()}
