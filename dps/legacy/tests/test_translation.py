from datetime import UTC, date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dps.legacy import translation
from dps.legacy.translation import (
    LONDON,
    NotWanted,
    Odd,
    OddDate,
    Step,
    Translated,
    Unreadable,
    among,
    day,
    day_and_time,
    first_text,
    flag,
    joined_text,
    key_dates,
    moment,
    pence,
    text,
    tidy,
    translate,
    whole,
)

real_years = st.datetimes(min_value=datetime(1850, 1, 1), max_value=datetime(2199, 12, 31))


@pytest.mark.parametrize(
    ("held", "kept"),
    [(None, ""), ("LEI   ", "LEI"), ("  x ", "  x"), ("a\x00b", "ab"), (12, "12"), ("", ""), ("\t\n ", "")],
)
def test_text_loses_padding_and_what_postgresql_cannot_hold(held: object, kept: str) -> None:
    assert tidy(held) == kept


@pytest.mark.parametrize(
    ("held", "kept"), [(None, None), (7, 7), (Decimal("7"), 7), ("7", 7), (" 42 ", 42), (Decimal("7.00"), 7), (7.0, 7)]
)
def test_whole_numbers(held: object, kept: int | None) -> None:
    assert whole(held) == kept


@pytest.mark.parametrize("held", ["x", "7.5", Decimal("0.1"), "", "NaN", "Infinity"])
def test_what_is_no_whole_number_is_refused(held: object) -> None:
    with pytest.raises(Unreadable):
        whole(held)


@pytest.mark.parametrize(
    ("held", "kept"),
    [
        (None, None),
        (Decimal("12.34"), 1234),
        (Decimal("-0.01"), -1),
        ("7.5", 750),
        (Decimal("0.005"), 1),
        (Decimal("-0.005"), -1),
        (12.345, 1235),
        (3, 300),
    ],
)
def test_pounds_become_pence(held: object, kept: int | None) -> None:
    assert pence(held) == kept


@pytest.mark.parametrize(
    ("held", "kept"), [("Y", True), ("N", False), (None, False), (" ", False), ("y", True), ("X", False)]
)
def test_flags(held: object, kept: bool) -> None:
    assert flag(held) is kept


@pytest.mark.parametrize(
    ("on", "at", "kept"),
    [
        (datetime(2025, 7, 1), datetime(1970, 1, 1, 14, 35), datetime(2025, 7, 1, 14, 35, tzinfo=LONDON)),
        (date(2025, 7, 1), time(9, 0), datetime(2025, 7, 1, 9, 0, tzinfo=LONDON)),
        (datetime(2025, 7, 1, 23, 59), None, datetime(2025, 7, 1, tzinfo=LONDON)),
        (datetime(2025, 7, 1), datetime(9999, 12, 31, 8, 15), datetime(2025, 7, 1, 8, 15, tzinfo=LONDON)),
        (datetime(2025, 7, 1), datetime(1, 1, 1, 8, 15), datetime(2025, 7, 1, 8, 15, tzinfo=LONDON)),
        (None, datetime(1970, 1, 1, 14, 35), None),
        (datetime(2025, 6, 30, 23, 30, tzinfo=UTC), None, datetime(2025, 7, 1, tzinfo=LONDON)),
    ],
)
def test_a_date_and_a_time_are_put_together(on: object, at: object, kept: datetime | None) -> None:
    assert day_and_time(on, at) == kept


@pytest.mark.parametrize(
    "held", [datetime(1, 1, 1), datetime(9999, 12, 31), date(1849, 12, 31), Odd("infinity"), "soon"]
)
def test_odd_dates_are_known_as_such(held: object) -> None:
    with pytest.raises(OddDate):
        day(held)


@given(real_years, real_years)
def test_the_day_part_of_a_time_never_matters(on: datetime, at: datetime) -> None:
    found = day_and_time(on, at)
    assert found is not None
    assert (found.date(), found.time()) == (on.date(), at.time())


@given(real_years)
def test_a_moment_is_the_same_wall_clock_time_in_london(held: datetime) -> None:
    found = moment(held)
    assert found is not None and found.replace(tzinfo=None) == held and found.tzinfo == ZoneInfo("Europe/London")


