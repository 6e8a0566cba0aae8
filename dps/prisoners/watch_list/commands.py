"""Putting people on one's watch list and taking them off."""

from django.db import transaction

from dps.platform import audit, local_time
from dps.platform.access import Actor
from dps.platform.web.refusals import Invalid
from dps.prisoners.watch_list.models import WatchedPerson
from dps.prisoners.watch_list.queries import whose
from dps.prisoners.watch_list.rules import MOST_WATCHED


@transaction.atomic
def watch(number: str, why: str, *, by: Actor) -> None:
    """Put a person, whom the caller has opened, on one's list; twice is once. Raises Invalid when the list is full."""
    mine = WatchedPerson.objects.filter(account_id=whose(by))
    if mine.exclude(person_id=number).count() >= MOST_WATCHED:
        raise Invalid({"": f"Your watch list is full: take somebody off it first ({MOST_WATCHED} people at most)"})
    now = local_time.now()
    _, added = WatchedPerson.objects.update_or_create(
        account_id=whose(by),
        person_id=number,
        defaults={"why": why},
        create_defaults={"why": why, "added_at": now, "looked_at": now},
    )
    if added:
        audit.record("PRISONER_WATCHED", by=by, subject_type="prisoner", subject_id=number)


@transaction.atomic
def stop_watching(number: str, *, by: Actor) -> None:
    """Take a person off one's list; nothing happens when they are not on it."""
    gone, _ = WatchedPerson.objects.filter(account_id=whose(by), person_id=number).delete()
    if gone:
        audit.record("PRISONER_NO_LONGER_WATCHED", by=by, subject_type="prisoner", subject_id=number)


def note_all_seen(*, by: Actor) -> None:
    """Everything that changed until now is seen."""
    WatchedPerson.objects.filter(account_id=whose(by)).update(looked_at=local_time.now())
