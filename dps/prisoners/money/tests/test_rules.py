"""Months and balances of an account."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dps.prisoners.money.rules import Holding, Movement, Obligation, balances_after, month_of, still_owed

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


@pytest.mark.parametrize(
    ("owed", "paid", "status", "left"),
    [
        (5_000, 1_235, "ACTIVE", 3_765),
        (5_000, 0, "ACTIVE", 5_000),
        (5_000, 5_000, "ACTIVE", 0),
        (5_000, 5_001, "ACTIVE", 0),
        (5_000, 0, "ONH", 0),
        (5_000, 0, "APPEAL", 0),
        (5_000, 0, "INACT", 0),
        (5_000, 0, "PAID", 0),
        (5_000, 0, "", 0),
        (0, 0, "ACTIVE", 0),
    ],
)
def test_only_what_is_active_is_still_owed(owed: int, paid: int, status: str, left: int) -> None:
    assert still_owed([Obligation(owed, paid, status)]) == left


pence = st.integers(0, 10_000_000)
owing = st.lists(
    st.builds(Obligation, pence, pence, st.sampled_from(["ACTIVE", "PAID", "INACT", "ONH", "APPEAL", "X"]))
)


@given(owing, owing)
def test_what_is_owed_adds_up_and_is_never_below_nothing(some: list[Obligation], more: list[Obligation]) -> None:
    assert still_owed([*some, *more]) == still_owed(some) + still_owed(more) >= 0
    assert still_owed(some) <= sum(one.owed for one in some)
