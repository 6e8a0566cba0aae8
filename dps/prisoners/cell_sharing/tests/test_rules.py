"""Which reviews are in the history, and how far their approval is."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dps.prisoners.cell_sharing.rules import Answer, Answered, Review, Wanted, by_question, history, matching
from dps.prisoners.rules.custody import AssessmentFacts

ON = date(2026, 6, 1)


def review(
    calculated: str = "", override: str = "", review: str = "", *, on: date = ON, sequence: int = 1, status: str = "A",
    approved_on: date | None = None, evaluation: str = "", agency: str = "LEI",
) -> Review:  # fmt: skip
    facts = AssessmentFacts(on, sequence, status, calculated, override, review, evaluation)
    return Review(sequence, 1, facts, "CSRF", agency, approved_on)


@pytest.mark.parametrize(
    ("one", "level", "tag"),
    [
        (review("STANDARD"), "STANDARD", "Waiting for approval"),
        (review("STANDARD", approved_on=ON), "STANDARD", "Approved"),
        (review("STANDARD", review="STANDARD", approved_on=ON), "STANDARD", "Approved"),
        (review("STANDARD", review="HI", approved_on=ON), "HI", "Level changed at approval"),
        (review("STANDARD", "HI", "STANDARD", approved_on=ON), "STANDARD", "Level changed at approval"),
        (review("STANDARD", "HI", "HI", approved_on=ON), "HI", "Approved"),
        (review("STANDARD", review="PEND", approved_on=ON), "STANDARD", "Approved"),
        (review("STANDARD", review="HI"), "HI", "Waiting for approval"),
        (review("STANDARD", approved_on=ON, evaluation="REJ"), "STANDARD", "Not approved"),
        (review("STANDARD", "PEND", "STANDARD", approved_on=ON), "STANDARD", "Approved"),
        (review("PEND", "PEND"), "", "Waiting for approval"),
        (review("PEND", "PEND", "HI", approved_on=ON), "HI", "Level changed at approval"),
    ],
)
def test_the_level_and_the_tag_of_a_review(one: Review, level: str, tag: str) -> None:
    assert (one.level, one.approval) == (level, tag)


levels = st.sampled_from(["", "HI", "STANDARD", "LOW", "PEND"])
reviews = st.builds(
    review, levels, levels, levels, on=st.dates(date(2020, 1, 1), ON), sequence=st.integers(1, 99),
    status=st.sampled_from(["A", "P", "I", "X"]), agency=st.sampled_from(["LEI", "MDI"]),
)  # fmt: skip


@given(st.lists(reviews, max_size=10))
def test_the_history_is_newest_first_without_those_that_have_no_level(some: list[Review]) -> None:
    found = history(some)
    assert all(one.level and one.level != "PEND" and one.facts.status != "X" for one in found)
    assert [one.facts.on for one in found] == sorted((one.facts.on for one in found), reverse=True)
    assert len(found) == sum(bool(one.level) and one.facts.status != "X" for one in some)
    assert matching(found, Wanted()) == found


@pytest.mark.parametrize(
    ("wanted", "sequences"),
    [
        (Wanted(level="HI"), [1]),
        (Wanted(prison="MDI"), [2]),
        (Wanted(since=date(2026, 6, 2)), [2, 3]),
        (Wanted(until=date(2026, 6, 2)), [1, 2]),
        (Wanted("STANDARD", "LEI", date(2026, 6, 3), date(2026, 6, 3)), [3]),
    ],
)
def test_which_reviews_are_wanted(wanted: Wanted, sequences: list[int]) -> None:
    some = [
        review("HI", on=ON), review("STANDARD", on=date(2026, 6, 2), agency="MDI", sequence=2),
        review("STANDARD", on=date(2026, 6, 3), sequence=3),
    ]  # fmt: skip
    assert [one.id for one in matching(some, wanted)] == sequences


@pytest.mark.parametrize(
    ("answers", "shown"),
    [
        ([], []),
        ([Answer(2, "Fires?", "No"), Answer(1, "Fights?", "Yes")], [("Fights?", ("Yes",)), ("Fires?", ("No",))]),
        ([Answer(1, "Why?", "Angry"), Answer(1, "Why?", "Afraid")], [("Why?", ("Angry", "Afraid"))]),
        ([Answer(1, "Why?", "Angry"), Answer(1, "Who?", "Afraid")], [("Why?", ("Angry",)), ("Who?", ("Afraid",))]),
        ([Answer(1, "Why?", "Angry"), Answer(2, "Why?", "Afraid")], [("Why?", ("Angry",)), ("Why?", ("Afraid",))]),
        ([Answer(99, "", "Yes"), Answer(99, "", "No")], [("", ("Yes",)), ("", ("No",))]),
    ],
)
def test_answers_to_one_question_stand_together(
    answers: list[Answer], shown: list[tuple[str, tuple[str, ...]]]
) -> None:
    assert by_question(answers) == [Answered(*one) for one in shown]


@given(st.lists(st.builds(Answer, st.integers(1, 3), st.sampled_from(["", "A?", "B?"]), st.sampled_from("xyz"))))
def test_no_answer_is_lost(answers: list[Answer]) -> None:
    shown = by_question(answers)
    assert sorted((one.question, words) for one in shown for words in one.answers) == sorted(
        (one.question, one.words) for one in answers
    )
