from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from dps.prisoners.personal.rules import answers, choices

TODAY = date(2026, 11, 28)


@pytest.mark.parametrize(
    ("answer", "number", "kept", "wrong"),
    [
        ("no", "", "0", False), ("", "", "", False), ("no", "4", "0", False), ("yes", "1", "1", False),
        ("yes", "99", "99", False), ("yes", "007", "7", False), ("yes", "", "", True), ("yes", "0", "", True),
        ("yes", "100", "", True), ("yes", "two", "", True), ("yes", "²", "", True),
    ],
)  # fmt: skip
def test_children(answer: str, number: str, kept: str, wrong: bool) -> None:
    assert (answers.children_kept(answer, number)[0], bool(answers.children_kept(answer, number)[1])) == (kept, wrong)


@given(some.integers(0, 99))
def test_children_come_back(number: int) -> None:
    assert answers.children_kept(*answers.children_answer(str(number)))[0] == str(number)


@pytest.mark.parametrize(("kept", "words"), [("0", "No children"), ("3", "3"), ("TWO", "TWO"), ("", "")])
def test_children_in_words(kept: str, words: str) -> None:
    assert answers.children_words(kept) == words


@pytest.mark.parametrize(
    ("born", "good"),
    [
        (date(2011, 11, 28), True), (date(2011, 11, 29), False), (date(1901, 11, 28), True), (date(1900, 11, 29), True),
        (date(1900, 11, 28), False), (TODAY, False), (date(2027, 1, 1), False), (None, False),
    ],
)  # fmt: skip
def test_dates_of_birth(born: date | None, good: bool) -> None:
    assert (answers.birth_problem(born, TODAY) == "") is good


@pytest.mark.parametrize(
    ("first", "known", "words", "boxes"),
    [
        (True, None, "", []), (False, None, "because", ["reason_known"]), (False, True, "", ["comments"]),
        (False, True, "because", []), (False, False, "", []),
    ],
)  # fmt: skip
def test_why_a_religion_changed(first: bool, known: bool | None, words: str, boxes: list[str]) -> None:
    assert list(answers.reason_problems(first=first, known=known, words=words)) == boxes


@pytest.mark.parametrize(("code", "good"), [("POL", True), ("URD", False), ("ENG", False)])
def test_no_language_twice(code: str, good: bool) -> None:
    assert (answers.language_problem(code, {"URD"}, {"ENG"}) == "") is good


@given(some.text(max_size=40))
def test_bytes_are_what_counts(words: str) -> None:
    assert (answers.bytes_problem("Town", words, 25) == "") is (len(words.encode()) <= 25)


def test_a_label_is_offered_once_under_the_code_they_have() -> None:
    both = [("CLEAN SHAVEN", "Clean Shaven"), ("NO", "None"), ("CLEAN", "Clean Shaven")]
    assert choices.one_per_label(both) == [("CLEAN SHAVEN", "Clean Shaven"), ("NO", "None")]
    assert choices.one_per_label(both, "CLEAN") == [("CLEAN", "Clean Shaven"), ("NO", "None")]


@given(some.lists(some.tuples(some.sampled_from("ABCDE"), some.sampled_from("uvw"))), some.sampled_from("ABCDEF"))
def test_no_label_is_lost_or_doubled(pairs: list[tuple[str, str]], kept: str) -> None:
    offered = choices.one_per_label(pairs, kept)
    assert sorted(label for _, label in offered) == sorted({label for _, label in pairs})
    assert set(offered) <= set(pairs)


def test_a_retired_code_is_kept_at_the_end() -> None:
    assert choices.with_kept([("A", "a")], "Z", "old") == [("A", "a"), ("Z", "old")]
    assert choices.with_kept([("A", "a")], "A", "a") == choices.with_kept([("A", "a")], "", "") == [("A", "a")]


def test_religions_in_order() -> None:
    offered, last = choices.religions(
        [
            ("NIL", "None"),
            ("RC", "Roman Catholic"),
            ("SUNI", "Sunni"),
            ("OTH", "Other"),
            ("ATHE", "Atheist"),
            ("TPRNTS", "P"),
        ]
    )
    assert [code for code, _ in offered] == ["ATHE", "RC"] and [code for code, _ in last] == ["OTH", "NIL", "TPRNTS"]


def test_nations_first() -> None:
    named = [("ZA", "Zambia"), ("W", "Wales"), ("AF", "Afghanistan"), ("E", "England")]
    assert [code for code, _ in choices.by_label(named, choices.UK_NATIONS)] == ["E", "W", "AF", "ZA"]


def test_every_ethnicity_that_is_offered_has_one_group() -> None:
    codes = [code for _, group in choices.ETHNIC_GROUPS.values() for code in group]
    assert len(codes) == len(set(codes)) == 20 and choices.AFTER_A_MERGE not in codes
    assert choices.ethnic_group_of("B2") == "black" and choices.ethnic_group_of("MERGE") == ""
