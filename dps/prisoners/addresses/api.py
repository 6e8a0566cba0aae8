"""The addresses of a person, for other systems (prisoners.md 8)."""

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Router, Status
from pydantic import Field

from dps.platform import local_time
from dps.platform.api import ApiSchema, operation
from dps.prisoners.addresses import commands, queries
from dps.prisoners.addresses.rules import MOST, Place, Use, Where
from dps.prisoners.models import Address
from dps.prisoners.permissions import PrisonerPermission
from dps.prisoners.profile.api_words import in_api_words
from dps.prisoners.profile.through_the_api import open_to_read
from dps.prisoners.rules.access import Part

router = Router(tags=["Addresses"])
_Code = Annotated[str, Field(min_length=1, max_length=12)]
_NAMES = {
    "town": "townCode", "county": "countyCode", "country": "countryCode", "started_on": "startDate",
    "ended_on": "endDate",
}  # fmt: skip


class AddressKept(ApiSchema):
    id: int
    no_fixed_address: bool
    flat: str | None
    premise: str | None = Field(description="Name or number of the house")
    street: str | None
    locality: str | None
    town_code: str | None
    county_code: str | None
    country_code: str | None
    postcode: str | None
    primary: bool
    postal: bool
    start_date: date | None
    end_date: date | None
    uprn: str | None
    usages: list[str] = Field(description="What it is for: codes of ADDRESS_TYPE")


class AddressGiven(ApiSchema):
    where: Where = Where.UK
    flat: str = Field("", max_length=MOST["flat"])
    building: str = Field("", max_length=MOST["building"])
    number: str = Field("", max_length=MOST["number"])
    line1: str = Field("", max_length=MOST["line1"])
    line2: str = Field("", max_length=MOST["line2"])
    town_code: str = Field("", max_length=12)
    county_code: str = Field("", max_length=12)
    country_code: str = Field(min_length=1, max_length=12)
    postcode: str = Field("", max_length=12)
    use: Use = Use.NEITHER
    start_date: date | None = Field(None, description="Today when left out")
    usages: list[_Code] = Field(
        default_factory=list, max_length=40, description="What it is for: codes of ADDRESS_TYPE"
    )


class AddressUsedFor(ApiSchema):
    usages: list[_Code] = Field(max_length=40, description="Everything it is for: codes of ADDRESS_TYPE")


class AddressEnded(ApiSchema):
    end_date: date


@operation(
    router.get, "/{str:number}/addresses", capability=PrisonerPermission.READ_DETAILS, response=list[AddressKept]
)
def addresses(request: HttpRequest, number: str) -> list[dict[str, Any]]:
    """Every address of a person, those of the past too. Recorded."""
    person = open_to_read(number, page="addresses (API)", part=Part.BASIC, by=request.actor)
    return [_as_given(row) for row in queries.addresses_of(person.number)]


@operation(
    router.post, "/{str:number}/addresses", capability=PrisonerPermission.EDIT_SENSITIVE, response={201: AddressKept}
)
def add_address(request: HttpRequest, number: str, given: AddressGiven) -> Status[dict[str, Any]]:
    """Add an address. A new primary address makes the one before an ordinary one."""
    place = Place(
        given.where, given.flat.strip(), given.building.strip(), given.number.strip(), given.line1.strip(),
        given.line2.strip(), given.town_code, given.county_code, given.postcode.strip(), given.country_code,
    )  # fmt: skip
    with in_api_words(_NAMES):
        row = commands.add_address(
            number, place, given.use, started_on=given.start_date, today=local_time.today(), by=request.actor,
            usages=given.usages,
        )  # fmt: skip
    return Status(201, _as_given(row))


@operation(
    router.put,
    "/{str:number}/addresses/{int:address_id}/usages",
    capability=PrisonerPermission.EDIT_SENSITIVE,
    response=AddressKept,
)
def use_address_for(request: HttpRequest, number: str, address_id: int, given: AddressUsedFor) -> dict[str, Any]:
    """Say everything an address is for."""
    with in_api_words(_NAMES):
        row = commands.set_usages(number, address_id, given.usages, today=local_time.today(), by=request.actor)
    return _as_given(row)


@operation(
    router.put,
    "/{str:number}/addresses/{int:address_id}/end",
    capability=PrisonerPermission.EDIT_SENSITIVE,
    response=AddressKept,
)
def end_address(request: HttpRequest, number: str, address_id: int, given: AddressEnded) -> dict[str, Any]:
    """Say until when a person lived at an address."""
    with in_api_words(_NAMES):
        row = commands.end_address(number, address_id, given.end_date, today=local_time.today(), by=request.actor)
    return _as_given(row)


def _as_given(row: Address) -> dict[str, Any]:
    return {
        "id": row.pk,
        "no_fixed_address": row.no_fixed_address,
        "flat": row.flat or None,
        "premise": row.premise or None,
        "street": row.street or None,
        "locality": row.locality or None,
        "town_code": row.town or None,
        "county_code": row.county or None,
        "country_code": row.country or None,
        "postcode": row.postcode or None,
        "primary": row.primary,
        "postal": row.postal,
        "start_date": row.started_on,
        "end_date": row.ended_on,
        "uprn": row.uprn or None,
        "usages": queries.usages_of(row),
    }
