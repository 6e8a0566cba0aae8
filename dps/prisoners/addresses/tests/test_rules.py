from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dps.prisoners.addresses import rules
from dps.prisoners.addresses.rules import Place, Use, Wanted, Where

TODAY = date(2026, 11, 28)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("ls122tj", "LS12 2TJ"), (" LS12  2TJ ", "LS12 2TJ"), ("M1 1AE", "M1 1AE"), ("CR2 6XH", "CR2 6XH"),
        ("DN55 1PT", "DN55 1PT"), ("W1A 1HQ", "W1A 1HQ"), ("EC1A 1BB", "EC1A 1BB"), ("GIR 0AA", "GIR 0AA"),
        ("L S1 2 2 T J", "LS12 2TJ"), ("LS12", None), ("LS12 2T", None), ("LS12 2CJ", None), ("QS12 2TJ", None),
        ("LS123 2TJ", None), ("L1 2", None), ("12345", None), ("", None), ("ＬＳ12 2TJ", None), ("LS12-2TJ", None),
    ],
)  # fmt: skip
def test_full_uk_postcodes(typed: str, kept: str | None) -> None:
    assert rules.uk_postcode(typed) == kept


@pytest.mark.parametrize(
    ("wanted", "kept", "fine"),
    [
        ([], [], True), (["HOME"], [], True), (["HOME", "HOME"], [], True), (["MARS"], [], False),
        (["MARS"], ["MARS"], True), (["HOME", "MARS"], ["OLD"], False), ([], ["MARS"], True),
    ],
)  # fmt: skip
def test_what_an_address_may_be_for(wanted: list[str], kept: list[str], fine: bool) -> None:
    assert (rules.usage_problem(wanted, kept, ["HOME", "ROTL"]) == "") is fine


def uk(**boxes: str) -> Place:
    return Place(Where.UK, country="ENG", **boxes)


@pytest.mark.parametrize(
    ("place", "premise", "street"),
    [
        (uk(number="12", line1="High Street"), "12", "High Street"),
        (uk(building="The Old Mill", number="12", line1="High Street"), "The Old Mill", "12 High Street"),
        (uk(building="The Old Mill", line1="High Street"), "The Old Mill", "High Street"),
        (uk(number="12"), "12", ""),
        (uk(line1="Farm Lane"), "", "Farm Lane"),
    ],
)
def test_the_boxes_as_nomis_keeps_them(place: Place, premise: str, street: str) -> None:
    kept = rules.as_kept(place)
    assert (kept["premise"], kept["street"]) == (premise, street)
    assert rules.as_kept(rules.as_typed(kept, Where.UK)) == kept


@given(st.text("ab 1", max_size=12), st.sampled_from(["", "1", "12b", "1234"]), st.text("ab", max_size=9))
def test_what_is_kept_is_kept_again_as_it_is(building: str, number: str, line1: str) -> None:
    kept = rules.as_kept(uk(building=" ".join(building.split()), number=number, line1=line1, postcode="ls122tj"))
    assert rules.as_kept(rules.as_typed(kept, Where.UK)) == kept


@pytest.mark.parametrize(
    ("place", "wrong"),
    [
        (uk(number="1", postcode="LS12 2TJ"), set()),
        (uk(flat="F" * 30, building="B" * 50, number="1234", line1="L" * 60, line2="M" * 35), set()),
        (
            uk(flat="F" * 31, building="B" * 51, number="12345", line1="L" * 61, line2="M" * 36, postcode="LS1"),
            {"flat", "building", "number", "line1", "line2", "postcode"},
        ),
        (Place(Where.UK, line1="x"), {"country"}),
        (uk(town="LEEDS"), {"building"}),
        (Place(Where.OVERSEAS, country="FRA", line1="x", postcode="7" * 10), set()),
        (Place(Where.OVERSEAS, country="FRA", line1="x", postcode="7" * 11), {"postcode"}),
        (Place(Where.NO_FIXED, country="ENG"), set()),
        (Place(Where.NO_FIXED), {"country"}),
        (uk(line1="x", flat="é" * 16, building="é" * 26, line2="é" * 35), {"flat", "building"}),
        (Place(Where.OVERSEAS, country="FRA", line1="😀" * 41), {"line1"}),
        (Place(Where.OVERSEAS, country="FRA", line1="x", postcode="éééééééééé"), {"postcode"}),
    ],
)
def test_what_an_address_may_be(place: Place, wrong: set[str]) -> None:
    assert set(rules.problems(place)) == wrong


def test_an_old_long_street_stays_as_it_is() -> None:
    before = uk(line1="L" * 100, postcode="LS1")
    assert rules.problems(uk(line1="L" * 100, postcode="LS1", flat="2"), before) == {}
    assert set(rules.problems(uk(line1="M" * 100, postcode="LS1"), before)) == {"line1"}


@pytest.mark.parametrize("use", Use)
def test_use_both_ways(use: Use) -> None:
    assert rules.use_of(primary=rules.is_primary(use), postal=rules.is_postal(use)) is use


def test_days() -> None:
    assert not rules.start_problem(TODAY, TODAY) and rules.start_problem(date(2026, 11, 29), TODAY)
    assert not rules.end_problem(TODAY, TODAY, TODAY) and not rules.end_problem(None, date(1950, 1, 1), TODAY)
    assert rules.end_problem(None, date(2026, 11, 29), TODAY) and rules.end_problem(TODAY, date(2026, 11, 27), TODAY)
    assert (
        rules.is_past(TODAY, TODAY) and not rules.is_past(date(2026, 11, 29), TODAY) and not rules.is_past(None, TODAY)
    )


@pytest.mark.parametrize(
    ("typed", "wanted", "enough"),
    [
        ("ls12 2tj", Wanted(postcode="LS122TJ"), True), ("LS12", Wanted(postcode="LS12"), True),
        ("LS12 2", Wanted(postcode="LS122"), True), ("High  Street", Wanted(words="High Street"), True),
        ("ab", Wanted(words="ab"), False), ("", Wanted(), False), ("%_%", Wanted(words="%_%"), False),
    ],
)  # fmt: skip
def test_what_the_finder_is_asked(typed: str, wanted: Wanted, enough: bool) -> None:
    assert rules.read_wanted(typed) == wanted and rules.is_enough(wanted) is enough
