"""What one prison was on one day, from what is known of each of its people (key-workers.md 5.4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dps.key_workers.rules.due import next_due_on
from dps.key_workers.rules.figures import mean_of_days, wait_in_days


@dataclass(frozen=True, slots=True)
class Seen:
    """One person who was in the prison at the end of the day. Days are days in London."""

    number: str
    cell_path: str = ""
    admitted_on: date | None = None
    """When they last came in; None when no admission is recorded."""
    high_complexity: bool = False
    reassessed_on: date | None = None
    """When their complexity of need was last assessed; None where the prison keeps no such assessments."""
    allocated_on: date | None = None
    """Of the allocation at this prison they had at the end of the day."""
    first_allocated_on: date | None = None
    """Of the first allocation they ever had at this prison."""
    last_session_on: date | None = None
    """Of the last session here by the end of the day."""
    recorded_session_on: date | None = None
    """When the earliest of the sessions that were written down that day was held."""
    session_before_on: date | None = None
    """When the session before that one was held here."""

    def eligible_from(self, day: date) -> date | None:
        """Since when they could have had a worker: the later of admission and assessment; None for high complexity.
        Who has neither date could have had one since that day."""
        if self.high_complexity:
            return None
        return max((one for one in (self.admitted_on, self.reassessed_on) if one is not None), default=day)


@dataclass(frozen=True, slots=True)
class Counted:
    """One prison on one day."""

    prisoners: int
    high_complexity: int
    eligible: int
    assigned: int
    days_to_allocation: int | None
    days_to_session: int | None
    overdue: int

    @property
    def is_kept(self) -> bool:
        """A day without anybody, or without anybody eligible, is skipped."""
        return self.eligible > 0


def count(people: Sequence[Seen], *, day: date, frequency_in_weeks: int) -> Counted:
    """Count a prison as it was at the end of `day`."""
    eligible = [one for one in people if not one.high_complexity]
    assigned = [one for one in eligible if one.allocated_on is not None]
    return Counted(
        prisoners=len(people),
        high_complexity=len(people) - len(eligible),
        eligible=len(eligible),
        assigned=len(assigned),
        days_to_allocation=mean_of_days([n for one in eligible if (n := _wait_for_allocation(one, day)) is not None]),
        days_to_session=mean_of_days([n for one in eligible if (n := _wait_for_session(one, day)) is not None]),
        overdue=sum(_is_overdue(one, day, frequency_in_weeks) for one in assigned),
    )


def _wait_for_allocation(one: Seen, day: date) -> int | None:
    eligible_from = one.eligible_from(day)
    if one.first_allocated_on != day or eligible_from is None:
        return None
    return wait_in_days(eligible_from, day)


def _wait_for_session(one: Seen, day: date) -> int | None:
    held, eligible_from = one.recorded_session_on, one.eligible_from(day)
    if held is None or eligible_from is None:
        return None
    if one.session_before_on is not None and one.session_before_on >= eligible_from:
        return None
    return wait_in_days(eligible_from, held)


def _is_overdue(one: Seen, day: date, weeks: int) -> bool:
    assert one.allocated_on is not None
    since = min(one.admitted_on or one.allocated_on, one.allocated_on)
    return next_due_on(one.allocated_on, one.last_session_on, weeks, since=since) <= day
