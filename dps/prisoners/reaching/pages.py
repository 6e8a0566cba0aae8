"""Adding, changing and removing phones and e-mails."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse

from dps.platform.access import Actor
from dps.platform.web.refusals import NotFound
from dps.prisoners.permissions import PrisonerPermission
from dps.prisoners.profile.editing import Editable, edit
from dps.prisoners.profile.frame import Opened, person_page
from dps.prisoners.reaching import commands, queries
from dps.prisoners.reaching.forms import EmailForm, PhoneForm, RemoveForm
from dps.prisoners.reaching.presenters import phone_in_words
from dps.prisoners.rules.access import Part

BACK = "personal/#phones-and-emails"
_REMOVE = "prisoners/reaching/remove.html.jinja"
_SENSITIVE = {"part": Part.EDIT_SENSITIVE, "methods": ("GET", "POST")}


@person_page(PrisonerPermission.EDIT_SENSITIVE, name="new phone number", **_SENSITIVE)
def add_phone(request: HttpRequest, person: Opened) -> HttpResponse:
    """A telephone number."""

    def save(person: Opened, values: Mapping[str, Any], by: Actor) -> bool:
        commands.add_phone(person.number, values["type"], values["number"], values["extension"], by=by)
        return True

    return edit(
        request,
        person,
        Editable(
            label="Phone number", heading="Add a phone number", form=PhoneForm, read=lambda person: {}, save=save,
            says=lambda values: "", back=BACK, done="Phone number added",
        ),
    )  # fmt: skip


@person_page(PrisonerPermission.EDIT_SENSITIVE, name="change of phone number", **_SENSITIVE)
def change_phone(request: HttpRequest, person: Opened, phone_id: int) -> HttpResponse:
    """Put a telephone number right."""

    def save(person: Opened, values: Mapping[str, Any], by: Actor) -> bool:
        return commands.change_phone(
            person.number, phone_id, values["type"], values["number"], values["extension"], by=by
        )

    return edit(
        request,
        person,
        Editable(
            label="Phone number", heading="Change a phone number", form=PhoneForm, save=save, says=phone_in_words,
            read=lambda person: _phone(person, phone_id), kind=commands.PHONE, key=str(phone_id), back=BACK,
        ),
    )  # fmt: skip


@person_page(PrisonerPermission.EDIT_SENSITIVE, name="removal of phone number", **_SENSITIVE)
def remove_phone(request: HttpRequest, person: Opened, phone_id: int) -> HttpResponse:
    """Take a telephone number off the record."""

    def save(person: Opened, values: Mapping[str, Any], by: Actor) -> bool:
        commands.remove_phone(person.number, phone_id, by=by)
        return True

    return edit(
        request,
        person,
        Editable(
            label="Phone number", heading="Remove this phone number?", form=RemoveForm, save=save,
            read=lambda person: _phone(person, phone_id), says=phone_in_words, kind=commands.PHONE,
            key=str(phone_id), back=BACK, done="Phone number removed", hint=phone_in_words(_phone(person, phone_id)),
            template=_REMOVE,
        ),
    )  # fmt: skip


@person_page(PrisonerPermission.EDIT_SENSITIVE, name="new email address", **_SENSITIVE)
def add_email(request: HttpRequest, person: Opened) -> HttpResponse:
    """An e-mail address."""

    def save(person: Opened, values: Mapping[str, Any], by: Actor) -> bool:
        commands.add_email(person.number, values["address"], by=by)
        return True

    return edit(
        request,
        person,
        Editable(
            label="Email address", heading="Add an email address", form=EmailForm, read=lambda person: {}, save=save,
            says=lambda values: "", back=BACK, done="Email address added",
        ),
    )  # fmt: skip


@person_page(PrisonerPermission.EDIT_SENSITIVE, name="change of email address", **_SENSITIVE)
def change_email(request: HttpRequest, person: Opened, email_id: int) -> HttpResponse:
    """Put an e-mail address right."""

    def save(person: Opened, values: Mapping[str, Any], by: Actor) -> bool:
        return commands.change_email(person.number, email_id, values["address"], by=by)

    return edit(
        request,
        person,
        Editable(
            label="Email address", heading="Change an email address", form=EmailForm, save=save,
            read=lambda person: _email(person, email_id), says=lambda values: str(values["address"]),
            kind=commands.EMAIL, key=str(email_id), back=BACK,
        ),
    )  # fmt: skip


@person_page(PrisonerPermission.EDIT_SENSITIVE, name="removal of email address", **_SENSITIVE)
def remove_email(request: HttpRequest, person: Opened, email_id: int) -> HttpResponse:
    """Take an e-mail address off the record."""

    def save(person: Opened, values: Mapping[str, Any], by: Actor) -> bool:
        commands.remove_email(person.number, email_id, by=by)
        return True

    return edit(
        request,
        person,
        Editable(
            label="Email address", heading="Remove this email address?", form=RemoveForm, save=save,
            read=lambda person: _email(person, email_id), says=lambda values: str(values["address"]),
            kind=commands.EMAIL, key=str(email_id), back=BACK, done="Email address removed",
            hint=_email(person, email_id)["address"], template=_REMOVE,
        ),
    )  # fmt: skip


def _phone(person: Opened, phone_id: int) -> dict[str, Any]:
    row = queries.phone_of(person.number, phone_id)
    if row is None:
        raise NotFound(str(phone_id))
    return {"type": row.type, "number": row.number, "extension": row.extension}


def _email(person: Opened, email_id: int) -> dict[str, Any]:
    row = queries.email_of(person.number, email_id)
    if row is None:
        raise NotFound(str(email_id))
    return {"address": row.address}
