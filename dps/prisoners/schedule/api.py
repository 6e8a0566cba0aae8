"""What a person will do, for other systems (prisoners.md 8)."""

from datetime import date, datetime, timedelta

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import Field

from dps.platform.api import ApiSchema, operation
from dps.prisoners.permissions import PrisonerPermission
from dps.prisoners.profile.through_the_api import open_to_read
from dps.prisoners.quick_look.own_cards import day_bounds
from dps.prisoners.rules.access import Part
from dps.prisoners.schedule import presenters, queries, rules

router = Router(tags=["Schedule"])
MOST_DAYS = 31


class ScheduledItem(ApiSchema):
    starts_at: datetime
    ends_at: datetime | None
    kind: str = Field(description="ACTIVITY, APPOINTMENT, ABSENCE, VISIT or COURT")
    description: str
    location: str | None
    agency_id: str | None


class DaysWanted(ApiSchema):
    from_date: date | None = Field(
        None, ge=date(1900, 1, 1), le=date(2999, 12, 31), description="Today when left out (Europe/London)"
    )
    days: int = Field(rules.A_WEEK, ge=1, le=MOST_DAYS)


@operation(
    router.get, "/{str:number}/schedule", capability=PrisonerPermission.READ_DETAILS, response=list[ScheduledItem]
)
def schedule(request: HttpRequest, number: str, wanted: Query[DaysWanted]) -> list[ScheduledItem]:
    """What is planned for a person on some days, in order; no transfers. Recorded."""
    person = open_to_read(number, page="schedule (API)", part=Part.IN_CASELOAD_ONLY, by=request.actor)
    first = wanted.from_date or person.today
    last = first + timedelta(days=wanted.days - 1)
    return [
        ScheduledItem(
            starts_at=one.starts_at,
            ends_at=one.ends_at,
            kind=one.kind,
            description=presenters.words_of(one),
            location=one.place or None,
            agency_id=one.agency or None,
        )
        for one in queries.planned(person.booking_id, day_bounds(first)[0], day_bounds(last)[1])
    ]
