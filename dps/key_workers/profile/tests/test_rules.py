"""The days of a profile, against key-workers.md 2.5."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dps.key_workers.profile import rules
from dps.key_workers.profile.rules import Days

TODAY = date(2026, 3, 31)
NONE = (None, None)


def test_the_last_month_against_as_many_days_before() -> None:
    assert rules.usual(TODAY) == Days(date(2026, 2, 28), TODAY, date(2026, 1, 27), date(2026, 2, 27))


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 800))
def test_the_comparison_ends_the_day_before_and_is_as_long(from_: date, days: int) -> None:
    found = rules.compared(from_, from_ + timedelta(days=days))
    assert found.compared_to == from_ - timedelta(days=1)
    assert found.compared_to - found.compared_from == found.to - found.from_


@pytest.mark.parametrize(
    ("from_", "to", "other", "wrong"),
    [
        (None, None, NONE, set()),
        (date(2026, 3, 1), TODAY, NONE, set()),
        (date(2026, 4, 1), None, NONE, {"from"}),
        (date.min, None, (date.min, date(1900, 1, 1)), {"from", "compared_from"}),
        (date(2026, 4, 1), date(2026, 5, 1), (date(2026, 4, 1), date(2026, 5, 1)), {"from", "to", "compared_from", "compared_to"}),
        (date(2026, 3, 2), date(2026, 3, 1), NONE, {"to"}),
        (None, None, (date(2026, 1, 1), None), {"compared_to"}),
        (None, None, (None, date(2026, 1, 1)), {"compared_from"}),
        (None, None, (date(2026, 1, 2), date(2026, 1, 1)), {"compared_to"}),
    ],
)  # fmt: skip
def test_what_is_wrong_with_days(
    from_: date | None, to: date | None, other: tuple[date | None, date | None], wrong: set[str]
) -> None:
    assert set(rules.problems(from_, to, other, TODAY)) == wrong


def test_days_somebody_chose() -> None:
    assert rules.chosen(date(2026, 3, 1), date(2026, 3, 10), NONE, TODAY) == Days(
        date(2026, 3, 1), date(2026, 3, 10), date(2026, 2, 19), date(2026, 2, 28)
    )
    other = (date(2025, 3, 1), date(2025, 3, 10))
    assert rules.chosen(date(2026, 3, 1), None, other, TODAY) == Days(date(2026, 3, 1), TODAY, *other)
    assert rules.chosen(None, date(2026, 3, 10), NONE, TODAY).from_ == date(2026, 2, 10)


@pytest.mark.parametrize(
    ("now", "before", "unit", "words"),
    [
        (5, 2, "", "+3 increase"), (2, 5, "", "-3 decrease"), (4, 4, "", "No change"), (2000, 0, "", "+2,000 increase"),
        (Decimal("84.31"), Decimal("84.46"), "%", "-0.15% decrease"), (Decimal("1.00"), Decimal(1), "%", "No change"),
    ],
)  # fmt: skip
def test_how_a_figure_changed(now: Decimal, before: Decimal, unit: str, words: str) -> None:
    assert rules.change_words(now, before, unit) == words


def test_no_more_than_half_a_year_is_drawn() -> None:
    assert rules.trend_from(rules.compared(date(1900, 1, 1), TODAY)) == TODAY - timedelta(weeks=26)
    assert rules.trend_from(rules.usual(TODAY)) == date(2026, 2, 28)
