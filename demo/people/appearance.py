"""What somebody looks like: height, weight, hair, eyes, marks, photographs."""

from datetime import date, timedelta

from demo import photographs
from demo.people.person import Person, wall

MARKS = [
    ("TAT", "ARM", "UPP", "Dragon"),
    ("TAT", "ARM", "LOW", "Name: Mum"),
    ("TAT", "ARM", "UPP", "Anchor and rope"),
    ("TAT", "NECK", None, "Swallow"),
    ("TAT", "HAND", None, "Dots on knuckles"),
    ("TAT", "LEG", "LOW", "Rose with thorns"),
    ("TAT", "SHOULDER", None, "Football club badge"),
    ("TAT", "TORSO", "UPP", "Praying hands"),
    ("TAT", "FINGER", None, "Ring"),
    ("SCAR", "FACE", None, "Two inches, above the eye"),
    ("SCAR", "TORSO", "LOW", "From an operation"),
    ("SCAR", "ARM", "LOW", "Old burn"),
    ("SCAR", "KNEE", None, "Fell as a child"),
    ("MARK", "NECK", None, "Birthmark, size of a coin"),
    ("MARK", "HAND", None, "Mole"),
    ("OTH", "EAR", None, "Pierced twice"),
]
FACES = ["ANGULAR", "OVAL", "OVAL", "ROUND", "SQUARE", "TRIANGULAR"]


def add_appearance(p: Person, booking: int, came: date) -> None:
    """Body, features, up to three marks, and photographs unless the whole country is made."""
    _add_body(p, booking)
    _add_features(p, booking)
    _add_marks(p, booking, came)
    if not p.world.national:
        _add_faces(p, booking, came)


def _add_body(p: Person, booking: int) -> None:
    c = p.about(12)
    height = int(min(max(c.gauss(163 if p.woman else 176, 7), 140), 205))
    weight = int(min(max(c.gauss(24.5, 4), 17), 45) * (height / 100) ** 2)
    inches = round(height / 2.54)
    tall: tuple[int | None, ...] = (height, inches // 12, inches % 12)
    heavy: tuple[int | None, ...] = (weight, round(weight / 6.35 * 14))
    roll = c.random()
    if roll < 0.04:
        heavy = (None, None)
    elif roll < 0.06:
        tall = (None, None, None)
    p.add("offender_physical_attributes", booking, 1, *tall, *heavy)


def _add_features(p: Person, booking: int) -> None:
    c = p.about(13)
    hair = ["BROWN", "BROWN", "BLACK", "BLONDE", "GINGER", "DARK"]
    if p.age > 45:
        hair = ["GREY", "GREY", "WHITE", "BROWN", *([] if p.woman else ["BALD", "BALDING"])]
    eyes = c.choice(["BROWN", "BROWN", "BLUE", "BLUE", "GREEN", "HAZEL", "GREY"])
    shoe = c.randrange(4, 9) if p.woman else c.randrange(6, 14)
    beard = "NA" if p.woman else c.choice(["CLEAN SHAVEN", "CLEAN SHAVEN", "NO", "GOATEE", "BEARDED", "MOUSTACHE"])
    features = [
        ("HAIR", c.choice(hair)),
        ("FACIAL_HAIR", beard),
        ("FACE", c.choice(FACES)),
        ("BUILD", c.choice(["MEDIUM", "MEDIUM", "SLIGHT", "HEAVY", "PROP", "MUSC", "STOCKY", "THIN"])),
        ("R_EYE_C", eyes),
        ("L_EYE_C", eyes if c.random() < 0.99 else "CLOUDED"),
        ("SHOESIZE", f"{shoe}{'.5' if c.random() < 0.15 else ''}"),
    ]
    for place, (kind, code) in enumerate(features, 20):
        if c.random() > 0.05:
            p.add("offender_profile_details", booking, 1, kind, code, place)


def _add_marks(p: Person, booking: int, came: date) -> None:
    c = p.about(14)
    for sequence in range(1, c.choices([0, 1, 2, 3], [55, 25, 13, 7])[0] + 1):
        kind, part, orientation, words = c.choice(MARKS)
        side = None if part in ("TORSO", "NECK", "FACE") and c.random() < 0.5 else c.choice("LR")
        p.add("offender_identifying_marks", booking, sequence, part, kind, side, orientation, words)
        if p.world.national or c.random() > 0.4:
            continue
        for taken in sorted({came, came + timedelta(days=c.randrange((p.today - came).days + 1))})[
            : c.choice([1, 1, 2])
        ]:
            full, small = photographs.mark(kind, c.randrange(photographs.MARKS))
            _add_image(p, booking, taken, "OFF_IDM", kind, part, full, small, number=sequence)


def _add_faces(p: Person, booking: int, came: date) -> None:
    c = p.about(15)
    face = c.randrange(photographs.KINDS)
    full, small = photographs.drawn(face)
    if c.random() < 0.15 and (p.today - came).days > 40:
        older, older_small = photographs.drawn((face + photographs.KINDS // 2) % photographs.KINDS)
        _add_image(p, booking, came, "OFF_BKG", "FACE", "FRONT", older, older_small, active="N")
        came += timedelta(days=c.randrange(20, (p.today - came).days))
    _add_image(p, booking, came, "OFF_BKG", "FACE", "FRONT", full, small)


def _add_image(
    p: Person,
    booking: int,
    taken: date,
    kind: str,
    view: str,
    orientation: str,
    full: bytes,
    small: bytes,
    *,
    number: int | None = None,
    active: str = "Y",
) -> None:
    p.add(
        "offender_images",
        p.new_id(),
        booking,
        wall(taken, 12),
        kind,
        view,
        orientation,
        booking,
        number,
        full,
        small,
        active,
        "LIVE",
        f"{p.place.code}_OFFICER",
    )