@given(st.text(), st.integers(min_value=1, max_value=20))
def test_text_that_is_cut_fits_and_is_a_beginning_of_what_was_held(held: str, limit: int) -> None:
    found = translate([Step(text(limit), (0,), ("comment_text",))], (held,))
    kept = found.values[0]
    assert len(kept) <= limit and tidy(held).startswith(kept)
    assert bool(found.notes) == (len(tidy(held)) > limit)


@given(
    st.one_of(st.none(), st.text(), st.integers(), st.decimals(), st.datetimes(), st.dates(), st.binary(), st.floats())
)
def test_no_value_whatever_makes_anything_but_a_row_or_a_reason(held: object) -> None:
    steps = [Step(convert, (0,), ("x",)) for convert in (whole, day, moment, flag, pence, text(5))]
    try:
        assert isinstance(translate(steps, (held,)), Translated)
    except Unreadable as problem:
        assert "X " in str(problem)


def test_a_needed_value_that_is_empty_or_odd_refuses_the_row_and_names_the_column() -> None:
    steps = [Step(day_and_time, (0, 1), ("movement_date", "movement_time"), needed=True)]
    with pytest.raises(Unreadable, match=r"MOVEMENT_DATE and MOVEMENT_TIME is empty"):
        translate(steps, (None, None))
    with pytest.raises(Unreadable, match="9999-12-31, which is no real date"):
        translate(steps, (datetime(9999, 12, 31), None))


def test_an_odd_date_that_may_be_absent_is_left_out_and_noted() -> None:
    found = translate([Step(day, (0,), ("expiry_date",))], (datetime(9999, 12, 31),))
    assert found.values == (None,)
    assert found.notes == ("EXPIRY_DATE holds 9999-12-31, which is no real date: left out",)


def test_codes_of_other_kinds_are_not_carried() -> None:
    convert = among({"2101": "CASH"})
    assert convert(Decimal("2101")) == "CASH" and convert("2101 ") == "CASH"
    with pytest.raises(NotWanted):
        convert("2999")


def test_several_columns() -> None:
    assert first_text(12)(None, "  ", "CN") == "CN"
    assert joined_text(71)("LEE  ", None, "PAUL") == "LEE PAUL"


def test_key_dates_pair_calculated_and_overridden_and_leave_out_what_is_absent_or_odd() -> None:
    convert = key_dates(["CRD", "SED", "ARD"], ["ROTL"])
    found = convert(
        datetime(2027, 3, 1), date(2027, 4, 1), datetime(2028, 1, 1), None, datetime(9999, 1, 1), None, date(2026, 1, 2)
    )
    assert found == '{"CRD": ["2027-03-01", "2027-04-01"], "ROTL": [null, "2026-01-02"], "SED": ["2028-01-01", null]}'


@pytest.mark.parametrize(
    ("centimetres", "feet", "inches", "expected"),
    [(180, 1, 1, 180), (None, 5, 11, 180), (None, 6, None, 183), (None, None, 8, 20), (None, None, None, None)],
)
def test_height(centimetres: int | None, feet: int | None, inches: int | None, expected: int | None) -> None:
    assert translation.centimetres(centimetres, feet, inches) == expected


@pytest.mark.parametrize(("kilograms", "pounds", "expected"), [(80, 1, 80), (None, 176, 80), (None, None, None)])
def test_weight(kilograms: int | None, pounds: int | None, expected: int | None) -> None:
    assert translation.kilograms(kilograms, pounds) == expected


def test_money_in_or_out_must_say_which() -> None:
    assert translation.signed_pence("1.005", "CR ") == 101
    assert translation.signed_pence(2, "DR") == -200
    for amount, side in ((None, "CR"), (1, None), (1, "XX")):
        with pytest.raises(Unreadable):
            translation.signed_pence(amount, side)


def test_yes_no_or_not_said() -> None:
    assert [translation.yes_or_no(value) for value in ("Y", "n", None, "?")] == [True, False, None, None]
