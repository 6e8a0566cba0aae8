"""Changing the working name, and the aliases."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from dps.platform.access import Actor
from dps.platform.web.refusals import NotFound
from dps.prisoners.names import commands, queries
from dps.prisoners.names.forms import CORRECTION, LEGAL, WORDS, AliasForm, NameForm, WhyForm, words_from
from dps.prisoners.names.presenters import born_and_sex, name_in_words
from dps.prisoners.names.rules import Alias
from dps.prisoners.permissions import PrisonerPermission
from dps.prisoners.profile.editing import Editable, edit
from dps.prisoners.profile.frame import Opened, frame, person_page
from dps.prisoners.rules.access import Part

BACK = "personal/#names"
_SENSITIVE = {"part": Part.EDIT_SENSITIVE, "methods": ("GET", "POST")}


@person_page(PrisonerPermission.EDIT_SENSITIVE, name="change of name", **_SENSITIVE)
def why(request: HttpRequest, person: Opened) -> HttpResponse:
    """First: is the name wrong, or was it changed?"""
    form = WhyForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        return redirect(f"{person.base}personal/name/{form.cleaned_data['why']}/")
    context = frame(request, person, "") | {
        "form": form,
        "heading": "Change their name",
        "cancel": person.base + BACK,
    }
    return render(request, "prisoners/names/why.html.jinja", context, status=400 if form.is_bound else 200)


@person_page(PrisonerPermission.EDIT_SENSITIVE, name="correction of name", **_SENSITIVE)
def correct(request: HttpRequest, person: Opened) -> HttpResponse:
    """Put the working name right."""
    return edit(request, person, _change(CORRECTION))


@person_page(PrisonerPermission.EDIT_SENSITIVE, name="legal change of name", **_SENSITIVE)
def change_by_law(request: HttpRequest, person: Opened) -> HttpResponse:
    """A name changed by law."""
    return edit(request, person, _change(LEGAL))


@person_page(PrisonerPermission.EDIT_SENSITIVE, name="new alias", **_SENSITIVE)
def add_alias(request: HttpRequest, person: Opened) -> HttpResponse:
    """Another name they are known by."""

    def save(person: Opened, values: Mapping[str, Any], by: Actor) -> bool:
        commands.add_alias(person.number, _alias(values), working=values["working"] == "yes", today=person.today, by=by)
        return True

    return edit(
        request,
        person,
        Editable(
            label="Alias", heading="Add an alias", form=AliasForm, read=lambda person: {}, save=save,
            says=lambda values: "", back=BACK, done="Alias added",
        ),
    )  # fmt: skip


@person_page(PrisonerPermission.EDIT_SENSITIVE, name="change of alias", **_SENSITIVE)
def change_alias(request: HttpRequest, person: Opened, name_id: int) -> HttpResponse:
    """Put an alias right, or make it the working name."""

    def read(person: Opened) -> Mapping[str, Any]:
        row = queries.name_of(person.number, name_id)
        if row is None or row.is_working:
            raise NotFound(str(name_id))
        return {
            **{name: getattr(row, name) for name in WORDS},
            "date_of_birth": row.date_of_birth,
            "sex": row.sex,
            "working": "no",
        }

    def save(person: Opened, values: Mapping[str, Any], by: Actor) -> bool:
        return commands.change_alias(
            person.number, name_id, _alias(values), working=values["working"] == "yes", today=person.today, by=by
        )

    return edit(
        request,
        person,
        Editable(
            label="Alias", heading="Change an alias", form=AliasForm, read=read, save=save, says=_says,
            kind=commands.KIND, key=str(name_id), back=BACK,
        ),
    )  # fmt: skip


def _change(reason: str) -> Editable:
    legal = reason == LEGAL

    def read(person: Opened) -> Mapping[str, Any]:
        row = queries.working_name(person.number)
        if row is None:
            raise NotFound("no working name")
        return {name: getattr(row, name) for name in WORDS}

    def save(person: Opened, values: Mapping[str, Any], by: Actor) -> bool:
        return commands.change_working_name(person.number, words_from(values), legal=legal, by=by)

    return Editable(
        label="Name",
        heading="What is their name now?" if legal else "What should their name be?",
        form=NameForm,
        read=read,
        save=save,
        says=name_in_words,
        kind=commands.KIND,
        back=BACK,
        hint="The name in use until now is kept as an alias."
        if legal
        else "If the last name changes, the name in use until now is kept as an alias.",
    )


def _alias(values: Mapping[str, Any]) -> Alias:
    return Alias(words_from(values), values["date_of_birth"], values["sex"])


def _says(values: Mapping[str, Any]) -> str:
    return ", ".join(part for part in (name_in_words(values), born_and_sex(values)) if part)
