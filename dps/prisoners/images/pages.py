"""Photographs of a person."""

from django.contrib import messages
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render

from dps.platform import local_time
from dps.platform.web.refusals import Invalid, NotFound
from dps.prisoners.images import commands, pictures, presenters, queries, rules
from dps.prisoners.images.forms import CropForm, NewPhotographForm, WithholdForm
from dps.prisoners.permissions import PrisonerPermission
from dps.prisoners.profile.asking import ask, sent
from dps.prisoners.profile.frame import Opened, frame, person_page
from dps.prisoners.rules.access import Part

CHANGED = "Photograph updated"


@person_page(PrisonerPermission.SEE, name="photo", recorded=False)
def photo(request: HttpRequest, person: Opened) -> HttpResponse:
    """The photograph, or what is shown in its place. Not audited by itself: the page that shows it is."""
    header = frame(request, person, "")["header"]
    if header.photo != "shown":
        return _in_its_place(header.photo)
    return jpeg(request, person.record["image_id"])


@person_page(PrisonerPermission.SEE, name="photo", part=Part.PHOTO, recorded=False)
def picture(request: HttpRequest, person: Opened, image_id: int) -> HttpResponse:
    """One photograph of all there were."""
    header = frame(request, person, "")["header"]
    if header.alerts_unavailable or header.photo_withheld_by_rule:
        return _in_its_place("none" if header.alerts_unavailable else "withheld")
    if not queries.is_face_of(person.number, image_id):
        raise NotFound(str(image_id))
    return jpeg(request, image_id)


def jpeg(request: HttpRequest, image_id: int) -> HttpResponse:
    """The bytes of an image, thumbnail unless `?size=full`; nothing when the browser has them."""
    full_size = request.GET.get("size") == "full"
    tag = f'"{image_id}-{"full" if full_size else "small"}"'
    if request.headers.get("If-None-Match") == tag:
        return HttpResponseNotModified()
    found = queries.photograph(image_id, full_size=full_size)
    if found is None:
        return _in_its_place("none")
    response = HttpResponse(found, content_type="image/jpeg")
    response["Cache-Control"] = "private, max-age=300"
    response["ETag"] = tag
    return response


def _in_its_place(what: str) -> HttpResponse:
    return redirect(staticfiles_storage.url(f"prisoners/{'withheld' if what == 'withheld' else 'no-photo'}.png"))


@person_page(PrisonerPermission.SEE, name="photograph", part=Part.PHOTO)
def main_image(request: HttpRequest, person: Opened) -> HttpResponse:
    """The facial image, when it was taken, and how to change it."""
    faces = queries.facial_images(person.number)
    context = frame(request, person, "images/") | {
        "newest": next((face for face in faces if face.id == person.record["image_id"]), None),
        "count": len(faces),
        "may_change": person.may(Part.EDIT_PHOTO),
    }
    return render(request, "prisoners/images/main.html.jinja", context)


@person_page(PrisonerPermission.SEE, name="all photographs", part=Part.PHOTO)
def all_images(request: HttpRequest, person: Opened) -> HttpResponse:
    """Every facial image, newest first."""
    faces = presenters.told(queries.facial_images(person.number), person.record["image_id"])
    return render(request, "prisoners/images/all.html.jinja", frame(request, person, "images/") | {"faces": faces})


@person_page(PrisonerPermission.EDIT_PHOTO, name="change photograph", part=Part.EDIT_PHOTO, methods=("GET", "POST"))
def change(request: HttpRequest, person: Opened) -> HttpResponse:
    """Send a new photograph, or say that it is withheld."""
    form = NewPhotographForm(*sent(request))
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["way"] == "withhold":
            return redirect(f"{person.base}images/change/withhold/")
        try:
            content = form.cleaned_data["photo"].read()
            commands.keep_waiting(person.number, content, by=request.actor, at=local_time.now())
        except Invalid as refused:
            form.add_problems(refused)
        else:
            return redirect(f"{person.base}images/change/crop/")
    return ask(
        request, person, form, "Change the photograph", back="images/", template="prisoners/images/change.html.jinja"
    )


@person_page(PrisonerPermission.EDIT_PHOTO, name="cut photograph", part=Part.EDIT_PHOTO, methods=("GET", "POST"))
def cut(request: HttpRequest, person: Opened) -> HttpResponse:
    """See the new photograph cut in each way, choose one, and use it."""
    if queries.waiting(person.number, request.actor.username) is None:
        return redirect(f"{person.base}images/change/")
    form = CropForm(*sent(request), initial={"crop": "top"})
    if request.method == "POST" and form.is_valid():
        commands.use_waiting(person.number, form.cleaned_data["crop"], by=request.actor, at=local_time.now())
        messages.success(request, CHANGED)
        return redirect(f"{person.base}images/")
    return ask(
        request, person, form, "Check the new photograph", back="images/", template="prisoners/images/cut.html.jinja",
        crops=rules.CROPS,
    )  # fmt: skip


@person_page(PrisonerPermission.EDIT_PHOTO, name="new photograph", part=Part.EDIT_PHOTO, recorded=False)
def preview(request: HttpRequest, person: Opened, crop: str) -> HttpResponse:
    """The photograph that was sent, cut in one way. Only its sender sees it."""
    waiting = queries.waiting(person.number, request.actor.username)
    if waiting is None or crop not in rules.CROPS:
        raise NotFound(crop)
    response = HttpResponse(pictures.of_face(pictures.kept(waiting), crop).full_size, content_type="image/jpeg")
    response["Cache-Control"] = "private, no-store"
    return response


@person_page(PrisonerPermission.EDIT_PHOTO, name="withhold photograph", part=Part.EDIT_PHOTO, methods=("GET", "POST"))
def withhold(request: HttpRequest, person: Opened) -> HttpResponse:
    """Confirm that the photograph is to be withheld."""
    form = WithholdForm(*sent(request))
    if request.method == "POST":
        try:
            commands.withhold(person.number, by=request.actor, at=local_time.now())
        except Invalid as refused:
            form.add_problems(refused)
        else:
            messages.success(request, CHANGED)
            return redirect(f"{person.base}images/")
    return ask(
        request, person, form, "Withhold the photograph for security", back="images/",
        template="prisoners/images/withhold.html.jinja",
    )  # fmt: skip
