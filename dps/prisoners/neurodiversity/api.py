"""Neurodiversity, for other systems."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Status
from pydantic import Field

from dps.platform import local_time
from dps.platform.api import ApiSchema, operation
from dps.prisoners.models import Neurodiversity
from dps.prisoners.neurodiversity import commands, presenters, queries
from dps.prisoners.neurodiversity.rules import HOW_KNOWN, KINDS, LONGEST_REASON, LONGEST_SUPPORT, Known
from dps.prisoners.permissions import PrisonerPermission
from dps.prisoners.profile.api_words import in_api_words
from dps.prisoners.profile.through_the_api import open_to_read
from dps.prisoners.rules.access import Part

router = Router(tags=["Neurodiversity"])


class NeurodiversityGiven(ApiSchema):
    kind: str = Field(max_length=20, description=", ".join(KINDS))
    how_known: str = Field(max_length=20, description=", ".join(HOW_KNOWN))
    found_on: date = Field(description="When they said it, or when it was found")
    support: str = Field("", max_length=LONGEST_SUPPORT, description="What helps; for OTHER, what it is too")

    def as_known(self) -> Known:
        """As commands take it."""
        return Known(self.kind, self.how_known, self.found_on, self.support.strip())


class NeurodiversityChanged(NeurodiversityGiven):
    version: int | None = Field(None, description="As it was read: 409 when somebody else changed it since")


class NeurodiversityEnded(ApiSchema):
    reason: str = Field(min_length=1, max_length=LONGEST_REASON)
    version: int | None = Field(None, description="As it was read: 409 when somebody else changed it since")


class NeurodiversityKept(ApiSchema):
    id: UUID
    kind: str
    description: str
    how_known: str
    found_on: date
    support: str | None
    recorded_at: datetime
    recorded_by: str
    ended_at: datetime | None = Field(description="Null while it is recorded")
    ended_by: str | None
    version: int


@operation(
    router.get,
    "/{str:number}/neurodiversity",
    capability=PrisonerPermission.READ_DETAILS,
    response=list[NeurodiversityKept],
)
def neurodiversity(request: HttpRequest, number: str) -> list[dict[str, Any]]:
    """Everything recorded of a person's neurodiversity, what has ended last. Recorded."""
    person = open_to_read(number, page="neurodiversity (API)", part=Part.BASIC, by=request.actor)
    return [_as_given(row) for row in queries.records_of(person.number)]


@operation(
    router.post,
    "/{str:number}/neurodiversity",
    capability=PrisonerPermission.EDIT,
    response={201: NeurodiversityKept},
)
def add_neurodiversity(request: HttpRequest, number: str, given: NeurodiversityGiven) -> Status[dict[str, Any]]:
    """Record one kind. Each kind is on the record once at a time."""
    with in_api_words():
        row = commands.add_record(number, given.as_known(), today=local_time.today(), by=request.actor)
    return Status(201, _as_given(row))


@operation(
    router.put,
    "/{str:number}/neurodiversity/{uuid:neurodiversity_id}",
    capability=PrisonerPermission.EDIT,
    response=NeurodiversityKept,
)
def change_neurodiversity(
    request: HttpRequest, number: str, neurodiversity_id: UUID, given: NeurodiversityChanged
) -> dict[str, Any]:
    """Put a record right. What has ended cannot be changed."""
    with in_api_words():
        row = commands.change_record(
            number, neurodiversity_id, given.as_known(), today=local_time.today(), by=request.actor,
            version=given.version,
        )  # fmt: skip
    return _as_given(row)


@operation(
    router.put,
    "/{str:number}/neurodiversity/{uuid:neurodiversity_id}/end",
    capability=PrisonerPermission.EDIT,
    response=NeurodiversityKept,
)
def end_neurodiversity(
    request: HttpRequest, number: str, neurodiversity_id: UUID, given: NeurodiversityEnded
) -> dict[str, Any]:
    """Say that it is no longer recorded, and why. The history keeps it."""
    reason = given.reason.strip()
    row = commands.end_record(number, neurodiversity_id, reason, by=request.actor, version=given.version)
    return _as_given(row)


def _as_given(row: Neurodiversity) -> dict[str, Any]:
    return {
        "id": row.pk,
        "kind": row.kind,
        "description": presenters.kind_words(row.kind),
        "how_known": row.how_known,
        "found_on": row.found_on,
        "support": row.support or None,
        "recorded_at": row.recorded_at,
        "recorded_by": row.recorded_by,
        "ended_at": row.ended_at,
        "ended_by": row.ended_by or None,
        "version": row.version,
    }
