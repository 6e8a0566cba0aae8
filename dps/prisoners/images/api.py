"""The photograph of a person, for other systems (prisoners.md 8)."""

import base64
import binascii
from typing import Literal

from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import Field

from dps.platform import local_time
from dps.platform.api import ApiSchema, operation
from dps.platform.web.refusals import Invalid, NotFound
from dps.prisoners.images import commands, pictures, queries
from dps.prisoners.permissions import PrisonerPermission
from dps.prisoners.profile.queries import active_alerts
from dps.prisoners.profile.through_the_api import open_to_read
from dps.prisoners.rules.access import Part
from dps.prisoners.rules.custody import is_photo_withheld

router = Router(tags=["Profile image"])
MOST_LETTERS = 2_400_000
"""Of Base64: pictures of up to 1.8 MB. A body of the API is never larger than 2.5 MB."""


class ProfileImageGiven(ApiSchema):
    image: str = Field(max_length=MOST_LETTERS, description="A JPG or GIF, in Base64")
    crop: Literal["top", "centre", "closer"] = Field(
        "centre", description="Where the picture is cut, five wide and seven high"
    )


class ImageMade(ApiSchema):
    id: int


@operation(router.get, "/{str:number}/profile-image", capability=PrisonerPermission.READ_DETAILS, response={200: None})
def profile_image(request: HttpRequest, number: str) -> HttpResponse:
    """The photograph of a person: JPEG. One that is withheld is the picture that says so. Recorded."""
    person = open_to_read(number, page="profile image (API)", part=Part.PHOTO, by=request.actor)
    codes = frozenset(alert.code for alert in active_alerts(person.number, person.today))
    if is_photo_withheld(person.record["category"], codes):
        return HttpResponse(pictures.withheld(), content_type="image/jpeg")
    image_id = person.record["image_id"]
    found = queries.photograph(image_id, full_size=True) if image_id else None
    if found is None:
        raise NotFound(number)
    return HttpResponse(found, content_type="image/jpeg")


@operation(router.put, "/{str:number}/profile-image", capability=PrisonerPermission.EDIT_PHOTO, response=ImageMade)
def change_profile_image(request: HttpRequest, number: str, given: ProfileImageGiven) -> dict[str, int]:
    """Give a person a new photograph. Those there are stay on record."""
    content = as_bytes(given.image)
    made = commands.replace_photograph(number, content, given.crop, by=request.actor, at=local_time.now())
    return {"id": made.pk}


def as_bytes(image: str) -> bytes:
    """The file that was sent as Base64. Raises Invalid."""
    try:
        return base64.b64decode(image, validate=True)
    except (binascii.Error, ValueError) as wrong:
        raise Invalid({"image": "This is not Base64"}) from wrong
