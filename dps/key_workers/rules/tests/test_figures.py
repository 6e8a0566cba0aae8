"""The worked examples of key-workers.md 5.3, 5.5 and 5.7 as tables, and what must hold for every number."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dps.key_workers.rules import figures
from dps.key_workers.rules.figures import Held, PrisonFigures, Range, Snapshot

START = datetime(2026, 10, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("days", "weeks", "projected"),
    [
        (0, 1, 0), (3, 1, 0), (4, 1, 1), (24, 1, 3), (25, 1, 4), (30, 1, 4), (31, 1, 4), (32, 1, 5),
        (6, 2, 0), (7, 2, 1), (13, 4, 0), (14, 4, 1), (41, 4, 1), (42, 4, 2),
    ],
)  # fmt: skip
def test_sessions_projected_for_days(days: int, weeks: int, projected: int) -> None:
    assert figures.projected_for_days(days, weeks) == projected


@pytest.mark.parametrize(
    ("began", "ended", "days"),
    [
        (-10, None, 30), (0, None, 30), (10, None, 20), (-10, 5, 5), (10, 12.9, 2), (5, 90, 25), (-9, -3, 0),
        (31, None, 0), (29.2, None, 0),
    ],
)  # fmt: skip
def test_whole_days_of_an_allocation_in_a_range(began: float, ended: float | None, days: int) -> None:
    held = Held(START + timedelta(days=began), None if ended is None else START + timedelta(days=ended))
    assert figures.days_held(held, starts_at=START, ends_at=START + timedelta(days=30)) == days


def test_projected_of_a_worker_is_rounded_for_each_person() -> None:
    held = [Held(START, START + timedelta(days=n)) for n in (3, 3, 3, 24, 25)]
    end = START + timedelta(days=30)
    assert figures.worker_projected(held, starts_at=START, ends_at=end, frequency_in_weeks=1) == 7
    assert figures.worker_projected([], starts_at=START, ends_at=end, frequency_in_weeks=1) == 0


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [
        (43, 51, "84.31"), (75, 80, "93.75"), (0, 80, "0.00"), (1, 3, "33.33"), (2, 3, "66.67"), (3, 2, "150.00"),
        (1, 800, "0.12"), (3, 800, "0.38"), (5, 800, "0.62"), (1, 0, None), (0, 0, None),
    ],
)  # fmt: skip
def test_percentages_are_half_even_and_nothing_of_something_is_nought(part: int, whole: int, said: str | None) -> None:
    assert figures.percent(part, whole) == (None if said is None else Decimal(said))


def test_compliance_of_a_worker_is_nought_when_there_is_none_of_either() -> None:
    assert [figures.worker_compliance(*pair) for pair in ((0, 9), (9, 0), (0, 0))] == [Decimal(0)] * 3
    assert figures.worker_compliance(7, 9) == Decimal("77.78")


def test_the_worked_example_of_a_prison() -> None:
    nights = [Snapshot(90, 10, 80, 75, 12, None, 20), Snapshot(91, 10, 81, 76, 13, 30, 21)]
    found = figures.prison_figures(nights, days=9, frequency_in_weeks=2, sessions=43, entries=5)
    assert found == PrisonFigures(
        prisoners=90, high_complexity=10, eligible=80, assigned=75, staff=12, days_to_allocation=30, days_to_session=20,
        sessions=43, entries=5, projected=51, percent_assigned=Decimal("93.75"), delivery=Decimal("84.31"), days=9,
        days_counted=2,
    )  # fmt: skip


def test_a_prison_without_sessions_delivers_nought_and_one_without_nights_is_incomplete() -> None:
    none_held = figures.prison_figures([Snapshot(9, 0, 9, 0, 1)], days=7, frequency_in_weeks=1, sessions=0, entries=0)
    assert (none_held.delivery, none_held.percent_assigned) == (Decimal(0), Decimal(0)) and not none_held.is_empty
    no_nights = figures.prison_figures([], days=7, frequency_in_weeks=1, sessions=3, entries=0)
    assert (no_nights.delivery, no_nights.projected, no_nights.prisoners) == (None, None, None)
    assert not no_nights.is_empty
    assert figures.prison_figures([], days=7, frequency_in_weeks=1, sessions=0, entries=0).is_empty


def _prison(eligible: int, sessions: int, days: int | None = None, assigned: int = 0) -> PrisonFigures:
    nights = [Snapshot(eligible, 0, eligible, assigned, 5, days, days)] if eligible else []
    return figures.prison_figures(nights, days=7, frequency_in_weeks=1, sessions=sessions, entries=1)


def test_the_nation_is_all_sessions_by_all_projected() -> None:
    found = figures.national_figures([_prison(900, 450, 3, 300), _prison(100, 100, 4, 100), _prison(0, 7)])
    assert (found.prisons, found.eligible, found.projected, found.sessions, found.entries) == (3, 1000, 1000, 557, 3)
    assert found.delivery == Decimal("55.00"), "and not 75.00, the mean of the two rates"
    assert found.percent_assigned == Decimal("40.00")
    assert (found.days_to_allocation, found.days_to_session) == (4, 4), "3.5 rounds up"
    none = figures.national_figures([])
    assert (none.delivery, none.percent_assigned, none.days_to_session, none.sessions) == (None, None, None, 0)


@given(st.lists(st.tuples(st.integers(1, 2000), st.integers(0, 3000)), min_size=1, max_size=20), st.randoms())
def test_the_national_rate_lies_between_those_of_the_prisons_in_any_order(
    pairs: list[tuple[int, int]], random: object
) -> None:
    prisons = [_prison(*pair) for pair in pairs]
    rates = [one.delivery for one in prisons if one.delivery is not None]
    found = figures.national_figures(prisons)
    assert found.delivery is not None and min(rates) <= found.delivery <= max(rates)
    random.shuffle(prisons)  # type: ignore[attr-defined]
    assert figures.national_figures(prisons) == found


@given(st.integers(0, 400), st.integers(1, 4))
def test_projected_is_never_half_a_session_off(days: int, weeks: int) -> None:
    projected = figures.projected_for_days(days, weeks)
    assert abs(projected - days / (weeks * 7)) <= 0.5
    assert figures.projected_for_days(days + 1, weeks) >= projected


def test_weeks_begin_on_sunday() -> None:
    saturday, sunday, monday = date(2026, 11, 28), date(2026, 11, 29), date(2026, 11, 30)
    assert [figures.week_of(day) for day in (saturday, sunday, monday)] == [date(2026, 11, 22), sunday, sunday]
    weeks = figures.weeks_to(saturday)
    assert len(weeks) == 52 and weeks[-1] == date(2026, 11, 22) and weeks[0] == date(2025, 11, 30)


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        (date(2026, 8, 31), 6, date(2026, 2, 28)), (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2026, 1, 15), 1, date(2025, 12, 15)), (date(2024, 8, 30), 6, date(2024, 2, 29)),
        (date(2026, 12, 1), -1, date(2027, 1, 1)), (date(2026, 12, 31), 0, date(2026, 12, 31)),
    ],
)  # fmt: skip
def test_months_before(day: date, months: int, before: date) -> None:
    assert figures.months_before(day, months) == before


@pytest.mark.parametrize(
    ("eligible", "waited"),
    [
        (date(2026, 11, 28), 0), (date(2026, 11, 1), 27), (date(2026, 5, 28), 184), (date(2026, 5, 27), None),
        (date(2026, 11, 29), None),
    ],
)  # fmt: skip
def test_who_counts_for_the_days_waited(eligible: date, waited: int | None) -> None:
    assert figures.wait_in_days(eligible, date(2026, 11, 28)) == waited


def test_the_mean_of_days_is_cut() -> None:
    assert figures.mean_of_days([1, 2, 5]) == 2 and figures.mean_of_days([]) is None


@pytest.mark.parametrize(
    ("today", "shown"),
    [
        (date(2026, 11, 28), Range(date(2026, 10, 1), date(2026, 10, 31), date(2026, 9, 1), date(2026, 9, 30))),
        (date(2026, 11, 30), Range(date(2026, 11, 1), date(2026, 11, 29), date(2026, 10, 1), date(2026, 10, 31))),
        (date(2026, 1, 1), Range(date(2025, 12, 1), date(2025, 12, 31), date(2025, 11, 1), date(2025, 11, 30))),
        (date(2026, 3, 15), Range(date(2026, 2, 1), date(2026, 2, 28), date(2026, 1, 1), date(2026, 1, 31))),
    ],
)
def test_the_month_the_page_opens_with(today: date, shown: Range) -> None:
    assert figures.usual_month(today) == shown


def test_the_month_so_far_and_a_range_of_ones_own() -> None:
    assert figures.month_so_far(date(2026, 11, 28)) == Range(
        date(2026, 11, 1), date(2026, 11, 27), date(2026, 10, 1), date(2026, 10, 31)
    )
    assert figures.month_so_far(date(2026, 11, 1)).from_ == date(2026, 10, 1)
    assert figures.chosen_range(date(2026, 11, 11), date(2026, 11, 20), None) == Range(
        date(2026, 11, 11), date(2026, 11, 20), date(2026, 11, 1), date(2026, 11, 10)
    )


def test_the_plan_of_a_week_grows_by_the_day() -> None:
    sunday, saturday = date(2026, 11, 22), date(2026, 11, 28)
    assert figures.week_plan(70, 1, 9, sunday) == figures.Plan(9, 70, 10)
    assert not figures.week_plan(70, 1, 9, sunday).on_course and figures.week_plan(70, 1, 10, sunday).on_course
    assert figures.week_plan(70, 2, 35, saturday) == figures.Plan(35, 35, 35)
    assert figures.week_plan(70, 2, 35, saturday).percent == Decimal(100)


@given(st.integers(0, 500), st.integers(0, 500))
def test_a_bar_is_empty_only_for_nothing(part: int, whole: int) -> None:
    steps = figures.twentieths(part, whole)
    assert 0 <= steps <= 20 and (steps == 0) == (part == 0 or whole == 0)
