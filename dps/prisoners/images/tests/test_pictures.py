"""Whatever a file claims to be: read as a picture and written anew, or refused in words."""

import io
import tracemalloc

import pytest
from PIL import Image

from dps.platform.web.refusals import Invalid
from dps.prisoners.images import pictures, rules
from dps.prisoners.images.tests import files


def opened(jpeg: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(jpeg))
    assert picture.format == "JPEG"
    picture.load()
    return picture


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "JPG or GIF"),
        (b"<html>", "JPG or GIF"),
        (files.png(), "JPG or GIF"),
        (files.zipped(), "JPG or GIF"),
        (files.picture()[:-2000], "damaged"),
        (files.picture()[:40], "damaged"),
        (files.moving(), "moves"),
        (files.gif_bomb(), "too large"),
        (files.jpeg_bomb(), "too large"),
        (files.picture(99, 300), "too small"),
        (b"\xff\xd8" + b"0" * rules.LARGEST_FILE, "10 MB or smaller"),
    ],
    ids=["empty", "html", "png", "zip", "cut short", "cut at once", "moving", "gif bomb", "jpeg bomb", "tiny", "huge"],
)
def test_what_is_no_picture_of_ours_is_refused_in_words(content: bytes, said: str) -> None:
    with pytest.raises(Invalid) as refused:
        pictures.prepare(content)
    assert said in refused.value.problems["photo"]


def test_a_bomb_is_refused_before_it_unfolds() -> None:
    tracemalloc.start()
    for content in (files.gif_bomb(), files.jpeg_bomb()):
        with pytest.raises(Invalid):
            pictures.prepare(content)
    assert tracemalloc.get_traced_memory()[1] < 20_000_000
    tracemalloc.stop()


@pytest.mark.parametrize(
    "content",
    [
        files.picture(),
        files.picture(mode="CMYK"),
        files.picture(mode="L"),
        files.picture(kind="GIF", mode="P"),
        files.see_through(),
    ],
    ids=["colour", "for printing", "grey", "gif", "see-through gif"],
)
def test_every_picture_becomes_a_plain_jpeg(content: bytes) -> None:
    made = pictures.of_face(pictures.prepare(content), "top")
    full, small = opened(made.full_size), opened(made.thumbnail)
    assert (full.mode, small.size) == ("RGB", rules.FACE_SMALL)
    assert abs(full.width * 7 - full.height * 5) <= 7
    uncut = pictures.of_mark(pictures.prepare(content))
    assert max(opened(uncut.thumbnail).size) <= rules.SMALL_SIDE


def test_what_the_camera_wrote_is_gone_and_the_picture_is_upright() -> None:
    sent = files.with_gps()
    assert b"SECRET" in sent
    kept = pictures.as_jpeg(pictures.prepare(sent))
    assert b"SECRET" not in kept and not opened(kept).getexif()
    assert opened(kept).size == (600, 800), "it lay on its side"


def test_a_large_picture_is_kept_smaller() -> None:
    assert max(pictures.prepare(files.picture(3000, 4000)).size) == rules.LONGEST_SIDE


def test_the_picture_that_says_withheld_is_one_and_the_same() -> None:
    length, _ = pictures.withheld_mark()
    assert opened(pictures.withheld()).size == (220, 308) and length == len(pictures.withheld())
    assert pictures.is_withheld(memoryview(pictures.withheld())) and not pictures.is_withheld(b"x")
    assert not pictures.is_withheld(None)
