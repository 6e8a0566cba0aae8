"""When the next session is due: the last session, or the allocation, and the prison's frequency (key-workers.md 9)."""

from datetime import date, timedelta


def next_due_on(
    allocated_on: date, last_session_on: date | None, frequency_in_weeks: int, *, since: date | None = None
) -> date:
    """The day by which the next session should be held.

    Counted from the last session when it was held on or after `since`: the day the person was first allocated here, or
    arrived (when not given, the day of this allocation). Otherwise from the allocation.
    """
    counts = last_session_on is not None and last_session_on >= (since or allocated_on)
    base = last_session_on if counts and last_session_on is not None else allocated_on
    return base + timedelta(weeks=frequency_in_weeks)
