"""The one text that NOMIS keeps of a note: written, cut, taken apart, compared."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dps.legacy.note_text import (
    CUT_BYTES,
    MOST_BYTES,
    SUFFIX,
    Added,
    Came,
    NoteText,
    fit,
    id_of,
    is_cut,
    parse,
    render,
    says_the_same,
    standard,
    what_came,
)

NINE = datetime(2026, 3, 4, 9, 5, 6, tzinfo=UTC)
words = st.text(st.characters(blacklist_characters="\r\0", blacklist_categories=("Cs",)), max_size=60).map(
    lambda text: text.replace(" ...[", "").rstrip()
)
usernames = st.from_regex(r"\A[A-Z][A-Z0-9_.']{0,29}\Z")
moments = st.datetimes(datetime(2006, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)).map(
    lambda at: at.replace(microsecond=0)
)
texts = st.builds(NoteText, words, st.lists(st.builds(Added, usernames, moments, words), max_size=4).map(tuple))


def test_it_is_written_as_nomis_writes_it() -> None:
    note = NoteText("Quiet today", (Added("AJONES_GEN", datetime(2026, 7, 8, 9, 0, tzinfo=UTC), "Later he was not"),))
    written = "Quiet today ...[AJONES_GEN updated the case notes on 2026/07/08 10:00:00] Later he was not"
    assert render(note) == written
    assert parse(written) == note


@pytest.mark.parametrize(
    ("marker", "at"),
    [
        ("case note on 31/12/2006 23:59:58", datetime(2006, 12, 31, 23, 59, 58, tzinfo=UTC)),
        ("case notes on 04-07-2009 09:00:00", datetime(2009, 7, 4, 8, tzinfo=UTC)),
        ("case notes on 2018/07/04 09:00:00", datetime(2018, 7, 4, 8, tzinfo=UTC)),
        ("case notes on 2026/10/25 01:30:00", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
    ],
)
def test_all_three_ways_of_writing_the_date_are_read(marker: str, at: datetime) -> None:
    assert parse(f"First ...[O'NEIL_G updated the {marker}] Then ...[X updated the {marker}]") == NoteText(
        "First", (Added("O'NEIL_G", at, "Then"), Added("X", at, ""))
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "No marker",
        "a ...[ADAM updated the case notes on 2026/13/01 10:00:00] no such month",
        "a ...[ADAM updated the case notes on 31/02/2020 10:00:00] no such day",
        "a ...[ADAM updated the case notes on 2026/01/01 25:00:00] no such hour",
        "a ...[ADAM updated the case notes on 0001/01/01 10:00:00] no such year",
        "a ...[ updated the case notes on 2026/01/01 10:00:00] by nobody",
        "a ...[ADAM updated the notes on 2026/01/01 10:00:00] other words",
        "a...[ADAM updated the case notes on 2026/01/01 10:00:00] no space before it",
    ],
)
def test_what_only_looks_like_a_marker_is_text(text: str) -> None:
    assert parse(text) == NoteText(text)


@given(texts)
def test_what_is_written_is_read_as_it_was(note: NoteText) -> None:
    """All but the hour that comes twice in autumn, of which the first is meant."""
    read = parse(render(note))
    assert (read.original, [one.text for one in read.added]) == (note.original, [one.text for one in note.added])
    assert [one.username for one in read.added] == [one.username for one in note.added]
    assert all(a.at - b.at in (timedelta(), timedelta(hours=1)) for a, b in zip(note.added, read.added, strict=True))
    assert render(read) == render(note)


@given(texts, st.integers(0, 4100), st.sampled_from(["a", "’", "😀", "ب", "é"]))
def test_it_fits_and_is_still_known(note: NoteText, length: int, letter: str) -> None:
    long = NoteText(letter * length + note.original, note.added)
    held = fit(render(long))
    whole = render(long).encode()
    assert len(held.encode()) <= MOST_BYTES
    assert is_cut(held) == (len(whole) > MOST_BYTES) or is_cut(render(long))
    if len(whole) > MOST_BYTES:
        start = held.removesuffix(SUFFIX).encode()
        assert whole.startswith(start) and CUT_BYTES - 250 < len(start) <= CUT_BYTES
    assert says_the_same(long, held)
    assert what_came(long, held) == Came()
    assert standard(held) == standard(standard(held))


@given(texts, texts)
def test_only_what_nomis_would_hold_is_taken_for_the_same(ours: NoteText, theirs: NoteText) -> None:
    assert says_the_same(ours, render(theirs)) == (render(ours).rstrip() == render(theirs).rstrip())


def test_exactly_4000_bytes_fit_and_one_more_does_not() -> None:
    assert fit("a" * 4000) == "a" * 4000
    assert fit("a" * 4001) == "a" * 3975 + SUFFIX and len(SUFFIX) == 25
    assert fit("’" * 1334) == "’" * 1325 + SUFFIX, "a curly quote is three bytes"


FIRST, SECOND = Added("ANN", NINE, "More"), Added("BEN", NINE + timedelta(days=1), "Even more")


@pytest.mark.parametrize(
    ("theirs", "came"),
    [
        (render(NoteText("Text", (FIRST,))), Came()),
        ("Text ...[ANN updated the case note on 04/03/2026 09:05:06] More", Came()),
        (render(NoteText("Text", (FIRST, SECOND))), Came(more=(SECOND,))),
        ("Other", Came(replaced=NoteText("Other"))),
        ("Text", Came()),
        (
            render(NoteText("Text", (Added("ANN", NINE, "Less"),))),
            Came(replaced=NoteText("Text", (Added("ANN", NINE, "Less"),))),
        ),
        ("Text\r\n", Came()),
    ],
)
def test_what_came_is_told_apart(theirs: str, came: Came) -> None:
    assert what_came(NoteText("Text", (FIRST,)), theirs) == came


def test_a_copy_cut_and_then_changed_there_is_a_change() -> None:
    ours = NoteText("’" * 2000)
    held = fit(render(ours))
    assert what_came(ours, held) == Came()
    assert what_came(ours, "X" + held[1:]).replaced == NoteText("X" + held[1:])


def test_ids_are_the_same_at_every_load_and_in_order_of_time() -> None:
    assert id_of("7", NINE) == id_of("7", NINE) != id_of("8", NINE)
    assert id_of("8", NINE) < id_of("7", NINE + timedelta(seconds=1))
    assert id_of("7", NINE).version == 7
