"""What narrows and orders a list of notes, and how what was found is shown."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dps.case_notes.reading import rules
from dps.case_notes.reading.rules import START, STOP

TODAY = date(2026, 11, 28)


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("", "createdAt,DESC"),
        ("createdAt,ASC", "createdAt,ASC"),
        ("createdAt,asc", "createdAt,ASC"),
        ("occurredAt", "occurredAt,DESC"),
        ("creationDateTime,ASC", "createdAt,ASC"),
        ("occurrenceDateTime,DESC", "occurredAt,DESC"),
        ("text,ASC", "createdAt,DESC"),
        ("occurredAt,SIDEWAYS", "createdAt,DESC"),
    ],
)
def test_the_four_orders_and_their_former_names(typed: str, key: str) -> None:
    assert rules.sort_of(typed).key == key


@pytest.mark.parametrize(
    ("since", "until", "wrong"),
    [
        (None, None, set()),
        (TODAY, TODAY, set()),
        (date(2026, 11, 29), None, {"since"}),
        (None, date(2027, 1, 1), set()),
        (date(2026, 11, 2), date(2026, 11, 1), {"until"}),
        (date(2026, 11, 29), date(2026, 11, 1), {"since", "until"}),
    ],
)
def test_dates_that_cannot_be(since: date | None, until: date | None, wrong: set[str]) -> None:
    assert set(rules.date_problems(since, until, TODAY)) == wrong


def test_days_begin_and_end_on_a_london_clock() -> None:
    begins, ends = rules.bounds(date(2026, 3, 29), date(2026, 3, 29), TODAY)
    assert begins == datetime(2026, 3, 29, 0, tzinfo=UTC) and ends == datetime(2026, 3, 29, 23, tzinfo=UTC)
    assert rules.bounds(None, TODAY, TODAY) == (None, None)
    assert rules.bounds(None, date.max, TODAY) == (None, None), "no day after the last there is"


@pytest.mark.parametrize(
    ("typed", "words", "beginnings"),
    [
        ("fight gym", "fight gym", []),
        ("pharm* spice", "spice", ["pharm"]),
        ('"key worker" -visit', '"key worker" -visit', []),
        ("a* *", "a* *", []),
        ("x'*y*", "x'*y*", []),
    ],
)
def test_beginnings_of_words_are_typed_with_a_star(typed: str, words: str, beginnings: list[str]) -> None:
    found = rules.sought(typed)
    assert (found.words, list(found.beginnings)) == (words, beginnings)


def test_what_was_found_stands_out_in_its_line() -> None:
    marked = f"He {START}fought{STOP} again.\n\nNo more {START}fights{STOP}"
    assert rules.lines_of("He fought again.\n\nNo more fights", marked) == [
        [("He ", False), ("fought", True), (" again.", False)],
        [],
        [("No more ", False), ("fights", True)],
    ]


def test_marks_of_another_text_lose_nothing() -> None:
    assert rules.lines_of("All of it", f"{START}Part{STOP}") == [[("All of it", False)]]


@given(st.text(), st.text())
def test_whatever_the_marks_every_letter_is_shown(text: str, marked: str) -> None:
    for given_marks in (marked, f"{START}{text}", text, f"{text}{STOP}{START}"):
        lines = rules.lines_of(text, given_marks)
        shown = "\n".join("".join(words for words, _ in line) for line in lines)
        assert shown == rules.without_marks(text)


@pytest.mark.parametrize(
    ("text", "activity"),
    [
        ("Refused to attend - Gym - Sports hall - 24/11/2026 09:00\n\nSaid no", "Gym - Sports hall"),
        ("Pay removed - Kitchens - A Wing - 24 November 2026 at 13:30", "Kitchens - A Wing"),
        ("Refused to attend and swore - at 10:00", ""),
        ("Was told off", ""),
    ],
)
def test_the_activity_of_a_note_that_attendance_wrote(text: str, activity: str) -> None:
    assert rules.activity_of(text) == activity


def test_only_two_kinds_have_a_slip() -> None:
    assert rules.slip_of("NEG", "IEP_WARN") == "warning" and rules.slip_of("POS", "IEP_ENC") == "encouragement"
    assert rules.slip_of("NEG", "NEG_GEN") == rules.slip_of("POS", "IEP_WARN") == ""
