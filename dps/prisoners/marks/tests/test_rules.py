import re

import pytest

from dps.prisoners.marks import rules

BODY_PARTS = [
    "ANKLE",
    "ARM",
    "EAR",
    "ELBOW",
    "FACE",
    "FINGER",
    "FOOT",
    "HAND",
    "HEAD",
    "KNEE",
    "LEG",
    "LIP",
    "NECK",
    "NOSE",
    "SHOULDER",
    "THIGH",
    "TOE",
    "TORSO",
]  # reference-data.md 3
EVERY = [place for area in rules.AREAS for place in area.places]


def test_every_part_of_the_body_can_be_chosen_and_each_choice_is_one_thing() -> None:
    assert {place.body_part for place in EVERY} == set(BODY_PARTS)
    assert len({place.key for place in EVERY}) == len({place.words for place in EVERY}) == len(EVERY)
    assert len({(place.body_part, place.side, place.orientation) for place in EVERY}) == len(EVERY)
    assert {place.side for place in EVERY} <= {"", "F", "B", "L", "R"}
    assert {place.orientation for place in EVERY} <= {"", "UPP", "LOW"}


@pytest.mark.parametrize("view", ["front", "back"])
def test_the_boxes_lie_on_the_picture_and_never_on_each_other(view: str) -> None:
    boxes = [box for area in rules.AREAS for box in getattr(area, view)]
    assert len(boxes) == len(rules.AREAS) - 1, "only the front and the back are on one picture each"
    for place, (left, top, right, bottom) in enumerate(boxes):
        assert 0 <= left < right <= rules.WIDTH and 0 <= top < bottom <= rules.HEIGHT
        for other in boxes[place + 1 :]:
            assert right <= other[0] or other[2] <= left or bottom <= other[1] or other[3] <= top


def test_left_is_the_persons_own_left() -> None:
    """Who faces us has their left on our right; seen from behind it is on our left."""
    for area in rules.AREAS:
        if area.key.startswith("left-"):
            assert area.front[0][0] >= rules.WIDTH / 2 >= area.back[0][2]
            assert all(place.side == "L" and place.words.startswith("Left") for place in area.places)


def test_codes_lead_to_the_place_they_came_from() -> None:
    for area in rules.AREAS:
        for place in area.places:
            assert rules.place_with(place.body_part, place.side, place.orientation) is place
            assert rules.area_with(place.body_part, place.side, place.orientation) is area
            assert rules.place_of(place.key) is place and re.fullmatch("[a-z-]+", place.key)
    assert rules.place_with("ARM", "S", "CENTR") is None and rules.area_of("../") is None


@pytest.mark.parametrize(
    ("text", "said"), [("", ""), ("é" * 120, ""), ("x" * 240, ""), ("x" * 241, "240"), ("é" * 121, "NOMIS")]
)
def test_descriptions(text: str, said: str) -> None:
    problem = rules.description_problem(text)
    assert said in problem and bool(problem) is bool(said)
