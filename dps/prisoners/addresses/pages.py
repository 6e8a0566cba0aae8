"""Addresses: one at a time, and those of the past."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from dps.platform.access import Actor
from dps.platform.web.refusals import Invalid, NotFound
from dps.prisoners.addresses import commands, places, presenters, queries, rules
from dps.prisoners.addresses.forms import BOXES, EndForm, FinderForm, PlaceForm, UseForm, WhereForm, place_from
from dps.prisoners.addresses.rules import Use, Where
from dps.prisoners.models import Address
from dps.prisoners.permissions import PrisonerPermission
from dps.prisoners.profile.editing import Editable, edit
from dps.prisoners.profile.frame import Opened, frame, person_page
from dps.prisoners.rules.access import Part

BACK = "personal/#addresses"
_SENSITIVE = {"part": Part.EDIT_SENSITIVE, "methods": ("GET", "POST")}
_HEADINGS = {
    Where.UK: "Add an address in the United Kingdom",
    Where.OVERSEAS: "Add an address overseas",
    Where.NO_FIXED: "Add that they have no fixed address",
}


@person_page(PrisonerPermission.SEE, name="past addresses")
def past(request: HttpRequest, person: Opened) -> HttpResponse:
    """Where they lived before."""
    rows = queries.past_addresses(person.number, person.today)
    context = frame(request, person, "personal/") | {
        "addresses": [
            (
                [*presenters.lines(values), *filter(None, [presenters.used_for(values["usages"])])],
                presenters.since(values),
            )
            for values in map(commands.fields_of, rows)
        ]
    }
    return render(request, "prisoners/addresses/past.html.jinja", context)


@person_page(PrisonerPermission.EDIT_SENSITIVE, name="new address", **_SENSITIVE)
def where(request: HttpRequest, person: Opened) -> HttpResponse:
    """First: in the United Kingdom, overseas, or none."""
    form = WhereForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        chosen = form.cleaned_data["where"]
        return redirect(f"{person.base}personal/addresses/add/{'find' if chosen == Where.UK else chosen}/")
    context = _asking(request, person, "Add an address") | {"form": form}
    return render(request, "prisoners/addresses/where.html.jinja", context, status=400 if form.is_bound else 200)


@person_page(PrisonerPermission.EDIT_SENSITIVE, name="address finder", part=Part.EDIT_SENSITIVE)
def find(request: HttpRequest, person: Opened) -> HttpResponse:
    """Look for a UK address among those the product knows."""
    form = FinderForm(request.GET if "words" in request.GET else None)
    found: list[queries.Found] | None = None
    if form.is_bound and form.is_valid():
        typed = form.cleaned_data["words"]
        wanted = rules.read_wanted(typed)
        if rules.is_enough(wanted):
            found = queries.find(wanted, places.nations())
            commands.record_search(person.number, typed, len(found), by=request.actor)
        else:
            form.add_error("words", f"Enter at least {rules.FEWEST_LETTERS} letters or numbers")
    context = _asking(request, person, "Find the address") | {
        "form": form,
        "found": [(one.id, presenters.known_in_one_line(one)) for one in (found or [])[: queries.MOST_FOUND]],
        "looked": found is not None,
        "more": found is not None and len(found) > queries.MOST_FOUND,
        "by_hand": f"{person.base}personal/addresses/add/uk/",
    }
    failed = form.is_bound and bool(form.errors)
    return render(request, "prisoners/addresses/find.html.jinja", context, status=400 if failed else 200)


@person_page(PrisonerPermission.EDIT_SENSITIVE, name="new UK address", **_SENSITIVE)
def add_uk(request: HttpRequest, person: Opened) -> HttpResponse:
    """An address in the United Kingdom, perhaps begun from one that was found."""
    like = request.GET.get("like", "")
    found = queries.known(int(like), places.nations()) if like.isascii() and like.isdigit() and len(like) < 19 else None
    initial: dict[str, Any] = {}
    if found is not None:
        place = rules.as_typed({name: getattr(found, name) for name in presenters.COLUMNS}, Where.UK)
        initial = {name: getattr(place, name) for name in BOXES}
    return _add(request, person, Where.UK, initial)


@person_page(PrisonerPermission.EDIT_SENSITIVE, name="new overseas address", **_SENSITIVE)
def add_overseas(request: HttpRequest, person: Opened) -> HttpResponse:
    """An address in another country."""
    return _add(request, person, Where.OVERSEAS, {})


@person_page(PrisonerPermission.EDIT_SENSITIVE, name="no fixed address", **_SENSITIVE)
def add_no_fixed(request: HttpRequest, person: Opened) -> HttpResponse:
    """That they have none, and where about they stay."""
    return _add(request, person, Where.NO_FIXED, {})


def _add(request: HttpRequest, person: Opened, where: Where, initial: Mapping[str, Any]) -> HttpResponse:
    """Boxes, then what they come to and what it is for, then the save. What was typed goes along in the page."""
    if request.method != "POST":
        return _boxes(request, person, PlaceForm(where=where, initial=initial), 200)
    form = PlaceForm(request.POST, where=where)
    good = form.is_valid()
    if good:
        try:
            commands.check(
                place_from(form.cleaned_data, where), form.cleaned_data["started_on"], person.today,
                usages=form.cleaned_data["usages"],
            )  # fmt: skip
        except Invalid as refused:
            form.add_problems(refused)
            good = False
    if not good:
        return _boxes(request, person, form, 400)
    if "change" in request.POST:
        return _boxes(request, person, form, 200)
    use = UseForm(request.POST if "save" in request.POST else None)
    if not use.is_bound or not use.is_valid():
        return _confirm(request, person, form, use, 400 if use.is_bound else 200)
    commands.add_address(
        person.number, place_from(form.cleaned_data, where), Use(use.cleaned_data["use"]),
        started_on=form.cleaned_data["started_on"], today=person.today, by=request.actor,
        usages=form.cleaned_data["usages"],
    )  # fmt: skip
    messages.success(request, "Address added")
    return redirect(person.base + BACK)


def _boxes(request: HttpRequest, person: Opened, form: PlaceForm, status: int) -> HttpResponse:
    context = _asking(request, person, _HEADINGS[form.where]) | {"form": form, "finder": form.where is Where.UK}
    return render(request, "prisoners/addresses/boxes.html.jinja", context, status=status)


def _confirm(request: HttpRequest, person: Opened, form: PlaceForm, use: UseForm, status: int) -> HttpResponse:
    place = place_from(form.cleaned_data, form.where)
    values = rules.as_kept(place) | {"no_fixed_address": form.where is Where.NO_FIXED}
    context = _asking(request, person, "Check the address") | {
        "form": use,
        "lines": presenters.lines(values),
        "started_on": form.cleaned_data["started_on"] or person.today,
        "used_for": presenters.used_for(form.cleaned_data["usages"]),
        "typed": [
            (name, typed)
            for name in (*BOXES, *form.date_boxes, "usages")
            for typed in request.POST.getlist(name)[-1 if name != "usages" else None :]
        ],
    }
    return render(request, "prisoners/addresses/confirm.html.jinja", context, status=status)


@person_page(PrisonerPermission.EDIT_SENSITIVE, name="change of address", **_SENSITIVE)
def change(request: HttpRequest, person: Opened, address_id: int) -> HttpResponse:
    """Put the words of an address right."""
    where = commands.where_of(_current(person, address_id), places.nations())

    def read(person: Opened) -> Mapping[str, Any]:
        row = _current(person, address_id)
        place = rules.as_typed(commands.fields_of(row), where)
        return {name: getattr(place, name) for name in BOXES} | {
            "started_on": row.started_on, "usages": queries.usages_of(row)
        }  # fmt: skip

    def save(person: Opened, values: Mapping[str, Any], by: Actor) -> bool:
        place = place_from(values, where)
        return commands.change_address(
            person.number, address_id, place, started_on=values["started_on"], today=person.today, by=by,
            usages=values["usages"],
        )  # fmt: skip

    return edit(
        request,
        person,
        Editable(
            label="Address", heading="Change an address", form=partial(PlaceForm, where=where), read=read, save=save,
            says=lambda values: presenters.typed_in_words(place_from(values, where), values["usages"]),
            kind=commands.KIND, key=str(address_id), back=BACK,
            hint="To put a mistake right. When they have moved, end this address and add the new one.",
        ),
    )  # fmt: skip


@person_page(PrisonerPermission.EDIT_SENSITIVE, name="use of address", **_SENSITIVE)
def use(request: HttpRequest, person: Opened, address_id: int) -> HttpResponse:
    """What an address is for."""

    def read(person: Opened) -> Mapping[str, Any]:
        row = _current(person, address_id)
        return {"use": rules.use_of(primary=row.primary, postal=row.postal)}

    def save(person: Opened, values: Mapping[str, Any], by: Actor) -> bool:
        return commands.set_use(person.number, address_id, Use(values["use"]), today=person.today, by=by)

    return edit(
        request,
        person,
        Editable(
            label="Use of the address", form=UseForm, read=read, save=save, kind=commands.KIND, key=str(address_id),
            says=lambda values: dict(UseForm.base_fields["use"].choices)[values["use"]], back=BACK,
            hint=presenters.in_one_line(commands.fields_of(_current(person, address_id))),
        ),
    )  # fmt: skip


@person_page(PrisonerPermission.EDIT_SENSITIVE, name="end of address", **_SENSITIVE)
def end(request: HttpRequest, person: Opened, address_id: int) -> HttpResponse:
    """They no longer live there."""

    def save(person: Opened, values: Mapping[str, Any], by: Actor) -> bool:
        commands.end_address(person.number, address_id, values["ended_on"], today=person.today, by=by)
        return True

    return edit(
        request,
        person,
        Editable(
            label="Address", heading="When did they stop living there?", form=EndForm, save=save,
            read=lambda person: {"ended_on": _current(person, address_id).ended_on}, says=presenters.end_in_words,
            kind=commands.KIND, key=str(address_id), back=BACK, done="Address moved to past addresses",
            hint=presenters.in_one_line(commands.fields_of(_current(person, address_id))),
        ),
    )  # fmt: skip


def _current(person: Opened, address_id: int) -> Address:
    row = queries.address_of(person.number, address_id)
    if row is None or rules.is_past(row.ended_on, person.today):
        raise NotFound(str(address_id))
    return row


def _asking(request: HttpRequest, person: Opened, heading: str) -> dict[str, Any]:
    return frame(request, person, "") | {"heading": heading, "cancel": person.base + BACK}
