"""Drawn placeholder photographs: a head and shoulders that differ by seed, never a likeness of anybody."""

import io
from functools import cache
from random import Random

from PIL import Image, ImageDraw

KINDS = 60
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
    full, small = io.BytesIO(), io.BytesIO()
    image.save(full, "JPEG", quality=70)
    image.resize((96, 120)).save(small, "JPEG", quality=70)
    return full.getvalue(), small.getvalue()
