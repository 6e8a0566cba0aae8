import pytest
from hypothesis import given
from hypothesis import strategies as st

from dps.prisoners.images import rules

SIDES = st.integers(rules.SHORTEST_SIDE, 7_000)


@given(SIDES, SIDES, st.sampled_from(list(rules.CROPS)))
def test_a_crop_lies_inside_the_picture_and_is_five_by_seven(width: int, height: int, crop: str) -> None:
    left, top, right, bottom = rules.crop_box(width, height, crop)
    assert 0 <= left < right <= width and 0 <= top < bottom <= height
    assert abs((right - left) * 7 - (bottom - top) * 5) <= 7
    assert abs(left - (width - right)) <= 1, "the face is in the middle"


@pytest.mark.parametrize(
    ("size", "crop", "box"),
    [
        ((500, 700), "top", (0, 0, 500, 700)),
        ((500, 1000), "top", (0, 0, 500, 700)),
        ((500, 1000), "centre", (0, 150, 500, 850)),
        ((1000, 700), "centre", (250, 0, 750, 700)),
        ((1000, 1400), "closer", (175, 116, 825, 1026)),
    ],
)
def test_where_it_is_cut(size: tuple[int, int], crop: str, box: rules.Box) -> None:
    assert rules.crop_box(*size, crop) == box


@given(SIDES, SIDES)
def test_fitting_never_makes_larger(width: int, height: int) -> None:
    wide, high = rules.fitted(width, height, rules.LONGEST_SIDE)
    assert max(wide, high) <= rules.LONGEST_SIDE and wide <= width and high <= height


@pytest.mark.parametrize(
    ("width", "height", "kind", "said"),
    [
        (100, 100, "GIF", ""),
        (99, 4000, "JPEG", "too small"),
        (8000, 6000, "JPEG", ""),
        (8000, 6300, "JPEG", "too large"),
        (8000, 6000, "GIF", "too large"),
    ],
)
def test_sizes(width: int, height: int, kind: str, said: str) -> None:
    problem = rules.size_problem(width, height, kind)
    assert said in problem and bool(problem) is bool(said)
