"""What the pages for writing decide."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from dps.case_notes.adding import returning, rules
from dps.case_notes.adding.drafts import rules as drafts
from dps.case_notes.adding.guidance import PROMPTS, advice
from dps.case_notes.adding.kinds import Offered, first_choices
from dps.case_notes.adding.several import rules as several
from dps.case_notes.catalogue.queries import SubType
from dps.case_notes.rules.writing import BEFORE_BIRTH, BEFORE_FIRST_RECEPTION, SAVED_ALREADY

AT = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "amendments", "username", "left"),
    [
        (0, [], "", 4000 - 53),
        (1000, [], "ABC_GEN", 4000 - 1000 - 53 - 7),
        (1000, [500], "ABC_GEN", 4000 - 1000 - (500 + 61) - 53 - 7),
        (1000, [500, 1], "ABC_GEN", 4000 - 1000 - (500 + 61) - 62 - 53 - 7),
        (3939, [], "USERNAME", 0),
        (3938, [], "USERNAME", 1),
        (4000, [], "USERNAME", -61),
    ],
)
def test_the_room_left_in_a_note_from_nomis(text: int, amendments: list[int], username: str, left: int) -> None:
    given = rules.room_left(text="é" * text, amendments=["x" * one for one in amendments], username=username)
    assert given == left
    assert rules.room_problem("x" * max(left, 0), left) == (
        "" if left > 0 else "This note is full. Add a new note instead"
    )
    if left > 0:
        assert f"Use {left:,} characters or fewer" in rules.room_problem("x" * (left + 1), left)


@given(st.text(max_size=60), st.lists(st.text(max_size=60), max_size=5), st.text(min_size=1, max_size=20))
def test_what_is_added_is_never_room_gained(text: str, amendments: list[str], username: str) -> None:
    before = rules.room_left(text=text, amendments=amendments, username=username)
    after = rules.room_left(text=text, amendments=[*amendments, "more"], username=username)
    assert after == before - 4 - 61


@pytest.mark.parametrize(
    ("born", "first", "lately", "found"),
    [
        (date(1985, 1, 1), date(2020, 1, 1), False, {}),
        (date(1985, 1, 1), date(2026, 11, 24), False, {}),
        (date(1985, 1, 1), date(2026, 11, 25), False, {"date": BEFORE_FIRST_RECEPTION}),
        (date(2026, 11, 25), date(2027, 1, 1), True, {"date": BEFORE_BIRTH, "same": SAVED_ALREADY}),
        (None, None, True, {"same": SAVED_ALREADY}),
    ],
)
def test_doubts(born: date | None, first: date | None, lately: bool, found: dict[str, str]) -> None:
    assert rules.doubts(AT, born=born, first_received_on=first, said_lately=lately) == found
    assert rules.not_yet_confirmed(found, []) == bool(found)
    assert not rules.not_yet_confirmed(found, ["same", "date"])


def test_a_ready_text_replaces_nothing() -> None:
    assert rules.joined("", "Ready") == rules.joined(" \n", "Ready") == "Ready"
    assert rules.joined("Typed\n", "Ready") == "Typed\n\nReady"


@pytest.mark.parametrize(
    ("typed", "numbers", "wrong"),
    [
        (["a1234bc, B1234BC;C1234BC\r\nA1234BC"], ("A1234BC", "B1234BC", "C1234BC"), ()),
        (["A1234BC", "A1234BC"], ("A1234BC",), ()),
        (["A123", "ß1234BC ²"], (), ("A123", "ß1234BC", "²")),
        (["", "  \n"], (), ()),
    ],
)
def test_prison_numbers_out_of_a_box(typed: list[str], numbers: tuple[str, ...], wrong: tuple[str, ...]) -> None:
    assert several.read_numbers(typed) == several.Typed(numbers, wrong)


def test_all_that_is_wrong_with_who_was_chosen_at_once() -> None:
    many = several.Typed(tuple(f"A{n:04d}AA" for n in range(151)), ("X", "Y"))
    found = several.problems(many, set(many.numbers) - {"A0003AA"})
    assert len(found) == 3 and found[0].endswith(": X, Y") and found[1].endswith(": A0003AA") and "150" in found[2]
    assert several.problems(several.Typed((), ()), set()) == [several.SAY_WHO]
    assert several.problems(several.Typed(("A1111AA",), ()), {"A1111AA"}) == []
    assert several.problems(several.Typed((), tuple("abcdefghijklm")), set())[0].endswith("j and 3 more")


def test_what_a_draft_keeps() -> None:
    typed = {"text": "a\r\nb\0", "type": "K" * 99, "csrfmiddlewaretoken": "x", "hours": "", "submission": "y"}
    assert drafts.values_of(typed) == {"text": "a\nb", "type": "K" * 40}
    assert not drafts.is_worth_keeping({"type": "KA", "text": " \n"}) and drafts.is_worth_keeping({"text": "a"})
    assert len(drafts.values_of({"text": "x" * 200_000})["text"]) == 100_000


def kind(id: int) -> SubType:
    return SubType(id, "OBSERVE", "Observations", f"C{id}", f"Kind {id}", True, False, False, True, True)


def test_what_stands_first() -> None:
    offered = Offered({"OBSERVE": "Observations"}, {}, {one: kind(one) for one in range(1, 12)})
    found = first_choices(offered, [3, 99, 1], [99, 1, 5, 5, 6, 7, 8, 9, 10])
    assert [one.id for one in found.favourites] == [3, 1]
    assert [one.id for one in found.recent] == [5, 6, 7, 8, 9]


def test_advice_is_one_prompt_of_five_and_what_is_always_said() -> None:
    assert all(len(set(five)) == 5 for five in PROMPTS.values())
    for place in range(5):
        found = {(one.type, one.sub_type): one for one in advice(lambda five, place=place: five[place])}
        assert found["POS", ""].opens == PROMPTS["POS"][place][0] and found["NEG", ""].words == (
            PROMPTS["NEG"][place][1],
        )
    assert found["OMIC", "OPEN_COMM"].is_for("OMIC", "OPEN_COMM") and found["OMIC", "OPEN_COMM"].is_for("OMIC", "")
    assert not found["OMIC", "OPEN_COMM"].is_for("OMIC", "GEN") and not found["KA", ""].is_for("", "")


@pytest.mark.parametrize(
    ("address", "ours"),
    [
        ("/prisoners/A1111AA/", True),
        ("/prisoners/A1111AA/case-notes/?page=2&type=KA", True),
        ("/key-workers/key-worker/", True),
        ("//evil.example/prisoners/", False),
        ("https://evil.example/prisoners/", False),
        ("/prisoners/\\evil", False),
        ("/prisoners/\r\nSet-Cookie: a=b", False),
        ("/sign-in?next=/prisoners/", False),
        ("/prisoners/A1111AA/case-notes/add/?type=KA", False),
        (f"/prisoners/{'x' * 1000}", False),
        ("", False),
    ],
)
def test_back_only_to_a_page_of_ours(address: str, ours: bool) -> None:
    assert returning.is_ours(address) is ours


@pytest.mark.parametrize(
    ("said", "referer", "back"),
    [
        ("", "http://dps/prisoners/A1111AA/?from=%2Fprisoners%2F", "/prisoners/A1111AA/?from=%2Fprisoners%2F"),
        ("", "http://evil/prisoners/A1111AA/", "/list"),
        ("", "http://[broken", "/list"),
        ("", "", "/list"),
        ("/prisoners/B1111BB/", "http://dps/prisoners/A1111AA/", "/prisoners/B1111BB/"),
        ("https://evil/", "http://dps/prisoners/A1111AA/", "/list"),
    ],
)
def test_where_somebody_came_from(said: str, referer: str, back: str) -> None:
    asked = SimpleNamespace(POST=QueryDict(), GET={"from": said}, headers={"Referer": referer}, get_host=lambda: "dps")
    assert returning.came_from(asked, "/list") == back  # type: ignore[arg-type]
