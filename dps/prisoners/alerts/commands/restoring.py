"""Putting an alert back as it was before a change: its comments, who authorised it and its end date."""

from uuid import UUID

from django.db import transaction

from dps.platform import local_time
from dps.platform.access import Actor
from dps.platform.web.refusals import Conflict
from dps.prisoners.alerts.commands import profile
from dps.prisoners.alerts.rules.writing import is_active, with_dates
from dps.prisoners.changes.models import Change


@transaction.atomic
def restore(change: Change, by: Actor) -> None:
    """Give an active alert the state before a change of it. Raises Conflict for what cannot be put back: an alert that
    was added or deleted, and one that would be made active again or end in the past."""
    if change.before is None or change.after is None:
        raise Conflict(
            "An alert that was added or deleted cannot be put back here. Add a new one, or ask administration."
        )
    today, before = local_time.today(), with_dates(change.before)
    if not is_active(before["active_to"], today):
        raise Conflict("The alert had ended by then, so that state cannot be put back.")
    profile.put_back(
        alert_id=UUID(change.key),
        values={name: before[name] for name in ("description", "authorised_by", "active_to")},
        reason=f"Put back to how it was before {local_time.short_date(change.at)}",
        by=by,
        at=local_time.now(),
        today=today,
    )
