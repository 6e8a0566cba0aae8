"""Months and balances of an account."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dps.prisoners.money.rules import Holding, Movement, balances_after, month_of

TODAY = date(2028, 2, 10)


@pytest.mark.parametrize(
    ("year", "month", "days"),
    [
        (2028, 2, (date(2028, 2, 1), TODAY)),
        (2028, 1, (date(2028, 1, 1), date(2028, 1, 31))),
        (2024, 2, (date(2024, 2, 1), date(2024, 2, 29))),
        (2027, 12, (date(2027, 12, 1), date(2027, 12, 31))),
        (2028, 3, None),
        (2029, 1, None),
    ],
)
def test_a_month_is_whole_this_one_up_to_today_and_a_future_one_empty(
    year: int, month: int, days: tuple[date, date] | None
) -> None:
    assert month_of(year, month, TODAY) == days


moves = st.lists(st.builds(Movement, st.sampled_from(["LEI", "MDI"]), st.integers(-10_000, 10_000)), max_size=20)


@given(moves, st.dictionaries(st.sampled_from(["LEI", "MDI"]), st.integers(-10_000, 10_000)))
def test_each_balance_is_the_one_before_it_and_what_moved(newest_first: list[Movement], now: dict[str, int]) -> None:
    found = list(zip(newest_first, balances_after(newest_first, now), strict=True))
    for prison in ("LEI", "MDI"):
        here = [(moved.amount, after) for moved, after in found if moved.prison == prison]
        if here:
            assert here[0][1] == now.get(prison, 0)
        for (amount, after), (_, before) in pairwise(here):
            assert after == before + amount


def test_what_is_held_cannot_be_used() -> None:
    assert Holding(1_000, 250).available == 750
