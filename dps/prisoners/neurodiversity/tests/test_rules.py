from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dps.prisoners.neurodiversity import rules
from dps.prisoners.neurodiversity.rules import Known

TODAY, BORN = date(2026, 11, 24), date(1985, 3, 2)
GOOD = Known("DYSLEXIA", "SCREENED", date(2026, 3, 1), "Large print")


@pytest.mark.parametrize(
    ("changed", "fields"),
    [
        ({}, set()),
        ({"support": ""}, set()),
        ({"support": "x" * 1000}, set()),
        ({"support": "x" * 1001}, {"support"}),
        ({"kind": "OTHER"}, set()),
        ({"kind": "OTHER", "support": " \n"}, {"support"}),
        ({"kind": ""}, {"kind"}),
        ({"kind": "dyslexia"}, {"kind"}),
        ({"how_known": "GUESSED"}, {"how_known"}),
        ({"found_on": None}, {"found_on"}),
        ({"found_on": TODAY}, set()),
        ({"found_on": date(2026, 11, 25)}, {"found_on"}),
        ({"found_on": BORN}, set()),
        ({"found_on": date(1985, 3, 1)}, {"found_on"}),
        ({"kind": "X", "how_known": "", "found_on": None}, {"kind", "how_known", "found_on"}),
    ],
)
def test_each_rule_and_all_at_once(changed: dict[str, Any], fields: set[str]) -> None:
    assert set(rules.problems(replace(GOOD, **changed), BORN, TODAY)) == fields


def test_nobody_knows_when_they_were_born() -> None:
    assert rules.problems(replace(GOOD, found_on=date(1900, 1, 1)), None, TODAY) == {}


def test_the_lists() -> None:
    assert (len(rules.KINDS), len(rules.HOW_KNOWN)) == (11, 3)
    assert all(len(code) <= 20 for code in (*rules.KINDS, *rules.HOW_KNOWN)), "as the columns take"


@pytest.mark.parametrize(
    ("reason", "said"), [("Mistake", ""), ("x" * 1000, ""), (" \n", "Say why"), ("x" * 1001, "1,000 characters")]
)
def test_an_end_has_a_reason(reason: str, said: str) -> None:
    problem = rules.reason_problem(reason)
    assert said in problem and bool(problem) == bool(said)


@given(
    st.text(max_size=25), st.text(max_size=25), st.none() | st.dates(), st.text(max_size=1010), st.none() | st.dates()
)
def test_what_has_no_problem_keeps_every_rule(
    kind: str, how: str, found: date | None, support: str, born: date | None
) -> None:
    if not rules.problems(Known(kind, how, found, support), born, TODAY):
        assert kind in rules.KINDS and how in rules.HOW_KNOWN and len(support) <= 1000
        assert found is not None and found <= TODAY and (born is None or found >= born)
