"""Where a person has lived, for other systems (prisoners.md 8)."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import Field

from dps.platform.api import ApiSchema, Page, PageWanted, operation
from dps.prisoners.location import queries
from dps.prisoners.permissions import PrisonerPermission
from dps.prisoners.profile.through_the_api import open_to_read
from dps.prisoners.rules.access import Part

router = Router(tags=["Cell history"])


class CellStay(ApiSchema):
    id: int
    booking_id: int
    agency_id: str | None
    location: str | None = Field(description="The path below the prison, such as A-1-001")
    started_at: datetime
    ended_at: datetime | None = Field(description="None while they live there, and when it was never recorded")
    reason: str | None = Field(description="A code of CELL_MOVE_RSN")
    moved_by: str | None


@operation(
    router.get, "/{str:number}/cell-history", capability=PrisonerPermission.READ_DETAILS, response=Page[CellStay]
)
def cell_history(request: HttpRequest, number: str, page: Query[PageWanted]) -> dict[str, Any]:
    """Every cell a person lived in, in all their bookings, newest first. Recorded."""
    person = open_to_read(number, page="cell history (API)", part=Part.LOCATION, by=request.actor)
    found = queries.stays(person.number)
    return {
        "content": [
            CellStay(
                id=one.id,
                booking_id=one.booking_id,
                agency_id=one.agency or None,
                location=one.path or None,
                started_at=one.started_at,
                ended_at=one.ended_at,
                reason=one.reason or None,
                moved_by=one.moved_by or None,
            )
            for one in found[page.offset : page.offset + page.size]
        ],
        "number": page.page,
        "size": page.size,
        "total_elements": len(found),
        "total_pages": -(-len(found) // page.size),
    }
