"""Reads of photographs."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from dps.prisoners.images.models import WaitingPhotograph
from dps.prisoners.images.pictures import withheld_mark
from dps.prisoners.models import Image


def photograph(image_id: int, *, full_size: bool) -> bytes | None:
    """The JPEG of one image; the thumbnail unless asked otherwise."""
    column = "coalesce(full_size, thumbnail)" if full_size else "coalesce(thumbnail, full_size)"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM prisoners_image WHERE id = %s", [image_id])
        row = cursor.fetchone()
        return bytes(row[0]) if row and row[0] else None


@dataclass(frozen=True, slots=True)
class FacialImage:
    """One photograph of a face, without the picture itself."""

    id: int
    captured_at: datetime
    active: bool
    added_by: str
    book_number: str
    withheld: bool
    """Whether it is the picture that says so."""


_FACES = """
SELECT i.id, i.captured_at, i.active, i.added_by, b.book_number,
       coalesce(octet_length(i.full_size) = %(length)s AND sha256(i.full_size) = %(hash)s, false)
  FROM prisoners_image i JOIN prisoners_booking b ON b.id = i.booking_id
 WHERE b.person_id = %(number)s AND i.object_type = 'OFF_BKG' AND i.orientation = 'FRONT'
 ORDER BY i.captured_at DESC, i.id DESC
"""


def facial_images(number: str) -> list[FacialImage]:
    """Every photograph of a person's face in any period in custody, newest first. One statement."""
    length, digest = withheld_mark()
    with connection.cursor() as cursor:
        cursor.execute(_FACES, {"number": number, "length": length, "hash": digest})
        return [FacialImage(*row) for row in cursor.fetchall()]


def is_face_of(number: str, image_id: int) -> bool:
    """Whether an image is a photograph of this person's face."""
    return Image.objects.filter(
        pk=image_id, booking__person_id=number, object_type="OFF_BKG", orientation="FRONT"
    ).exists()


def waiting(number: str, username: str) -> bytes | None:
    """The photograph this member of staff sent of this person and has not confirmed."""
    found = WaitingPhotograph.objects.filter(person_id=number, username=username).values_list("picture", flat=True)
    kept = found.first()
    return bytes(kept) if kept is not None else None
