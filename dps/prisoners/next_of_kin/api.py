"""Next of kin and emergency contacts, for other systems (prisoners.md 8)."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Router, Status
from pydantic import Field

from dps.platform import local_time
from dps.platform.api import ApiSchema, operation
from dps.prisoners.models import Contact
from dps.prisoners.names.rules import LONGEST, LONGEST_MIDDLE
from dps.prisoners.next_of_kin import commands, queries
from dps.prisoners.next_of_kin.rules import Details
from dps.prisoners.permissions import PrisonerPermission
from dps.prisoners.profile.through_the_api import open_to_read
from dps.prisoners.rules.access import Part

router = Router(tags=["Next of kin"])


class NextOfKinGiven(ApiSchema):
    first_name: str = Field(max_length=LONGEST)
    middle_names: str = Field("", max_length=LONGEST_MIDDLE)
    last_name: str = Field(max_length=LONGEST)
    relationship: str = Field(max_length=12, description="A code of RELATIONSHIP")
    next_of_kin: bool = False
    emergency: bool = False
    date_of_birth: date | None = None
    phone_type: str = Field("", max_length=12, description="HOME, MOB or BUS")
    phone: str = Field("", max_length=40)
    extension: str = Field("", max_length=7)
    house: str = Field("", max_length=50)
    street: str = Field("", max_length=160)
    postcode: str = Field("", max_length=12)

    def as_details(self) -> Details:
        """As commands take it, without spaces round anything."""
        given: dict[str, Any] = self.model_dump()
        typed: dict[str, Any] = {n: v.strip() if isinstance(v, str) else v for n, v in given.items()}
        return Details(**typed)


class NextOfKinKept(NextOfKinGiven):
    id: int
    contact_type: str = Field(description="S social, O official")


@operation(
    router.get, "/{str:number}/next-of-kin", capability=PrisonerPermission.READ_DETAILS, response=list[NextOfKinKept]
)
def next_of_kin(request: HttpRequest, number: str) -> list[dict[str, Any]]:
    """Next of kin and emergency contacts now, with their newest address and phone. Recorded."""
    person = open_to_read(number, page="next of kin (API)", part=Part.BASIC, by=request.actor)
    return [_as_given(found) for found in queries.contacts_now(person.booking_id)]


@operation(
    router.post,
    "/{str:number}/next-of-kin",
    capability=PrisonerPermission.EDIT_SENSITIVE,
    response={201: NextOfKinKept},
)
def add_next_of_kin(request: HttpRequest, number: str, given: NextOfKinGiven) -> Status[dict[str, Any]]:
    """Record a next of kin or emergency contact."""
    made = commands.add_contact(number, given.as_details(), by=request.actor, today=local_time.today())
    return Status(201, _as_given(queries.reached(made)))


@operation(
    router.put,
    "/{str:number}/next-of-kin/{int:contact_id}",
    capability=PrisonerPermission.EDIT_SENSITIVE,
    response=NextOfKinKept,
)
def change_next_of_kin(request: HttpRequest, number: str, contact_id: int, given: NextOfKinGiven) -> dict[str, Any]:
    """Correct a contact, with their newest address and phone."""
    commands.change_contact(number, contact_id, given.as_details(), by=request.actor, today=local_time.today())
    return _as_given(queries.reached(Contact.objects.get(pk=contact_id)))


@operation(
    router.delete,
    "/{str:number}/next-of-kin/{int:contact_id}",
    capability=PrisonerPermission.EDIT_SENSITIVE,
    response={204: None},
)
def end_next_of_kin(request: HttpRequest, number: str, contact_id: int) -> Status[None]:
    """Somebody is no longer a next of kin or emergency contact from today."""
    commands.end_contact(number, contact_id, by=request.actor, today=local_time.today())
    return Status(204, None)


def _as_given(found: queries.Reached) -> dict[str, Any]:
    contact, address, phone = found.contact, found.address, found.phone
    names = ("first_name", "middle_names", "last_name", "relationship", "next_of_kin", "emergency", "date_of_birth")
    return {
        "id": contact.pk,
        "contact_type": contact.type,
        **{name: getattr(contact, name) for name in names},
        "phone_type": phone.type if phone else "",
        "phone": phone.number if phone else "",
        "extension": phone.extension if phone else "",
        "house": address.premise if address else "",
        "street": address.street if address else "",
        "postcode": address.postcode if address else "",
    }
