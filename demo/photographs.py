"""Drawn placeholder photographs: a head and shoulders that differ by seed, never a likeness of anybody."""

import io
from functools import cache
from random import Random

from PIL import Image, ImageDraw

KINDS = 60
MARKS = 12
_SKIN = ["#f1c9a5", "#e0ac7e", "#c68642", "#8d5524", "#5c3a1e", "#ffdbac"]
_HAIR = ["#2c1b10", "#4a2f1b", "#8a5a2b", "#b8860b", "#555555", "#111111", "#a33b20"]
_CLOTHES = ["#7a8ba3", "#5a6b5a", "#8b8b8b", "#6b5b73"]


@cache
def drawn(kind: int) -> tuple[bytes, bytes]:
    """Full size (240 x 300) and thumbnail (96 x 120), JPEG."""
    chance = Random(kind)
    image = Image.new("RGB", (240, 300), "#d8dde3")
    draw = ImageDraw.Draw(image)
    skin, hair = chance.choice(_SKIN), chance.choice(_HAIR)
    draw.ellipse((20, 225, 220, 420), fill=chance.choice(_CLOTHES))
    draw.rectangle((100, 180, 140, 240), fill=skin)
    width = chance.randrange(50, 64)
    draw.ellipse((120 - width, 60, 120 + width, 215), fill=skin)
    top = chance.randrange(50, 75)
    draw.pieslice((118 - width, top - 10, 122 + width, 200), 180, 360, fill=hair)
    draw.ellipse((122 - width, top + 32, 118 + width, 200), fill=skin)
    for x in (98, 142):
        draw.ellipse((x - 7, 128, x + 7, 138), fill="white")
        draw.ellipse((x - 3, 129, x + 3, 137), fill="#222")
    draw.line((120, 140, 114, 165, 122, 166), fill="#00000055", width=2)
    draw.arc((100, 170, 140, 190), 20 + chance.randrange(30), 160, fill="#7a3b3b", width=3)
    return _saved(image, (96, 120))


@cache
def mark(type_: str, kind: int) -> tuple[bytes, bytes]:
    """A tattoo, scar or mark on skin: full size (300 x 300) and thumbnail (100 x 100), JPEG."""
    chance = Random(f"{type_} {kind}")
    image = Image.new("RGB", (300, 300), chance.choice(_SKIN))
    draw = ImageDraw.Draw(image)
    if type_ == "TAT":
        ink = chance.choice(["#1f3b4d", "#22313f", "#3b3b58"])
        for turn in range(chance.randrange(3, 7)):
            x, y, size = chance.randrange(60, 200), chance.randrange(60, 200), chance.randrange(30, 90)
            draw.arc((x, y, x + size, y + size), turn * 50, turn * 50 + 250, fill=ink, width=6)
        draw.line((60, 230, 240, 220), fill=ink, width=5)
    elif type_ == "SCAR":
        x, y = chance.randrange(40, 120), chance.randrange(60, 200)
        draw.line((x, y, x + 90, y + 20, x + 150, y + 5), fill="#b98270", width=7)
    else:
        x, y, size = chance.randrange(80, 160), chance.randrange(80, 160), chance.randrange(15, 60)
        draw.ellipse((x, y, x + size, y + size), fill="#5b3a29")
    return _saved(image, (100, 100))


def _saved(image: Image.Image, thumbnail: tuple[int, int]) -> tuple[bytes, bytes]:
    full, small = io.BytesIO(), io.BytesIO()
    image.save(full, "JPEG", quality=70)
    image.resize(thumbnail).save(small, "JPEG", quality=70)
    return full.getvalue(), small.getvalue()
