"""What is done when case notes change (key-workers.md 5.1): registered with `dps.case_notes.watchers`."""

from collections.abc import Sequence
from uuid import UUID

from dps.key_workers.allocating import due_dates
from dps.key_workers.dashboards import topics
from dps.key_workers.policies import Policy
from dps.key_workers.sessions import counting


def notes_changed(note_ids: Sequence[UUID]) -> None:
    """Record the sessions and entries among these notes, drop those that are none any more or are gone, and tell open
    dashboards. In the transaction of the change; four statements at most, and one for notes that count as nothing."""
    touched = counting.follow(note_ids)
    for policy in Policy:
        people = {one.number for one in touched if one.policy == policy}
        if people:
            due_dates.recount_of_people(people, policy)
    topics.tell({one.prison for one in touched})
