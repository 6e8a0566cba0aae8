"""Marks on the body: one of them, adding and correcting them, and their photographs."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from dps.platform import local_time
from dps.platform.access import Actor
from dps.platform.web.refusals import Invalid, NotFound
from dps.prisoners.images.pages import jpeg
from dps.prisoners.marks import commands, presenters, queries, rules
from dps.prisoners.marks.forms import AreaForm, DescriptionForm, NewMarkForm, PhotographForm, PlaceForm
from dps.prisoners.permissions import PrisonerPermission
from dps.prisoners.profile.asking import ask, sent
from dps.prisoners.profile.editing import Editable, edit
from dps.prisoners.profile.frame import Opened, frame, person_page
from dps.prisoners.rules.access import Part

SECTION = "personal/#marks"
MAY_CHANGE, CHANGES = Part.EDIT_SENSITIVE, PrisonerPermission.EDIT_SENSITIVE


def _new(kind: str) -> tuple[str, str]:
    """Code and words of a kind of mark in an address."""
    if kind not in rules.TYPES:
        raise NotFound(kind)
    code = rules.TYPES[kind]
    return code, rules.TYPE_WORDS[code].lower()


def _area(key: str) -> rules.Area:
    found = rules.area_of(key)
    if found is None:
        raise NotFound(key)
    return found


def _choose_area(request: HttpRequest, person: Opened, heading: str, back: str) -> HttpResponse:
    form = AreaForm(*sent(request))
    if request.method == "POST" and form.is_valid():
        return redirect(f"{request.path}{form.cleaned_data['area']}/")
    return ask(
        request, person, form, heading, back=back, template="prisoners/marks/map.html.jinja", areas=rules.AREAS,
        size=(rules.WIDTH, rules.HEIGHT),
    )  # fmt: skip


@person_page(CHANGES, name="add mark", part=MAY_CHANGE, methods=("GET", "POST"))
def add(request: HttpRequest, person: Opened, mark_kind: str) -> HttpResponse:
    """Choose roughly where a new mark is, on the pictures or from the list."""
    _, words = _new(mark_kind)
    return _choose_area(request, person, f"Where is the {words}?", SECTION)


@person_page(CHANGES, name="add mark", part=MAY_CHANGE, methods=("GET", "POST"))
def add_here(request: HttpRequest, person: Opened, mark_kind: str, area: str) -> HttpResponse:
    """Say where exactly and what it looks like, with a photograph."""
    (code, words), chosen = _new(mark_kind), _area(area)
    form = NewMarkForm(*sent(request), places=chosen.places)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        photo = given["photo"].read() if given["photo"] else None
        try:
            made = commands.add_mark(
                person.number, type=code, place=given["place"], description=given["description"], photo=photo,
                by=request.actor, at=local_time.now(),
            )  # fmt: skip
        except Invalid as refused:
            form.add_problems(refused)
        else:
            messages.success(request, f"{words.capitalize()} added")
            return redirect(f"{person.base}personal/marks/{made.pk}/")
    heading = f"Add a {words}: {chosen.words.lower()}"
    return ask(request, person, form, heading, back=f"personal/marks/add/{mark_kind}/")


@person_page(PrisonerPermission.SEE, name="mark")
def one(request: HttpRequest, person: Opened, mark_id: int) -> HttpResponse:
    """One mark with its photographs."""
    mark = queries.mark_of(person.booking_id, mark_id)
    context = frame(request, person, "personal/") | {
        "mark": mark,
        "title": presenters.title(mark.type, mark.body_part, mark.side, mark.orientation),
        "where": presenters.place_words(mark.body_part, mark.side, mark.orientation),
        "what": presenters.type_words(mark.type),
        "may_change": person.may(MAY_CHANGE),
    }
    return render(request, "prisoners/marks/one.html.jinja", context)


@person_page(PrisonerPermission.SEE, name="photographs of marks")
def all_photos(request: HttpRequest, person: Opened) -> HttpResponse:
    """Every photograph of every mark."""
    shown = [
        (mark, presenters.title(mark.type, mark.body_part, mark.side, mark.orientation))
        for mark in queries.marks_of(person.booking_id)
        if mark.photos
    ]
    return render(request, "prisoners/marks/photos.html.jinja", frame(request, person, "personal/") | {"shown": shown})


@person_page(PrisonerPermission.SEE, name="photograph of a mark", recorded=False)
def picture(request: HttpRequest, person: Opened, image_id: int) -> HttpResponse:
    """The bytes of one photograph. The page that shows it is audited."""
    if not queries.is_photo_of_mark(person.booking_id, image_id):
        raise NotFound(str(image_id))
    return jpeg(request, image_id)


@person_page(CHANGES, name="describe mark", part=MAY_CHANGE, methods=("GET", "POST"))
def describe(request: HttpRequest, person: Opened, mark_id: int) -> HttpResponse:
    """Say what a mark is and what it looks like."""
    mark = queries.mark_of(person.booking_id, mark_id)

    def save(opened: Opened, values: Mapping[str, Any], by: Actor) -> bool:
        return commands.describe_mark(
            opened.number, mark_id, type=values["type"], description=values["description"], by=by
        )

    thing = Editable(
        label=presenters.type_words(mark.type),
        heading="What does it look like?",
        form=DescriptionForm,
        read=lambda opened: _fields(queries.mark_of(opened.booking_id, mark_id), "type", "description"),
        save=save,
        says=lambda values: ". ".join([presenters.type_words(values["type"]), values["description"]]).removesuffix(
            ". "
        ),
        kind=commands.KIND,
        key=str(mark_id),
        back=f"personal/marks/{mark_id}/",
    )
    return edit(request, person, thing)


@person_page(CHANGES, name="move mark", part=MAY_CHANGE, methods=("GET", "POST"))
def place(request: HttpRequest, person: Opened, mark_id: int) -> HttpResponse:
    """Choose roughly where a mark is."""
    mark = queries.mark_of(person.booking_id, mark_id)
    words = presenters.type_words(mark.type).lower()
    return _choose_area(request, person, f"Where is the {words}?", f"personal/marks/{mark_id}/")


@person_page(CHANGES, name="move mark", part=MAY_CHANGE, methods=("GET", "POST"))
def place_here(request: HttpRequest, person: Opened, mark_id: int, area: str) -> HttpResponse:
    """Say where exactly a mark is."""
    mark, chosen = queries.mark_of(person.booking_id, mark_id), _area(area)

    def read(opened: Opened) -> Mapping[str, Any]:
        now = queries.mark_of(opened.booking_id, mark_id)
        found = rules.place_with(now.body_part, now.side, now.orientation)
        return {"place": found.key if found else "", **_fields(now, "body_part", "side", "orientation")}

    thing = Editable(
        label=presenters.type_words(mark.type),
        heading=f"Where exactly: {chosen.words.lower()}",
        form=lambda *args, **kwargs: PlaceForm(*args, places=chosen.places, **kwargs),
        read=read,
        save=lambda opened, values, by: commands.move_mark(opened.number, mark_id, values["place"], by=by),
        says=lambda values: presenters.place_words(values["body_part"], values["side"], values["orientation"]),
        kind=commands.KIND,
        key=str(mark_id),
        back=f"personal/marks/{mark_id}/",
    )
    return edit(request, person, thing)


@person_page(CHANGES, name="photograph mark", part=MAY_CHANGE, methods=("GET", "POST"))
def add_photo(request: HttpRequest, person: Opened, mark_id: int) -> HttpResponse:
    """Add a photograph of a mark."""
    return _photograph(request, person, mark_id, None)


@person_page(CHANGES, name="photograph mark", part=MAY_CHANGE, methods=("GET", "POST"))
def replace_photo(request: HttpRequest, person: Opened, mark_id: int, image_id: int) -> HttpResponse:
    """Put another photograph in the place of one."""
    return _photograph(request, person, mark_id, image_id)


def _photograph(request: HttpRequest, person: Opened, mark_id: int, image_id: int | None) -> HttpResponse:
    mark = queries.mark_of(person.booking_id, mark_id)
    if image_id is not None and image_id not in [photo.id for photo in mark.in_use]:
        raise NotFound(str(image_id))
    form = PhotographForm(*sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            commands.add_photograph(
                person.number, mark_id, form.cleaned_data["photo"].read(), by=request.actor, at=local_time.now(),
                in_place_of=image_id,
            )  # fmt: skip
        except Invalid as refused:
            form.add_problems(refused)
        else:
            messages.success(request, "Photograph added" if image_id is None else "Photograph replaced")
            return redirect(f"{person.base}personal/marks/{mark_id}/")
    words = presenters.title(mark.type, mark.body_part, mark.side, mark.orientation)
    hint = "The photograph that is replaced stays on record, and is shown as not in use." if image_id else ""
    return ask(request, person, form, f"Photograph of {words.lower()}", back=f"personal/marks/{mark_id}/", hint=hint)


def _fields(mark: queries.MarkWithPhotos, *names: str) -> dict[str, str]:
    return {name: getattr(mark, name) for name in names}
