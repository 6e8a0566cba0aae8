import pytest
from hypothesis import given
from hypothesis import strategies as some

from dps.prisoners.personal.rules import measurements as m


@pytest.mark.parametrize(
    ("cm", "feet", "inches"), [(180, 5, 11), (183, 6, 0), (182, 6, 0), (50, 1, 8), (280, 9, 2), (30, 1, 0), (152, 5, 0)]
)
def test_feet_and_inches(cm: int, feet: int, inches: int) -> None:
    assert m.feet_of(cm) == (feet, inches)


@pytest.mark.parametrize(("feet", "inches", "cm"), [(5, 11, 180), (6, 0, 183), (9, 0, 274), (1, 0, 30), (5, 1, 155)])
def test_centimetres(feet: int, inches: int, cm: int) -> None:
    assert m.cm_of(feet, inches) == cm


@pytest.mark.parametrize(
    ("stone", "pounds", "kg"), [(12, 8, 80), (2, 0, 13), (100, 0, 635), (100, 13, 641), (0, 28, 13), (0, 1400, 635)]
)
def test_kilograms(stone: int, pounds: int, kg: int) -> None:
    assert m.kg_of(stone, pounds) == kg


@pytest.mark.parametrize(
    ("kg", "stone", "pounds"), [(80, 12, 8), (12, 1, 12), (640, 100, 11), (89, 14, 0), (63, 9, 13)]
)
def test_stone_and_pounds(kg: int, stone: int, pounds: int) -> None:
    assert m.stone_of(kg) == (stone, pounds)


@given(some.integers(1, 9), some.integers(0, 11))
def test_an_inch_is_never_lost(feet: int, inches: int) -> None:
    assert m.feet_of(m.cm_of(feet, inches)) == (feet, inches)


@given(some.integers(50, 280))
def test_a_height_comes_back_within_half_an_inch_and_a_rounding(cm: int) -> None:
    feet, inches = m.feet_of(cm)
    assert inches < 12
    assert abs(m.cm_of(feet, inches) - cm) <= 1
    assert m.height_in_feet(str(feet), str(inches), cm) == cm


@given(some.integers(12, 640))
def test_a_kilogram_is_never_lost(kg: int) -> None:
    stone, pounds = m.stone_of(kg)
    assert pounds < 14
    assert m.kg_of(stone, pounds) == kg == m.kg_of(0, m.pounds_of(kg))
    assert m.weight_in_stone(str(stone), str(pounds), kg) == kg == m.weight_in_pounds(str(m.pounds_of(kg)), kg)


@given(some.integers(2, 100), some.integers(0, 13))
def test_a_weight_in_stone_comes_back_within_half_a_kilogram_and_a_rounding(stone: int, pounds: int) -> None:
    assert abs(m.pounds_of(m.kg_of(stone, pounds)) - (stone * 14 + pounds)) <= 1


@given(some.text(max_size=8))
def test_nothing_typed_breaks_a_measure(typed: str) -> None:
    for read in (
        lambda: m.height_in_cm(typed),
        lambda: m.height_in_feet(typed, typed, 180),
        lambda: m.weight_in_kg(typed),
        lambda: m.weight_in_stone(typed, typed, None),
        lambda: m.weight_in_pounds(typed, 80),
        lambda: m.shoe_size(typed),
    ):
        try:
            assert read() is not None or not typed
        except m.NotSensible as wrong:
            assert str(wrong)


@pytest.mark.parametrize("typed", ["49", "281", "1.8", "tall", "-180", "１８０", "1000000"])
def test_heights_that_are_none(typed: str) -> None:
    with pytest.raises(m.NotSensible):
        m.height_in_cm(typed)


@pytest.mark.parametrize(
    ("feet", "inches", "box"),
    [
        ("0", "6", "feet"),
        ("10", "", "feet"),
        ("9", "1", "inches"),
        ("5", "12", "inches"),
        ("", "11", "feet"),
        ("5", "x", "inches"),
    ],
)
def test_feet_that_are_none(feet: str, inches: str, box: str) -> None:
    with pytest.raises(m.NotSensible) as wrong:
        m.height_in_feet(feet, inches, None)
    assert wrong.value.box == box


def test_blank_and_alone() -> None:
    assert m.height_in_cm("") is m.height_in_feet("", "", 180) is m.weight_in_stone("", "", 80) is None
    assert m.weight_in_kg("") is m.weight_in_pounds("", 80) is None
    assert m.height_in_feet("6", "", None) == 183
    assert m.weight_in_stone("12", "", None) == 76
    assert (m.height_in_cm("50"), m.height_in_cm("280"), m.weight_in_kg("12"), m.weight_in_kg("640")) == (
        50,
        280,
        12,
        640,
    )


@pytest.mark.parametrize(
    ("stone", "pounds", "box"), [("1", "0", "stone"), ("101", "", "stone"), ("12", "14", "pounds"), ("", "3", "stone")]
)
def test_stone_that_is_none(stone: str, pounds: str, box: str) -> None:
    with pytest.raises(m.NotSensible) as wrong:
        m.weight_in_stone(stone, pounds, None)
    assert wrong.value.box == box


@pytest.mark.parametrize("typed", ["27", "1401", "heavy"])
def test_pounds_that_are_none(typed: str) -> None:
    with pytest.raises(m.NotSensible):
        m.weight_in_pounds(typed, None)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("9", "9"), (" 9.5 ", "9.5"), ("9½", "9.5"), ("uk 10", "10"), ("10 UK", "10"), ("1", "1"), ("25", "25"),
        ("43", "EU 43"), ("EU 42.5", "EU 42.5"), ("eu16", "EU 16"), ("62 eu", "EU 62"), ("", ""), ("09", "9"), ("9,0", "9"),
    ],
)  # fmt: skip
def test_shoe_sizes(typed: str, kept: str) -> None:
    assert m.shoe_size(typed) == kept
    assert m.shoe_size(kept) == kept


@pytest.mark.parametrize(
    "typed", ["0", "0.5", "25.5 UK", "9.25", "nine", "UK EU 9", "EU 63", "UK 43", "9.", "-9", "9 9"]
)
def test_shoe_sizes_that_are_none(typed: str) -> None:
    with pytest.raises(m.NotSensible):
        m.shoe_size(typed)


def test_words() -> None:
    assert (m.height_words(180), m.weight_words(80)) == ("180 cm (5 ft 11 in)", "80 kg (12 st 8 lb)")
    assert m.height_words(None) == m.weight_words(None) == ""
