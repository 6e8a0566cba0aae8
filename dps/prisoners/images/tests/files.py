"""Files as people send them: good pictures, odd ones, and what is none."""

import io
import struct
import zlib
from functools import cache
from typing import Any

from PIL import Image


@cache
def picture(width: int = 600, height: int = 800, *, kind: str = "JPEG", mode: str = "RGB", colour: Any = None) -> bytes:
    """One plain picture, its upper half of one colour and its lower of another."""
    made = Image.new(mode, (width, height), colour or {"CMYK": (0, 200, 200, 0), "L": 90, "P": 3}.get(mode, "#aa3311"))
    made.paste(made.resize((width, height // 2)).point(lambda value: value // 2), (0, height // 2))
    return _saved(made, kind)


def _saved(made: Image.Image, kind: str, **more: Any) -> bytes:
    written = io.BytesIO()
    made.save(written, kind, **more)
    return written.getvalue()


def with_gps() -> bytes:
    """A JPEG in which the camera wrote who took it, and that it lies on its side."""
    made = Image.new("RGB", (800, 600), "#224466")
    exif = Image.Exif()
    exif[0x0112], exif[0x013B] = 6, "SECRET PHOTOGRAPHER"
    return _saved(made, "JPEG", exif=exif.tobytes(), comment=b"SECRET COMMENT")


def moving() -> bytes:
    """An animated GIF."""
    frames = [Image.new("RGB", (200, 200), colour) for colour in ("red", "green", "blue")]
    return _saved(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=100)


def see_through() -> bytes:
    """A GIF with a transparent ground."""
    return _saved(Image.new("P", (200, 280), 0), "GIF", transparency=0)


def gif_bomb(width: int = 60_000, height: int = 60_000) -> bytes:
    """A few bytes that say they are an immense GIF."""
    return b"GIF89a" + struct.pack("<HHBBB", width, height, 0, 0, 0) + b"," + struct.pack(
        "<HHHHB", 0, 0, width, height, 0
    ) + b"\x02\x02\x44\x01\x00;"  # fmt: skip


def jpeg_bomb() -> bytes:
    """A small JPEG whose head says that it is 65,000 dots wide and high."""
    small = bytearray(picture(120, 120))
    at = small.index(b"\xff\xc0") + 5
    small[at : at + 4] = struct.pack(">HH", 65_000, 65_000)
    return bytes(small)


def png() -> bytes:
    """A good picture of a kind that is not taken."""
    return _saved(Image.new("RGB", (300, 300), "white"), "PNG")


def zipped() -> bytes:
    """Something packed, called a picture."""
    return b"PK\x03\x04" + zlib.compress(b"0" * 100_000)
