from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dps.prisoners.military import rules
from dps.prisoners.military.rules import Service

TODAY = date(2026, 11, 24)
GOOD = Service("ARM", date(2004, 3, 1))


def test_branch_and_month_are_enough_and_the_lists_are_those_of_the_reference_data() -> None:
    assert rules.problems(GOOD, TODAY) == {}
    full = Service(
        "NAV", date(2004, 3, 1), "Able Rate", "x" * 12, "x" * 20, "x" * 40, ["AFG", "IRQ"], ["CM"], date(2010, 1, 1),
        "x" * 40, "HON", "x" * 240,
    )  # fmt: skip
    assert rules.problems(full, TODAY) == {}
    assert (len(rules.BRANCHES), len(rules.CONFLICTS), len(rules.DISCIPLINARY), len(rules.DISCHARGES)) == (4, 10, 3, 5)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"branch": ""}, "branch"),
        ({"branch": "SAS"}, "branch"),
        ({"rank": "Able Rate"}, "rank"),
        ({"enlisted": None}, "enlisted"),
        ({"enlisted": date(2026, 12, 1)}, "enlisted"),
        ({"discharged": date(2027, 1, 1)}, "discharged"),
        ({"discharged": date(2004, 2, 1)}, "discharged"),
        ({"service_number": "x" * 13}, "service_number"),
        ({"unit": "x" * 21}, "unit"),
        ({"enlisted_at": "x" * 41}, "enlisted_at"),
        ({"discharged_at": "x" * 41}, "discharged_at"),
        ({"comment": "x" * 241}, "comment"),
        ({"conflicts": ["AFG", "MARS"]}, "conflicts"),
        ({"disciplinary": ["X"]}, "disciplinary"),
        ({"discharge": "X"}, "discharge"),
    ],
)
def test_each_rule(changed: dict[str, Any], field: str) -> None:
    assert set(rules.problems(replace(GOOD, **changed), TODAY)) == {field}


@pytest.mark.parametrize(
    ("month", "year", "day", "said"),
    [
        ("3", "2004", date(2004, 3, 1), ""),
        ("", "", None, ""),
        ("3", "", None, "include a year"),
        ("", "2004", None, "include a month"),
        ("3", "04", None, "real year"),
        ("3", "1899", None, "real year"),
        ("3", "٢٠٠٤", None, "real year"),
        ("13", "2004", None, "real month"),
    ],
)
def test_months(month: str, year: str, day: date | None, said: str) -> None:
    found, words = rules.month_of(month, year, "It")
    assert found == day and said in words and bool(words) is bool(said)


@given(st.text(max_size=6), st.text(max_size=6))
def test_any_month_is_answered(month: str, year: str) -> None:
    found, words = rules.month_of(month, year, "It")
    assert (found is None) or not words
