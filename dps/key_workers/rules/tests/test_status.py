"""The status machine, against key-workers.md 2.6 and 4.4."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dps.key_workers.rules import status as rules
from dps.key_workers.rules.status import Change, People, Status

TODAY = date(2026, 11, 24)
TOMORROW = TODAY + timedelta(days=1)
KEEP, END = People.KEEP, People.DEALLOCATE


@pytest.mark.parametrize(
    ("now", "change", "wrong"),
    [
        (Status.ANNUAL_LEAVE, Change(Status.ACTIVE), set()),
        (Status.ACTIVE, Change(Status.ACTIVE), {"status"}),
        (Status.ACTIVE, Change(Status.INACTIVE), set()),
        (Status.ACTIVE, Change(Status.LONG_TERM_ABSENCE), {"people"}),
        (Status.ACTIVE, Change(Status.LONG_TERM_ABSENCE, KEEP), set()),
        (Status.ACTIVE, Change(Status.NO_PRISONER_CONTACT, END, TODAY), set()),
        (Status.ACTIVE, Change(Status.ANNUAL_LEAVE), {"people", "back_on"}),
        (Status.ACTIVE, Change(Status.ANNUAL_LEAVE, KEEP, TODAY), {"back_on"}),
        (Status.ACTIVE, Change(Status.ANNUAL_LEAVE, KEEP, TOMORROW), set()),
        (Status.ANNUAL_LEAVE, Change(Status.ANNUAL_LEAVE, KEEP, TOMORROW), set()),
        (Status.INACTIVE, Change(Status.INACTIVE), {"status"}),
    ],
)
def test_what_must_be_answered(now: Status, change: Change, wrong: set[str]) -> None:
    assert set(rules.problems(now, change, TODAY)) == wrong


@pytest.mark.parametrize(
    ("change", "ends"),
    [
        (Change(Status.ACTIVE), False),
        (Change(Status.ACTIVE, END), False),
        (Change(Status.INACTIVE), True),
        (Change(Status.INACTIVE, KEEP), True),
        (Change(Status.ANNUAL_LEAVE, KEEP), False),
        (Change(Status.NO_PRISONER_CONTACT, END), True),
    ],
)
def test_whose_people_are_deallocated(change: Change, ends: bool) -> None:
    assert rules.ends_allocations(change) is ends


@given(st.sampled_from(list(Status)), st.dates(), st.dates())
def test_a_day_of_return_is_kept_for_annual_leave_alone_and_brings_back_on_the_day(
    status: Status, back_on: date, today: date
) -> None:
    kept = rules.return_kept(Change(status, KEEP, back_on))
    assert kept == (back_on if status is Status.ANNUAL_LEAVE else None)
    assert rules.is_back(status, kept, today) is (status is Status.ANNUAL_LEAVE and back_on <= today)


@given(st.sampled_from(list(Status)))
def test_the_four_others_are_offered(now: Status) -> None:
    assert len(rules.offered(now)) == 4 and now not in rules.offered(now)


@pytest.mark.parametrize(
    ("typed", "number"),
    [("1", 1), (" 999 ", 999), ("0", None), ("1000", None), ("-3", None), ("2.5", None), ("", None), ("٣", None)],
)
def test_a_capacity_is_a_whole_number_from_1_to_999(typed: str, number: int | None) -> None:
    assert rules.capacity_of(typed) == number
