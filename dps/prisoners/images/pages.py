"""Photographs of a person."""

from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect

from dps.prisoners.images import queries
from dps.prisoners.permissions import PrisonerPermission
from dps.prisoners.profile.frame import Opened, frame, person_page


@person_page(PrisonerPermission.SEE, name="photo", recorded=False)
def photo(request: HttpRequest, person: Opened) -> HttpResponse:
    """The photograph, or what is shown in its place. Not audited by itself: the page that shows it is."""
    header = frame(request, person, "")["header"]
    if header.photo != "shown":
        return redirect(
            staticfiles_storage.url(f"prisoners/{'withheld' if header.photo == 'withheld' else 'no-photo'}.png")
        )
    image_id = person.record["image_id"]
    full_size = request.GET.get("size") == "full"
    tag = f'"{image_id}-{"full" if full_size else "small"}"'
    if request.headers.get("If-None-Match") == tag:
        return HttpResponseNotModified()
    picture = queries.photograph(image_id, full_size=full_size)
    if picture is None:
        return redirect(staticfiles_storage.url("prisoners/no-photo.png"))
    response = HttpResponse(picture, content_type="image/jpeg")
    response["Cache-Control"] = "private, max-age=300"
    response["ETag"] = tag
    return response
