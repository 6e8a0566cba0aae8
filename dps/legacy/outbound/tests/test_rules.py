from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dps.legacy.outbound import values
from dps.legacy.outbound.mappers.people import soundex
from dps.legacy.outbound.rules import EVERY, Queued, Verdict, is_on, notice, pause, ready_in_order, verdict

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("switches", "on"),
    [
        ({}, True),
        ({(EVERY, EVERY): False}, False),
        ({(EVERY, EVERY): False, (EVERY, "alert"): True}, True),
        ({(EVERY, "alert"): True, ("LEI", EVERY): False}, False),
        ({("LEI", EVERY): False, ("LEI", "alert"): True}, True),
        ({("MDI", "alert"): False, ("LEI", "name"): False}, True),
    ],
)
def test_the_most_particular_switch_counts(switches: dict[tuple[str, str], bool], on: bool) -> None:
    assert is_on(switches, "LEI", "alert") is on


@pytest.mark.parametrize(
    ("before", "after", "now", "answer"),
    [
        ({"a": 1, "b": 2}, {"a": 5, "b": 2}, {"a": 1, "b": 2}, Verdict.WRITE),
        ({"a": 1, "b": 2}, {"a": 5, "b": 2}, {"a": 1, "b": 9}, Verdict.WRITE),
        ({"a": 1, "b": 2}, {"a": 5, "b": 2}, {"a": 5, "b": 9}, Verdict.DONE),
        ({"a": 1, "b": 2}, {"a": 5, "b": 6}, {"a": 5, "b": 2}, Verdict.WRITE),
        ({"a": 1, "b": 2}, {"a": 5, "b": 2}, {"a": 7, "b": 2}, Verdict.CONFLICT),
        ({"a": 1}, {"a": 5}, None, Verdict.CONFLICT),
        (None, {"a": 5}, None, Verdict.WRITE),
        (None, {"a": 5}, {"a": 5}, Verdict.DONE),
        (None, {"a": 5}, {"a": 6}, Verdict.CONFLICT),
        ({"a": 1}, None, None, Verdict.DONE),
        ({"a": 1}, None, {"a": 1}, Verdict.WRITE),
        ({"a": 1}, None, {"a": 2}, Verdict.CONFLICT),
    ],
)
def test_what_nomis_holds_now_decides(before: Any, after: Any, now: Any, answer: Verdict) -> None:
    assert verdict(before, after, now) is answer


rows = st.dictionaries(st.sampled_from("abc"), st.integers(0, 2), min_size=3, max_size=3)


@given(rows, rows, rows)
def test_a_value_that_somebody_else_gave_is_never_overwritten(before: Any, after: Any, now: Any) -> None:
    """Unless they gave the very value that is to be written, or the change is not about it."""
    if verdict(before, after, now) is Verdict.WRITE:
        assert all(now[name] in (before[name], after[name]) for name in after if before[name] != after[name])


@given(rows, rows)
def test_what_was_written_is_known_as_done(before: Any, after: Any) -> None:
    assert verdict(before, after, {**before, **after}) is Verdict.DONE


def queued(id: int, key: str, *, open: bool = True, ready: bool = True) -> Queued:
    return Queued(id, ("alert", key), open, ready)


def test_only_the_same_thing_waits_for_what_is_stuck() -> None:
    go, held = ready_in_order(
        [
            queued(1, "a", ready=False),
            queued(2, "b"),
            queued(3, "a"),
            queued(4, "b"),
            queued(5, "c", open=False),
            queued(6, "c"),
        ]
    )
    assert go == [2, 4, 6] and held == {3: 1}


def test_pauses_grow_to_five_minutes() -> None:
    assert [pause(n).total_seconds() for n in (0, 1, 2, 5, 9, 500)] == [2, 2, 4, 32, 300, 300]


def test_people_are_told_when_writing_is_behind() -> None:
    assert notice(None, NOON, "") == "" and notice(NOON - timedelta(minutes=15), NOON, "11:45") == ""
    assert notice(NOON - timedelta(minutes=16), NOON, "11:44").startswith("Changes made here since 11:44 have not")


@given(st.text(), st.integers(1, 30))
def test_text_is_cut_to_bytes_between_two_characters(words: str, size: int) -> None:
    kept = values.cut(words, size)
    assert len(kept.encode()) <= size and words.startswith(kept)
    assert kept == words or len(words[: len(kept) + 1].encode()) > size or words[len(kept)].isspace()


@pytest.mark.parametrize(
    ("form", "held", "kept"),
    [
        (values.text(5), "abc  ", "abc"),
        (values.text(5), "", None),
        (values.text(4), "ab€", "ab"),
        (values.capitals(35), "O’Brien-zoë", "O’BRIEN-ZOË"),
        (values.flag, True, "Y"),
        (values.flag, None, "N"),
        (values.flag, "y ", "Y"),
        (values.yes_or_no, None, None),
        (values.yes_or_no, False, "N"),
        (values.day, "2026-07-01", datetime(2026, 7, 1)),
        (values.day, datetime(2026, 7, 1, 13, 5), datetime(2026, 7, 1)),
        (values.day, date(2026, 7, 1), datetime(2026, 7, 1)),
        (values.moment, "2026-07-01T11:30:00.123Z", datetime(2026, 7, 1, 12, 30)),
        (values.moment, "2026-06-30T23:30:00+00:00", datetime(2026, 7, 1, 0, 30)),
        (values.whole, "7", 7),
    ],
)
def test_ours_and_theirs_are_brought_into_one_form(form: Any, held: Any, kept: Any) -> None:
    assert form(held) == kept


@pytest.mark.parametrize(
    ("names", "first", "second"),
    [
        ("", None, None),
        ("Lee Paul", "LEE PAUL", None),
        ("Bartholomew Montgomery Alexander Fitz", "BARTHOLOMEW MONTGOMERY ALEXANDER", "FITZ"),
        ("x" * 40, "X" * 35, None),
    ],
)
def test_middle_names_are_split_between_words(names: str, first: str | None, second: str | None) -> None:
    assert values.split_names(names) == (first, second)


@pytest.mark.parametrize(
    ("name", "code"),
    [("ROBERT", "R163"), ("RUPERT", "R163"), ("ASHCRAFT", "A261"), ("TYMCZAK", "T522"), ("LEE", "L000"), ("7", None)],
)
def test_soundex(name: str, code: str | None) -> None:
    assert soundex(name) == code


def test_units() -> None:
    assert (
        values.feet_and_inches(183) == (6, 0)
        and values.feet_and_inches(None) == (None, None)
        and values.pounds(76) == 168
    )
