from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dps.legacy.note_text import Added, NoteText, begins_alike, fit, parse, render
from dps.legacy.outbound.tests.test_case_notes import NINE
from dps.legacy.reconciling.rules import FIRST_CHARACTERS, Difference, Ours, compare, includes_everybody

FULL = "a" * 150 + " and so on " + "b" * 150


def test_keys_and_beginnings_are_compared() -> None:
    ours = [
        Ours("same", 1, "Text"),
        Ours("other", 2, "Text"),
        Ours("waits", 3, "Text"),
        Ours("long", 4, FULL),
        Ours("gone there", 5, "Text"),
        Ours("never sent", None, "Text"),
        Ours("on its way", None, "Text"),
    ]
    theirs = {1: "Text", 2: "Texts", 3: "Not yet", 4: FULL[:FIRST_CHARACTERS], 6: "Not here"}
    assert compare(ours, theirs, {"waits", "on its way"}) == Difference(
        missing_here=(6,), missing_there=("gone there", "never sent"), differing=(2,)
    )
    assert not compare(ours[:1], {1: "Text"}, set())


@pytest.mark.parametrize(
    ("day", "everybody"),
    [
        (date(2026, 11, 22), False),
        (date(2026, 11, 26), False),
        (date(2026, 11, 27), True),
        (date(2026, 11, 28), None),
    ],
)
def test_fridays_are_for_everybody(day: date, everybody: bool | None) -> None:
    assert includes_everybody(day) is everybody


words = st.text(st.characters(blacklist_characters="\r\0", blacklist_categories=("Cs",)), max_size=400).map(
    lambda text: text.replace(" ...[", "")
)


@given(words, words, st.integers(0, 2000))
def test_nomis_holds_the_beginning_of_what_is_here(original: str, more: str, times: int) -> None:
    note = NoteText("’" * times + original, (Added("ANN_GEN", NINE, more),) if more.strip() else ())
    held = fit(render(note)).rstrip()
    assert begins_alike(note.original, held[:FIRST_CHARACTERS], FIRST_CHARACTERS)
    assert parse(held)


@given(words, words)
def test_another_beginning_is_noticed(one: str, other: str) -> None:
    alike = one.rstrip()[:FIRST_CHARACTERS].rstrip() == other.rstrip()[:FIRST_CHARACTERS].rstrip()
    if len(one.rstrip()) < FIRST_CHARACTERS > len(other.rstrip()):
        assert begins_alike(one, other.rstrip(), FIRST_CHARACTERS) == alike
