from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dps.prisoners.names import rules
from dps.prisoners.names.rules import Alias, Words

SMITH = Words("MR", "JOHN", "", "SMITH", "")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  o’reilly ", "O'REILLY"), ("Smith – Doe", "SMITH - DOE"), ("mary  jane", "MARY JANE"), ("", ""),
        ("Rodríguez", "Rodríguez"), ("Straße", "Straße"),
    ],
)  # fmt: skip
def test_as_nomis_holds_it(typed: str, kept: str) -> None:
    assert rules.as_kept(typed) == kept


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        (Words(first_name="ANN", last_name="O'REILLY-DOE, JR."), {}),
        (Words(first_name="A" * 35, middle_names="B" * 35 + " " + "C" * 35, last_name="D" * 35), {}),
        (Words(), {"first_name", "last_name"}),
        (Words(first_name="A" * 36, middle_names="B" * 36, last_name="D" * 36), {"first_name", "middle_names", "last_name"}),
        (Words(first_name="J0HN", middle_names="A_B", last_name="RODRÍGUEZ"), {"first_name", "middle_names", "last_name"}),
        (Words(first_name="-", last_name="Smith\n"), {"first_name", "last_name"}),
        (Words(first_name="ANN", middle_names="B" * 30 + " " + "C" * 30 + " " + "D" * 9, last_name="X"), {"middle_names"}),
    ],
)  # fmt: skip
def test_what_a_name_may_be(words: Words, wrong: set[str]) -> None:
    assert set(rules.word_problems(words)) == set(wrong)


def test_what_was_there_is_not_asked_again() -> None:
    before = Words(first_name="", last_name="RODRÍGUEZ")
    assert rules.word_problems(Words(first_name="ANA", last_name="RODRÍGUEZ"), before) == {}
    assert set(rules.word_problems(Words(first_name="", last_name="RODRÍGUEZ"), before)) == {"first_name"}


@given(st.lists(st.text("ABC", min_size=1, max_size=20), max_size=5))
def test_middle_names_are_parted_at_a_space_or_not_at_all(words: list[str]) -> None:
    halves = rules.middle_halves(" ".join(words))
    if halves is not None:
        assert " ".join(part for part in halves if part) == " ".join(words)
        assert max(map(len, halves)) <= rules.LONGEST
    else:
        assert len(" ".join(words)) > rules.LONGEST


@pytest.mark.parametrize(
    ("typed", "legal", "new"),
    [
        (Words("MR", "JON", "", "SMITH"), False, False),
        (Words("MR", "JON", "", "SMITH"), True, True),
        (Words("MR", "JOHN", "", "SMYTHE"), False, True),
        (SMITH, True, False),
    ],
)
def test_when_a_change_makes_a_new_name(typed: Words, legal: bool, new: bool) -> None:
    assert rules.makes_new_name(typed, SMITH, legal=legal) is new


def test_the_same_name_ignoring_capitals_and_spaces() -> None:
    day = date(1980, 1, 2)
    alias = Alias(Words("", "Mary Jane", "", "Van Der Berg"), day, "F")
    same = Alias(Words("MRS", "MARYJANE", "", "VANDER BERG", "JR"), day, "F")
    assert rules.is_repeated(alias, [same])
    for other in (
        Alias(same.words, date(1980, 1, 3), "F"),
        Alias(same.words, day, "M"),
        Alias(Words("", "MARYJANE", "X", "VANDERBERG"), day, "F"),
    ):
        assert not rules.is_repeated(alias, [other])
