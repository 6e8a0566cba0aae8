"""Sentence lengths, what follows what, the next day at court, and key dates explained."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dps.prisoners.offences.rules import (
    EXPLANATIONS,
    Appearance,
    Line,
    Term,
    explained,
    how_served,
    length_words,
    licence_length,
    next_appearance,
    sentence_length,
)
from dps.prisoners.rules.key_dates import LABELS

NOW = datetime(2026, 6, 1, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("term", "words"),
    [
        (Term("IMP", years=2, months=3), "2 years, 3 months"),
        (Term("IMP", 1, 1, 1, 1), "1 year, 1 month, 1 week, 1 day"),
        (Term("IMP", days=28), "28 days"),
        (Term("IMP"), ""),
        (Term("IMP", life=True), "Life"),
        (Term("IMP", years=15, life=True), "Life, minimum 15 years"),
    ],
)
def test_a_length_in_words(term: Term, words: str) -> None:
    assert length_words(term) == words


@given(*(st.integers(0, 99) for _ in range(4)))
def test_a_length_names_every_part_there_is_and_no_other(years: int, months: int, weeks: int, days: int) -> None:
    parts = {"year": years, "month": months, "week": weeks, "day": days}
    words = length_words(Term("IMP", years, months, weeks, days))
    said = [piece.split(" ") for piece in words.split(", ") if piece]
    assert {unit.removesuffix("s"): int(number) for number, unit in said} == {k: n for k, n in parts.items() if n}
    assert all(unit.endswith("s") is (number != "1") for number, unit in said)


def test_the_sentence_and_its_licence() -> None:
    terms = [Term("LIC", years=3), Term("DET", months=6), Term("IMP", years=2), Term("CUR")]
    assert sentence_length(terms, {"DET": "Detention"}) == "2 years; 6 months (detention)"
    assert licence_length(terms) == "3 years"
    assert (sentence_length([], {}), licence_length([Term("IMP", 1)])) == ("", "")


LINES = [Line(1, 1, None), Line(2, 5, 1), Line(3, None, 2), Line(4, 7, 99), Line(6, 8, 3), Line(5, 9, 5)]


@pytest.mark.parametrize(
    ("line", "lines", "words"),
    [
        (LINES[0], LINES, "Concurrent"),
        (LINES[1], LINES, "Consecutive to sentence 1"),
        (LINES[2], LINES, "Consecutive to sentence 5"),
        (LINES[4], LINES, "Consecutive to sentence 3"),
        (LINES[3], LINES, "Consecutive to a sentence that is not listed"),
        (LINES[5], LINES, "Consecutive to a sentence that is not listed"),
        (LINES[0], LINES[:1], ""),
    ],
)
def test_how_a_sentence_is_served(line: Line, lines: list[Line], words: str) -> None:
    assert how_served(line, lines) == words


def test_the_next_appearance_is_the_first_still_planned() -> None:
    days = [(-1, "SCH"), (5, "SCH"), (3, ""), (2, "CANC"), (1, "COMP")]
    appearances = [Appearance(NOW + timedelta(days=day), "LEEDCC", status=status) for day, status in days]
    found = next_appearance(appearances, NOW)
    assert found is not None and found.at == NOW + timedelta(days=3)
    assert next_appearance(appearances[:1], NOW) is None
    assert next_appearance([Appearance(NOW, "LEEDCC")], NOW) is not None


def test_key_dates_are_explained_confirmed_first_then_by_label() -> None:
    days = {"SED": date(2029, 1, 1), "CRD": date(2027, 1, 1), "NEW": date(2030, 1, 1)}
    found = explained(days, confirmed_on=date(2027, 2, 2))
    assert [one.label for one in found] == [
        "Confirmed release date", "Conditional release date", "NEW", "Sentence expiry date",
    ]  # fmt: skip
    assert all(one.means for one in found if one.kind != "NEW")
    assert set(LABELS) <= set(EXPLANATIONS)
