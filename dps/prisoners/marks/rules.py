"""Where on the body a mark is: areas of the body map, and the exact parts each narrows to (reference-data.md 3).

Left and right are the person's own, whichever side of the picture they are drawn on."""

from dataclasses import dataclass

TYPES = {"tattoo": "TAT", "scar": "SCAR", "mark": "MARK"}
"""As in addresses, to NOMIS."""
TYPE_WORDS = {"TAT": "Tattoo", "SCAR": "Scar", "MARK": "Mark", "OTH": "Mark"}
"""OTH is shown with marks."""
LONGEST_DESCRIPTION = 240
MOST_PHOTOS = 20
"""Of one mark, those in use."""


@dataclass(frozen=True, slots=True)
class Place:
    """An exact part of the body, as NOMIS codes it."""

    key: str
    words: str
    body_part: str
    side: str = ""
    orientation: str = ""


@dataclass(frozen=True, slots=True)
class Area:
    """A first pick on the body map, and what it narrows to. The boxes (left, top, right, bottom) are dots of the
    pictures of the front and of the back; an area may be on both."""

    key: str
    words: str
    places: tuple[Place, ...]
    front: tuple[tuple[int, int, int, int], ...] = ()
    back: tuple[tuple[int, int, int, int], ...] = ()


WIDTH, HEIGHT = 240, 480
Box = tuple[int, int, int, int]


def _mirrored(box: Box) -> Box:
    return WIDTH - box[2], box[1], WIDTH - box[0], box[3]


def _limb(part: str, side: str) -> tuple[Place, ...]:
    code, one = side[0].upper(), side.capitalize()
    return {
        "arm": (
            Place(f"{side}-arm", f"{one} arm, no exact part", "ARM", code),
            Place(f"{side}-shoulder", f"{one} shoulder", "SHOULDER", code),
            Place(f"{side}-upper-arm", f"{one} upper arm", "ARM", code, "UPP"),
            Place(f"{side}-elbow", f"{one} elbow", "ELBOW", code),
            Place(f"{side}-lower-arm", f"{one} lower arm", "ARM", code, "LOW"),
        ),
        "hand": (
            Place(f"{side}-hand", f"{one} hand", "HAND", code),
            Place(f"{side}-finger", f"{one} finger or thumb", "FINGER", code),
        ),
        "leg": (
            Place(f"{side}-leg", f"{one} leg, no exact part", "LEG", code),
            Place(f"{side}-thigh", f"{one} thigh", "THIGH", code),
            Place(f"{side}-knee", f"{one} knee", "KNEE", code),
            Place(f"{side}-lower-leg", f"{one} lower leg", "LEG", code, "LOW"),
        ),
        "foot": (
            Place(f"{side}-foot", f"{one} foot", "FOOT", code),
            Place(f"{side}-ankle", f"{one} ankle", "ANKLE", code),
            Place(f"{side}-toe", f"{one} toe", "TOE", code),
        ),
    }[part]


_RIGHT_ON_THE_FRONT: dict[str, Box] = {
    "arm": (34, 90, 78, 226),
    "hand": (22, 226, 66, 276),
    "leg": (76, 250, 120, 428),
    "foot": (64, 428, 120, 472),
}


def _limbs() -> tuple[Area, ...]:
    found = []
    for part, box in _RIGHT_ON_THE_FRONT.items():
        for side in ("left", "right"):
            front = box if side == "right" else _mirrored(box)
            found.append(
                Area(f"{side}-{part}", f"{side.capitalize()} {part}", _limb(part, side), (front,), (_mirrored(front),))
            )
    return tuple(found)


AREAS = (
    Area(
        "face-and-head",
        "Face and head",
        (
            Place("face", "Face", "FACE"),
            Place("head", "Head", "HEAD"),
            Place("back-of-head", "Back of the head", "HEAD", "B"),
            Place("left-ear", "Left ear", "EAR", "L"),
            Place("right-ear", "Right ear", "EAR", "R"),
            Place("nose", "Nose", "NOSE"),
            Place("lip", "Lip", "LIP"),
        ),
        ((92, 6, 148, 70),),
        ((92, 6, 148, 70),),
    ),
    Area(
        "neck",
        "Neck",
        (
            Place("neck", "Neck, no exact part", "NECK"),
            Place("front-of-neck", "Front of the neck", "NECK", "F"),
            Place("back-of-neck", "Back of the neck", "NECK", "B"),
            Place("left-of-neck", "Left side of the neck", "NECK", "L"),
            Place("right-of-neck", "Right side of the neck", "NECK", "R"),
        ),
        ((102, 70, 138, 88),),
        ((102, 70, 138, 88),),
    ),
    Area(
        "front-and-sides",
        "Front and sides of the body",
        (
            Place("front", "Front, no exact part", "TORSO", "F"),
            Place("chest", "Chest", "TORSO", "F", "UPP"),
            Place("stomach", "Stomach", "TORSO", "F", "LOW"),
            Place("left-side", "Left side", "TORSO", "L"),
            Place("right-side", "Right side", "TORSO", "R"),
        ),
        ((78, 88, 162, 250),),
    ),
    Area(
        "back",
        "Back",
        (
            Place("whole-back", "Back, no exact part", "TORSO", "B"),
            Place("upper-back", "Upper back", "TORSO", "B", "UPP"),
            Place("lower-back", "Lower back", "TORSO", "B", "LOW"),
        ),
        (),
        ((78, 88, 162, 250),),
    ),
    *_limbs(),
)
_AREAS = {area.key: area for area in AREAS}
_PLACES = {place.key: place for area in AREAS for place in area.places}
_BY_CODES = {(place.body_part, place.side, place.orientation): place for place in _PLACES.values()}
_AREA_OF = {place.key: area.key for area in AREAS for place in area.places}


def area_of(key: str) -> Area | None:
    """The area with this key; None when there is none."""
    return _AREAS.get(key)


def place_of(key: str) -> Place | None:
    """The exact part with this key; None when there is none."""
    return _PLACES.get(key)


def place_with(body_part: str, side: str, orientation: str) -> Place | None:
    """The exact part with these codes; None for a combination that is not offered here."""
    return _BY_CODES.get((body_part, side, orientation))


def area_with(body_part: str, side: str, orientation: str) -> Area | None:
    """The area a mark with these codes is in, if it is one that is offered here."""
    found = place_with(body_part, side, orientation)
    return _AREAS[_AREA_OF[found.key]] if found else None


def description_problem(text: str) -> str:
    """Why a description cannot be kept; '' when it can. NOMIS holds 240 bytes, in which é counts two."""
    if len(text) > LONGEST_DESCRIPTION:
        return f"Description must be {LONGEST_DESCRIPTION} characters or fewer"
    if len(text.encode()) > LONGEST_DESCRIPTION:
        return "Description is too long for NOMIS, where letters with accents and symbols take more room. Shorten it"
    return ""
