"""Marks on the body, for other systems (prisoners.md 8)."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Status
from pydantic import Field

from dps.platform import local_time
from dps.platform.api import ApiSchema, operation
from dps.platform.web.refusals import Invalid, NotFound
from dps.prisoners.images import queries as images
from dps.prisoners.images.api import MOST_LETTERS, as_bytes
from dps.prisoners.marks import commands, queries, rules
from dps.prisoners.permissions import PrisonerPermission
from dps.prisoners.profile.through_the_api import open_to_read
from dps.prisoners.rules.access import Part

router = Router(tags=["Distinguishing marks"])


class MarkImage(ApiSchema):
    id: int
    captured_at: datetime
    latest: bool


class DistinguishingMark(ApiSchema):
    id: int
    mark_type: str = Field(description="TAT, SCAR, MARK or OTH")
    body_part: str
    side: str | None
    part_orientation: str | None
    comment: str | None
    photographs: list[MarkImage] = Field(description="Those in use, newest first")


class MarkGiven(ApiSchema):
    mark_type: str = Field(max_length=12)
    body_part: str = Field(max_length=12)
    side: str = Field("", max_length=12)
    part_orientation: str = Field("", max_length=12)
    comment: str = Field("", max_length=rules.LONGEST_DESCRIPTION)


class MarkImageGiven(ApiSchema):
    image: str = Field(max_length=MOST_LETTERS, description="A JPG or GIF, in Base64")
    replaces: int | None = Field(None, ge=1, le=2**63 - 1, description="The photograph it is put in the place of")


@operation(
    router.get,
    "/{str:number}/distinguishing-marks",
    capability=PrisonerPermission.READ_DETAILS,
    response=list[DistinguishingMark],
)
def marks(request: HttpRequest, number: str) -> list[dict[str, Any]]:
    """Every tattoo, scar and mark. Recorded."""
    person = open_to_read(number, page="distinguishing marks (API)", part=Part.BASIC, by=request.actor)
    return [_as_given(mark) for mark in queries.marks_of(person.booking_id)]


@operation(
    router.post,
    "/{str:number}/distinguishing-marks",
    capability=PrisonerPermission.EDIT_SENSITIVE,
    response={201: DistinguishingMark},
)
def add_mark(request: HttpRequest, number: str, given: MarkGiven) -> Status[dict[str, Any]]:
    """Record a mark."""
    made = commands.add_mark(
        number, type=given.mark_type, place=_place(given), description=given.comment, photo=None,
        by=request.actor, at=local_time.now(),
    )  # fmt: skip
    return Status(201, _as_given(queries.mark_of(made.booking_id, made.pk)))


@operation(
    router.put,
    "/{str:number}/distinguishing-marks/{int:mark_id}",
    capability=PrisonerPermission.EDIT_SENSITIVE,
    response=DistinguishingMark,
)
def change_mark(request: HttpRequest, number: str, mark_id: int, given: MarkGiven) -> dict[str, Any]:
    """Correct a mark: where it is, what it is, what it looks like."""
    changed = commands.correct_mark(
        number, mark_id, type=given.mark_type, place=_place(given), description=given.comment, by=request.actor
    )
    return _as_given(queries.mark_of(changed.booking_id, mark_id))


@operation(
    router.post,
    "/{str:number}/distinguishing-marks/{int:mark_id}/images",
    capability=PrisonerPermission.EDIT_SENSITIVE,
    response={201: MarkImage},
)
def add_mark_image(request: HttpRequest, number: str, mark_id: int, given: MarkImageGiven) -> Status[dict[str, Any]]:
    """Add a photograph of a mark, or put it in the place of another."""
    image = commands.add_photograph(
        number, mark_id, as_bytes(given.image), by=request.actor, at=local_time.now(), in_place_of=given.replaces
    )
    return Status(201, {"id": image.pk, "captured_at": image.captured_at, "latest": True})


@operation(
    router.get,
    "/{str:number}/distinguishing-marks/images/{int:image_id}",
    capability=PrisonerPermission.READ_DETAILS,
    response={200: None},
)
def mark_image(request: HttpRequest, number: str, image_id: int) -> HttpResponse:
    """A photograph of a mark: JPEG. Recorded."""
    person = open_to_read(number, page="photograph of a mark (API)", part=Part.BASIC, by=request.actor)
    found = (
        images.photograph(image_id, full_size=True) if queries.is_photo_of_mark(person.booking_id, image_id) else None
    )
    if found is None:
        raise NotFound(str(image_id))
    return HttpResponse(found, content_type="image/jpeg")


def _place(given: MarkGiven) -> str:
    found = rules.place_with(given.body_part, given.side, given.part_orientation)
    if found is None:
        raise Invalid({"bodyPart": "There is no such part of the body with this side and orientation"})
    return found.key


def _as_given(mark: queries.MarkWithPhotos) -> dict[str, Any]:
    return {
        "id": mark.id,
        "mark_type": mark.type,
        "body_part": mark.body_part,
        "side": mark.side or None,
        "part_orientation": mark.orientation or None,
        "comment": mark.description or None,
        "photographs": [
            {"id": photo.id, "captured_at": photo.captured_at, "latest": photo.latest} for photo in mark.in_use
        ],
    }
