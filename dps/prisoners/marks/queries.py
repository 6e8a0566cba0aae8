"""Reads of marks and their photographs."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from dps.platform.web.refusals import NotFound
from dps.prisoners.models import Image, Mark


@dataclass(frozen=True, slots=True)
class Photo:
    """A photograph of a mark, without the picture itself."""

    id: int
    captured_at: datetime
    active: bool
    added_by: str
    latest: bool


@dataclass(frozen=True, slots=True)
class MarkWithPhotos:
    """One mark, its photographs newest first."""

    id: int
    sequence: int
    type: str
    body_part: str
    side: str
    orientation: str
    description: str
    photos: Sequence[Photo] = field(default_factory=tuple)

    @property
    def in_use(self) -> list[Photo]:
        """The photographs that none has replaced."""
        return [photo for photo in self.photos if photo.active]


def marks_of(booking_id: int | None) -> list[MarkWithPhotos]:
    """Every mark of a booking. Two statements however many."""
    if booking_id is None:
        return []
    photos: dict[int, list[Photo]] = {}
    rows = Image.objects.filter(booking_id=booking_id, object_type="OFF_IDM").order_by("-captured_at", "-id")
    for row in rows.defer("full_size", "thumbnail"):
        so_far = photos.setdefault(row.object_sequence or 0, [])
        is_latest = row.active and not any(photo.active for photo in so_far)
        so_far.append(Photo(row.pk, row.captured_at, row.active, row.added_by, is_latest))
    marks = Mark.objects.filter(booking_id=booking_id).order_by("type", "body_part", "side", "id")
    return [
        MarkWithPhotos(
            id=mark.pk,
            sequence=mark.sequence,
            type=mark.type,
            body_part=mark.body_part,
            side=mark.side,
            orientation=mark.orientation,
            description=mark.comment,
            photos=photos.get(mark.sequence, []),
        )
        for mark in marks
    ]


def mark_of(booking_id: int | None, mark_id: int) -> MarkWithPhotos:
    """One mark of a booking. Raises NotFound."""
    found = next((mark for mark in marks_of(booking_id) if mark.id == mark_id), None)
    if found is None:
        raise NotFound(str(mark_id))
    return found


def is_photo_of_mark(booking_id: int | None, image_id: int) -> bool:
    """Whether an image shows a mark of this booking."""
    if booking_id is None:
        return False
    return Image.objects.filter(pk=image_id, booking_id=booking_id, object_type="OFF_IDM").exists()
