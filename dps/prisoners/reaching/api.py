"""The phones and e-mails of a person, for other systems (prisoners.md 8)."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Status
from pydantic import Field

from dps.platform.api import ApiSchema, operation
from dps.platform.web.refusals import Invalid, NotFound
from dps.prisoners.models import EmailAddress, Phone
from dps.prisoners.permissions import PrisonerPermission
from dps.prisoners.profile.api_words import in_api_words
from dps.prisoners.profile.through_the_api import open_to_read
from dps.prisoners.reaching import commands, queries, rules
from dps.prisoners.rules.access import Part

router = Router(tags=["Contacts"])
EMAIL = "EMAIL"
_NAMES = {"number": "value", "address": "value"}


class ContactKept(ApiSchema):
    id: int
    what: str = Field(description="phone or email: the part of the address before the id")
    type: str = Field(description="HOME, MOB, BUS or another of PHONE_USAGE; EMAIL")
    value: str
    extension: str | None


class ContactGiven(ApiSchema):
    type: str = Field(min_length=1, max_length=12, description="HOME, MOB, BUS or EMAIL")
    value: str = Field(min_length=1, max_length=rules.LONGEST_EMAIL)
    extension: str = Field("", max_length=rules.LONGEST_EXTENSION)


@operation(router.get, "/{str:number}/contacts", capability=PrisonerPermission.READ_DETAILS, response=list[ContactKept])
def contacts(request: HttpRequest, number: str) -> list[dict[str, Any]]:
    """A person's own phones and e-mail addresses. Recorded."""
    person = open_to_read(number, page="phones and emails (API)", part=Part.BASIC, by=request.actor)
    return [
        *(_phone(row) for row in queries.phones_of(person.number)),
        *(_email(row) for row in queries.emails_of(person.number)),
    ]


@operation(
    router.post,
    "/{str:number}/contacts",
    capability=PrisonerPermission.EDIT_SENSITIVE,
    response={201: ContactKept},
)
def add_contact(request: HttpRequest, number: str, given: ContactGiven) -> Status[dict[str, Any]]:
    """Add a phone number or an e-mail address."""
    with in_api_words(_NAMES):
        if given.type == EMAIL:
            _no_extension(given)
            return Status(201, _email(commands.add_email(number, given.value, by=request.actor)))
        row = commands.add_phone(number, given.type, given.value, given.extension, by=request.actor)
    return Status(201, _phone(row))


@operation(
    router.put,
    "/{str:number}/contacts/{str:what}/{int:contact_id}",
    capability=PrisonerPermission.EDIT_SENSITIVE,
    response=ContactKept,
)
def change_contact(
    request: HttpRequest, number: str, what: str, contact_id: int, given: ContactGiven
) -> dict[str, Any]:
    """Put a phone number or an e-mail address right. One does not become the other."""
    with in_api_words(_NAMES):
        if what == "email":
            if given.type != EMAIL:
                raise Invalid({"type": "An email address stays one: EMAIL"})
            _no_extension(given)
            commands.change_email(number, contact_id, given.value, by=request.actor)
        elif what == "phone":
            commands.change_phone(number, contact_id, given.type, given.value, given.extension, by=request.actor)
    email = queries.email_of(number, contact_id) if what == "email" else None
    phone = queries.phone_of(number, contact_id) if what == "phone" else None
    if email is not None:
        return _email(email)
    if phone is not None:
        return _phone(phone)
    raise NotFound(f"{what} {contact_id}")


@operation(
    router.delete,
    "/{str:number}/contacts/{str:what}/{int:contact_id}",
    capability=PrisonerPermission.EDIT_SENSITIVE,
    response={204: None},
)
def remove_contact(request: HttpRequest, number: str, what: str, contact_id: int) -> Status[None]:
    """Take a phone number or an e-mail address off the record."""
    if what == "email":
        commands.remove_email(number, contact_id, by=request.actor)
    elif what == "phone":
        commands.remove_phone(number, contact_id, by=request.actor)
    else:
        raise NotFound(what)
    return Status(204, None)


def _no_extension(given: ContactGiven) -> None:
    if given.extension:
        raise Invalid({"extension": "An email address has no extension"})


def _phone(row: Phone) -> dict[str, Any]:
    return {
        "id": row.pk,
        "what": "phone",
        "type": row.type,
        "value": row.number,
        "extension": row.extension or None,
    }


def _email(row: EmailAddress) -> dict[str, Any]:
    return {"id": row.pk, "what": "email", "type": EMAIL, "value": row.address, "extension": None}
