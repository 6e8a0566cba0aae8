"""Pictures that staff send: looked at, and written anew as JPEG, so that nothing else that was in the file is kept."""

import io
import warnings
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from PIL import Image, ImageOps

from dps.platform.web.refusals import Invalid
from dps.prisoners.images import rules, scanning

QUALITY = 85
_WITHHELD = Path(__file__).parent / "withheld.jpg"
_NOT_A_PICTURE = "The file must be a JPG or GIF picture. This one is not, or is damaged"


@dataclass(frozen=True, slots=True)
class Picture:
    """A JPEG in full size and a small one."""

    full_size: bytes
    thumbnail: bytes


def prepare(content: bytes, *, field: str = "photo") -> Image.Image:
    """The picture in a file, upright, in plain colours, no larger than is useful.

    What the file is called does not matter, only what it is. Raises Invalid about `field`.
    """
    if len(content) > rules.LARGEST_FILE:
        raise Invalid({field: f"The file must be {rules.LARGEST_FILE // 1_000_000} MB or smaller"})
    if problem := scanning.problem_of(content):
        raise Invalid({field: problem})
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # our own limit comes first
            opened = Image.open(io.BytesIO(content), formats=tuple(rules.MOST_PIXELS))
        is_gif = opened.format == "GIF"
        if problem := rules.size_problem(*opened.size, "GIF" if is_gif else "JPEG"):
            raise Invalid({field: problem})
        if is_gif and getattr(opened, "is_animated", False):
            raise Invalid({field: "The picture moves. Choose one that does not"})
        opened.draft("RGB", (rules.LONGEST_SIDE, rules.LONGEST_SIDE))
        opened.load()
        return _plain(opened)
    except Image.DecompressionBombError as bomb:
        raise Invalid({field: rules.TOO_LARGE}) from bomb
    except (OSError, SyntaxError, ValueError, EOFError) as damaged:
        raise Invalid({field: _NOT_A_PICTURE}) from damaged


def _plain(opened: Image.Image) -> Image.Image:
    upright = ImageOps.exif_transpose(opened)
    if upright.mode in ("P", "RGBA", "LA", "PA") or "transparency" in upright.info:
        see_through = upright.convert("RGBA")
        upright = Image.new("RGB", upright.size, "white")
        upright.paste(see_through, mask=see_through.getchannel("A"))
    upright = upright.convert("RGB")
    size = rules.fitted(*upright.size, rules.LONGEST_SIDE)
    return upright.resize(size, Image.Resampling.LANCZOS) if size != upright.size else upright


def as_jpeg(picture: Image.Image) -> bytes:
    """The picture alone: without what the camera wrote beside it."""
    written = io.BytesIO()
    bare = Image.frombytes("RGB", picture.size, picture.tobytes())
    bare.save(written, "JPEG", quality=QUALITY, optimize=True)
    return written.getvalue()


def of_mark(picture: Image.Image) -> Picture:
    """A mark on the body, uncut."""
    small = picture.resize(rules.fitted(*picture.size, rules.SMALL_SIDE), Image.Resampling.LANCZOS)
    return Picture(as_jpeg(picture), as_jpeg(small))


def of_face(picture: Image.Image, crop: str) -> Picture:
    """A face, cut as chosen."""
    cut = picture.crop(rules.crop_box(*picture.size, crop))
    full = cut.resize(rules.FACE, Image.Resampling.LANCZOS) if cut.width > rules.FACE[0] else cut
    return Picture(as_jpeg(full), as_jpeg(cut.resize(rules.FACE_SMALL, Image.Resampling.LANCZOS)))


def kept(jpeg: bytes) -> Image.Image:
    """A JPEG that was written here."""
    picture = Image.open(io.BytesIO(jpeg), formats=("JPEG",))
    picture.load()
    return picture


@cache
def withheld() -> bytes:
    """The picture that stands for a photograph withheld for security: always the same bytes, in NOMIS too."""
    return _WITHHELD.read_bytes()


@cache
def withheld_mark() -> tuple[int, bytes]:
    """Length and SHA-256 of that picture, by which it is known."""
    return len(withheld()), sha256(withheld()).digest()


def is_withheld(full_size: "bytes | memoryview[int] | None") -> bool:
    """Whether a picture says that the photograph is withheld."""
    return full_size is not None and bytes(full_size) == withheld()
