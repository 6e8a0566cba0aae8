"""Adding, changing and removing identity numbers."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse

from dps.platform.access import Actor
from dps.platform.web.refusals import NotFound
from dps.prisoners.identifiers import commands, queries, rules
from dps.prisoners.identifiers.forms import NumberForm, NumbersForm, RemoveForm, given_from
from dps.prisoners.identifiers.presenters import type_in_words
from dps.prisoners.models import Identifier
from dps.prisoners.permissions import PrisonerPermission
from dps.prisoners.profile.editing import Editable, edit
from dps.prisoners.profile.frame import Opened, person_page
from dps.prisoners.rules.access import Part

BACK = "personal/#identity-numbers"
_SENSITIVE = {"part": Part.EDIT_SENSITIVE, "methods": ("GET", "POST")}


@person_page(PrisonerPermission.EDIT_SENSITIVE, name="new identity numbers", **_SENSITIVE)
def add(request: HttpRequest, person: Opened) -> HttpResponse:
    """Several numbers at once."""

    def save(person: Opened, values: Mapping[str, Any], by: Actor) -> bool:
        return bool(commands.add_numbers(person.number, given_from(values), by=by))

    return edit(
        request,
        person,
        Editable(
            label="Identity numbers", heading="Add identity numbers", form=NumbersForm, read=lambda person: {},
            save=save, says=lambda values: "", back=BACK, done="Identity numbers added",
            template="prisoners/identifiers/add.html.jinja",
        ),
    )  # fmt: skip


@person_page(PrisonerPermission.EDIT_SENSITIVE, name="change of identity number", **_SENSITIVE)
def change(request: HttpRequest, person: Opened, identifier_id: int) -> HttpResponse:
    """Put a number right."""
    row = _editable(person, identifier_id)

    def save(person: Opened, values: Mapping[str, Any], by: Actor) -> bool:
        return commands.change_number(person.number, identifier_id, values["value"], values["comment"], by=by)

    return edit(
        request,
        person,
        Editable(
            label=type_in_words(row.type), form=NumberForm, save=save, says=_says, kind=commands.KIND,
            read=lambda person: _read(person, identifier_id), key=str(identifier_id), back=BACK,
        ),
    )  # fmt: skip


@person_page(PrisonerPermission.EDIT_SENSITIVE, name="removal of identity number", **_SENSITIVE)
def remove(request: HttpRequest, person: Opened, identifier_id: int) -> HttpResponse:
    """Take a number off the record."""
    row = _editable(person, identifier_id)

    def save(person: Opened, values: Mapping[str, Any], by: Actor) -> bool:
        commands.remove_number(person.number, identifier_id, by=by)
        return True

    return edit(
        request,
        person,
        Editable(
            label=type_in_words(row.type), heading=f"Remove this {type_in_words(row.type)}?", form=RemoveForm,
            read=lambda person: _read(person, identifier_id), save=save, says=_says, kind=commands.KIND,
            key=str(identifier_id), back=BACK, done=f"{type_in_words(row.type)} removed",
            hint=_says(_read(person, identifier_id)), template="prisoners/identifiers/remove.html.jinja",
        ),
    )  # fmt: skip


def _editable(person: Opened, identifier_id: int) -> Identifier:
    row = queries.number_of(person.number, identifier_id)
    if row is None or row.type not in rules.EDITABLE:
        raise NotFound(str(identifier_id))
    return row


def _read(person: Opened, identifier_id: int) -> Mapping[str, Any]:
    row = _editable(person, identifier_id)
    return {"value": row.value, "comment": row.authority}


def _says(values: Mapping[str, Any]) -> str:
    return f"{values['value']}{': ' + values['comment'] if values['comment'] else ''}"
