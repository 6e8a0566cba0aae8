"""Draws the outlines of a body that marks are placed on: `python -m dps.prisoners.marks.body_pictures`.

What it draws is kept in `static/prisoners/`; the boxes of `rules.AREAS` fit it."""

import itertools
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from dps.prisoners.marks.rules import HEIGHT, WIDTH

FOLDER = Path(__file__).parents[1] / "static" / "prisoners"
_FINER = 4
_MIDDLE = WIDTH / 2
Point = tuple[float, float]


def _limb(draw: ImageDraw.ImageDraw, points: list[tuple[float, float, float]]) -> None:
    """A row of circles joined up: (x, y, radius), on both sides of the body."""
    for turn in (1, -1):
        there = [(_MIDDLE + turn * (x - _MIDDLE), y, radius) for x, y, radius in points]
        for (x1, y1, r1), (x2, y2, r2) in itertools.pairwise(there):
            for step in range(41):
                part = step / 40
                x, y, r = x1 + (x2 - x1) * part, y1 + (y2 - y1) * part, r1 + (r2 - r1) * part
                draw.ellipse([_FINER * v for v in (x - r, y - r, x + r, y + r)], fill=255)


def _shape() -> Image.Image:
    mask = Image.new("L", (WIDTH * _FINER, HEIGHT * _FINER), 0)
    draw = ImageDraw.Draw(mask)
    draw.ellipse([_FINER * v for v in (97, 8, 143, 68)], fill=255)
    draw.rectangle([_FINER * v for v in (109, 58, 131, 106)], fill=255)
    _limb(draw, [(112, 92, 8), (92, 100, 12)])
    torso: list[Point] = [(82, 100), (158, 100), (156, 150), (151, 190), (158, 250), (82, 250), (89, 190), (84, 150)]
    draw.polygon([(_FINER * x, _FINER * y) for x, y in torso], fill=255)
    _limb(draw, [(84, 106, 13), (66, 168, 10), (52, 222, 7.5)])
    _limb(draw, [(51, 228, 8), (46, 248, 9.5), (42, 264, 6)])
    _limb(draw, [(99, 256, 18), (101, 340, 13), (102, 424, 8.5)])
    _limb(draw, [(101, 436, 9), (92, 456, 9.5), (82, 461, 8)])
    return mask.filter(ImageFilter.GaussianBlur(_FINER)).point(lambda value: 255 if value > 127 else 0)


def _line(draw: ImageDraw.ImageDraw, *points: Point) -> None:
    draw.line([(_FINER * x, _FINER * y) for x, y in points], fill="#505a5f", width=_FINER)


def drawn(view: str) -> Image.Image:
    """The body from the `front` or from the `back`, with its left and right named as the person's own."""
    mask = _shape()
    edge = ImageChops.subtract(mask.filter(ImageFilter.MaxFilter(2 * _FINER + 1)), mask)
    picture = Image.new("RGB", mask.size, "white")
    picture.paste("#dde3ea", mask=mask)
    picture.paste("#0b0c0c", mask=edge)
    draw = ImageDraw.Draw(picture)
    if view == "front":
        for x in (111, 129):
            draw.ellipse([_FINER * v for v in (x - 2, 34, x + 2, 38)], fill="#505a5f")
        _line(draw, (120, 38), (117, 47), (121, 47))
        _line(draw, (113, 55), (120, 57), (127, 55))
    else:
        _line(draw, (120, 100), (120, 240))
    right, left = (12, WIDTH - 18) if view == "front" else (WIDTH - 18, 12)
    for x, letter in ((right, "R"), (left, "L")):
        draw.text((_FINER * x, _FINER * 150), letter, fill="#505a5f", font_size=_FINER * 14)
    return picture.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS).quantize(32)


if __name__ == "__main__":
    for view in ("front", "back"):
        drawn(view).save(FOLDER / f"body-{view}.png", optimize=True)
