"""Service in the armed forces, for other systems (prisoners.md 8)."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Router, Status
from pydantic import Field

from dps.platform import local_time
from dps.platform.api import ApiSchema, operation
from dps.prisoners.military import commands, queries
from dps.prisoners.military.models import MilitaryRecord
from dps.prisoners.military.rules import Service
from dps.prisoners.permissions import PrisonerPermission
from dps.prisoners.profile.through_the_api import open_to_read
from dps.prisoners.rules.access import Part

router = Router(tags=["Military records"])
_MONTH = r"^(?:19|20)[0-9]{2}-(?:0[1-9]|1[0-2])$"
_Codes: Any = Field(default_factory=list, max_length=20)


class MilitaryRecordGiven(ApiSchema):
    branch: str = Field(max_length=12)
    enlisted: str = Field(pattern=_MONTH, description="Year and month, such as 2004-03")
    rank: str = Field("", max_length=40)
    service_number: str = Field("", max_length=12)
    unit: str = Field("", max_length=20)
    enlisted_at: str = Field("", max_length=40)
    conflicts: list[str] = _Codes
    disciplinary: list[str] = _Codes
    discharged: str | None = Field(None, pattern=_MONTH)
    discharged_at: str = Field("", max_length=40)
    discharge: str = Field("", max_length=12)
    comment: str = Field("", max_length=240)

    def as_service(self) -> Service:
        """As commands take it."""
        given = self.model_dump()
        for name in ("enlisted", "discharged"):
            given[name] = date.fromisoformat(f"{given[name]}-01") if given[name] else None
        return Service(**given)


class MilitaryRecordKept(MilitaryRecordGiven):
    id: int


@operation(
    router.get,
    "/{str:number}/military-records",
    capability=PrisonerPermission.READ_DETAILS,
    response=list[MilitaryRecordKept],
)
def military_records(request: HttpRequest, number: str) -> list[dict[str, Any]]:
    """Every period of service, newest first. Recorded."""
    person = open_to_read(number, page="military records (API)", part=Part.BASIC, by=request.actor)
    return [_as_given(row) for row in queries.service_of(person.number)]


@operation(
    router.post,
    "/{str:number}/military-records",
    capability=PrisonerPermission.EDIT,
    response={201: MilitaryRecordKept},
)
def add_military_record(request: HttpRequest, number: str, given: MilitaryRecordGiven) -> Status[dict[str, Any]]:
    """Record a period of service."""
    row = commands.add_service(number, given.as_service(), by=request.actor, today=local_time.today())
    return Status(201, _as_given(row))


@operation(
    router.put,
    "/{str:number}/military-records/{int:record_id}",
    capability=PrisonerPermission.EDIT,
    response=MilitaryRecordKept,
)
def change_military_record(
    request: HttpRequest, number: str, record_id: int, given: MilitaryRecordGiven
) -> dict[str, Any]:
    """Correct a period of service."""
    commands.change_service(number, record_id, given.as_service(), by=request.actor, today=local_time.today())
    return _as_given(queries.one(number, record_id))


@operation(
    router.delete,
    "/{str:number}/military-records/{int:record_id}",
    capability=PrisonerPermission.EDIT,
    response={204: None},
)
def remove_military_record(request: HttpRequest, number: str, record_id: int) -> Status[None]:
    """Take a period of service away. The history keeps it."""
    commands.remove_service(number, record_id, by=request.actor)
    return Status(204, None)


def _as_given(row: MilitaryRecord) -> dict[str, Any]:
    values = dict(commands.values_of(row))
    for name in ("enlisted", "discharged"):
        values[name] = f"{values[name]:%Y-%m}" if values[name] else None
    return {"id": row.pk, **values}
