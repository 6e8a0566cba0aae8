"""Visits of a person, for other systems (prisoners.md 8)."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import Field

from dps.platform import local_time
from dps.platform.api import ApiSchema, Page, PageWanted, operation, page_of
from dps.prisoners.models import Visit
from dps.prisoners.permissions import PrisonerPermission
from dps.prisoners.profile.through_the_api import open_to_read
from dps.prisoners.rules.access import Part
from dps.prisoners.visits import queries, rules
from dps.prisoners.visits.forms import midnight

router = Router(tags=["Visits"])
EARLIEST, LATEST = date(1900, 1, 1), date(2999, 12, 31)


class VisitorKept(ApiSchema):
    first_name: str | None
    last_name: str | None
    date_of_birth: date | None
    lead: bool
    outcome: str | None


class VisitKept(ApiSchema):
    id: int
    booking_id: int
    starts_at: datetime
    ends_at: datetime | None
    type: str = Field(description="SCON social, OFFI official")
    status: str | None = Field(description="A code of VIS_STS")
    outcome_reason: str | None
    prison_id: str | None
    visitors: list[VisitorKept] = Field(description="The lead visitor first, then from old to young")


class VisitsWanted(PageWanted):
    type: str = Field("", max_length=12)
    status: str = Field("", max_length=12)
    prison_id: str = Field("", max_length=6)
    from_date: date | None = Field(None, ge=EARLIEST, le=LATEST)
    to_date: date | None = Field(None, ge=EARLIEST, le=LATEST, description="Included")


@operation(router.get, "/{str:number}/visits", capability=PrisonerPermission.READ_DETAILS, response=Page[VisitKept])
def visits(request: HttpRequest, number: str, wanted: Query[VisitsWanted]) -> dict[str, Any]:
    """Visits in all bookings of a person, newest first. Recorded."""
    person = open_to_read(number, page="visits (API)", part=Part.IN_CASELOAD_ONLY, by=request.actor)
    asked = queries.Wanted(
        wanted.type, wanted.status, wanted.prison_id, midnight(wanted.from_date), midnight(wanted.to_date, 1)
    )
    page = page_of(queries.visits(person.number, asked), wanted)
    visitors = queries.visitors([row.id for row in page["content"]])
    return {**page, "content": [_as_given(row, visitors.get(row.id, [])) for row in page["content"]]}


def _as_given(row: Visit, visitors: list[rules.Visitor]) -> VisitKept:
    on = local_time.in_london(row.starts_at).date()
    return VisitKept(
        id=row.id,
        booking_id=row.booking_id,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        type=row.type,
        status=row.status or None,
        outcome_reason=row.outcome_reason or None,
        prison_id=row.agency or None,
        visitors=[
            VisitorKept(
                first_name=one.first_name or None,
                last_name=one.last_name or None,
                date_of_birth=one.born_on,
                lead=one.lead,
                outcome=one.outcome or None,
            )
            for one in rules.in_order(visitors, on)
        ],
    )
