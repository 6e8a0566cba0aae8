"""What is given to a person who asks what is held about them: their allocations."""

from dps.case_notes.subject_access.rules import Window
from dps.case_notes.subject_access.sources import Entry
from dps.estate.queries import agency_name
from dps.key_workers.history.queries import ENDED, REASONS, Held, allocations_of
from dps.platform import local_time
from dps.prisoners.rules import names


def entries(number: str, window: Window) -> list[Entry]:
    """Allocations that were in force at some time of the days asked about, oldest first. One statement."""
    held = [one for one in reversed(allocations_of(number)) if _falls(one, window)]
    return [_entry(one) for one in held]


def _falls(one: Held, window: Window) -> bool:
    began_in_time = window.over is None or one.allocated_at < window.over
    ended_too_soon = window.begins and one.deallocated_at and one.deallocated_at < window.begins
    return began_in_time and not ended_too_soon


def _entry(one: Held) -> Entry:
    worker = names.full_name(one.first_name, one.last_name) or "Not named"
    ended = ENDED.get(one.deallocation_reason, one.deallocation_reason)
    return Entry(
        data={
            "policy": str(one.policy),
            "prison": agency_name(one.prison),
            "staffMember": worker,
            "allocatedAt": one.allocated_at.isoformat(),
            "allocationReason": one.reason,
            "allocationExpiredAt": one.deallocated_at.isoformat() if one.deallocated_at else None,
            "deallocationReason": one.deallocation_reason or None,
        },
        title=f"{one.policy.words.capital}: {worker}",
        facts=[
            ("Establishment", agency_name(one.prison)),
            ("Allocated on", local_time.long_date_and_time(one.allocated_at)),
            ("How allocated", REASONS.get(one.reason, one.reason)),
            ("Deallocated on", local_time.long_date_and_time(one.deallocated_at) or "-"),
            ("Deallocation reason", ended or "-"),
        ],
    )
