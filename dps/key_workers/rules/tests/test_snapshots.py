"""What counts on one day of one prison (key-workers.md 5.4)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dps.key_workers.rules import snapshots
from dps.key_workers.rules.snapshots import Seen

DAY = date(2026, 11, 27)
SOMEBODY = Seen("A1111AA", admitted_on=date(2026, 11, 1))


def ago(days: int) -> date:
    return DAY - timedelta(days=days)


def test_a_day_is_counted() -> None:
    people = [
        SOMEBODY,
        replace(SOMEBODY, number="B", allocated_on=ago(3)),
        replace(SOMEBODY, number="C", allocated_on=ago(30), last_session_on=ago(9)),
        replace(SOMEBODY, number="D", high_complexity=True, allocated_on=ago(3)),
    ]
    found = snapshots.count(people, day=DAY, frequency_in_weeks=1)
    assert (found.prisoners, found.high_complexity, found.eligible, found.assigned, found.overdue) == (4, 1, 3, 2, 1)
    assert found.days_to_allocation is None and found.days_to_session is None and found.is_kept


def test_a_day_without_anybody_eligible_is_skipped() -> None:
    assert not snapshots.count([], day=DAY, frequency_in_weeks=1).is_kept
    only_high = [replace(SOMEBODY, high_complexity=True)]
    assert not snapshots.count(only_high, day=DAY, frequency_in_weeks=1).is_kept


@pytest.mark.parametrize(
    ("admitted", "reassessed", "since"),
    [
        (ago(9), None, ago(9)), (ago(9), ago(4), ago(4)), (ago(4), ago(9), ago(4)), (None, ago(9), ago(9)),
        (None, None, DAY),
    ],
)  # fmt: skip
def test_eligible_from_the_later_of_admission_and_assessment(
    admitted: date | None, reassessed: date | None, since: date
) -> None:
    one = Seen("A", admitted_on=admitted, reassessed_on=reassessed)
    assert one.eligible_from(DAY) == since
    assert replace(one, high_complexity=True).eligible_from(DAY) is None


@pytest.mark.parametrize(
    ("first", "admitted", "mean"),
    [
        (DAY, ago(9), 9), (DAY, DAY, 0), (ago(1), ago(9), None), (None, ago(9), None), (DAY, ago(184), 184),
        (DAY, date(2026, 5, 27), 184), (DAY, date(2026, 5, 26), None),
    ],
)  # fmt: skip
def test_days_to_the_first_allocation_here(first: date | None, admitted: date, mean: int | None) -> None:
    one = replace(SOMEBODY, admitted_on=admitted, first_allocated_on=first, allocated_on=first)
    assert snapshots.count([one], day=DAY, frequency_in_weeks=1).days_to_allocation == mean


@pytest.mark.parametrize(
    ("held", "before", "mean"),
    [
        (ago(0), None, 26), (ago(20), None, 6), (ago(26), None, 0), (ago(27), None, None), (ago(0), ago(27), 26),
        (ago(0), ago(26), None), (None, None, None),
    ],
)  # fmt: skip
def test_days_to_the_first_session_since_they_came(held: date | None, before: date | None, mean: int | None) -> None:
    one = replace(SOMEBODY, recorded_session_on=held, session_before_on=before)
    assert snapshots.count([one], day=DAY, frequency_in_weeks=1).days_to_session == mean


def test_means_are_cut() -> None:
    people = [
        replace(SOMEBODY, number=str(n), admitted_on=ago(n), first_allocated_on=DAY, recorded_session_on=DAY)
        for n in (1, 2, 5)
    ]
    found = snapshots.count(people, day=DAY, frequency_in_weeks=1)
    assert (found.days_to_allocation, found.days_to_session) == (2, 2)


@pytest.mark.parametrize(
    ("allocated", "last", "weeks", "overdue"),
    [
        (ago(6), None, 1, 0), (ago(7), None, 1, 1), (ago(13), None, 2, 0), (ago(14), None, 2, 1), (ago(60), ago(6), 1, 0),
        (ago(60), ago(7), 1, 1), (ago(2), ago(9), 1, 1), (ago(2), ago(40), 1, 0),
    ],
)  # fmt: skip
def test_overdue_when_the_day_it_was_due_is_over(allocated: date, last: date | None, weeks: int, overdue: int) -> None:
    one = replace(SOMEBODY, allocated_on=allocated, last_session_on=last)
    assert snapshots.count([one], day=DAY, frequency_in_weeks=weeks).overdue == overdue


people = st.builds(
    Seen,
    number=st.just("A"),
    admitted_on=st.none() | st.dates(ago(400), DAY),
    high_complexity=st.booleans(),
    allocated_on=st.none() | st.dates(ago(400), DAY),
    first_allocated_on=st.none() | st.dates(ago(400), DAY),
    last_session_on=st.none() | st.dates(ago(400), DAY),
    recorded_session_on=st.none() | st.dates(ago(30), DAY),
)


@given(st.lists(people, max_size=12), st.integers(1, 4))
def test_counts_are_parts_of_one_another(everybody: list[Seen], weeks: int) -> None:
    found = snapshots.count(everybody, day=DAY, frequency_in_weeks=weeks)
    assert found.prisoners == found.eligible + found.high_complexity == len(everybody)
    assert 0 <= found.overdue <= found.assigned <= found.eligible
    assert found == snapshots.count(everybody[::-1], day=DAY, frequency_in_weeks=weeks)
