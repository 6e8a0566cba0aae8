"""A person's property, for other systems (prisoners.md 8)."""

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from dps.platform.api import ApiSchema, operation
from dps.prisoners.permissions import PrisonerPermission
from dps.prisoners.profile.through_the_api import open_to_read
from dps.prisoners.property import presenters, queries
from dps.prisoners.rules.access import Part

router = Router(tags=["Property"])


class PropertyContainer(ApiSchema):
    id: int
    container_type: str | None = Field(description="A code of PPTY_CNTNR: BULK, VALU")
    container_description: str | None = Field(description="The code itself when it is not in the list")
    seal_mark: str | None
    location_id: int | None = Field(description="Where it stands; null when that is not entered")
    location: str | None = Field(description="As staff know it, or its path without the prison")
    prison_id: str | None = Field(description="Where the location is: not always where the person is")


@operation(
    router.get,
    "/{str:number}/property",
    capability=PrisonerPermission.READ_DETAILS,
    response=list[PropertyContainer],
)
def property_containers(request: HttpRequest, number: str) -> list[PropertyContainer]:
    """The boxes and bags of property in use of the latest booking. Recorded."""
    person = open_to_read(number, page="property (API)", part=Part.IN_CASELOAD_ONLY, by=request.actor)
    return [
        PropertyContainer(
            id=one.id,
            container_type=one.container or None,
            container_description=presenters.container_words(one.container) if one.container else None,
            seal_mark=one.seal_mark or None,
            location_id=one.location_id,
            location=one.place or None,
            prison_id=one.prison or None,
        )
        for one in queries.containers_of(person.booking_id)
    ]
