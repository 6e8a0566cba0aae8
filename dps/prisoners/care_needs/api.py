"""A person's care needs and reasonable adjustments, for other systems (prisoners.md 5 and 8)."""

from datetime import date

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from dps.estate import queries as estate
from dps.platform.api import ApiSchema, operation
from dps.prisoners.care_needs import presenters, queries
from dps.prisoners.care_needs.queries import Adjustment, Need
from dps.prisoners.care_needs.rules import is_current
from dps.prisoners.permissions import PrisonerPermission
from dps.prisoners.profile.through_the_api import open_to_read
from dps.prisoners.rules.access import Part

router = Router(tags=["Care needs"])


class ReasonableAdjustment(ApiSchema):
    id: int
    treatment: str = Field(description="A code of HEALTH_TREAT")
    treatment_description: str = Field(description="The code itself when it is not in the list")
    start_date: date | None
    end_date: date | None
    comment: str | None
    prison_id: str | None


class CareNeed(ApiSchema):
    id: int
    type: str = Field(description="DISAB, MATSTAT, PHY or PSYCH")
    type_description: str
    code: str = Field(description="A code of HEALTH_PBLM")
    code_description: str
    status: str = Field(description="ON while it goes on; a code of HEALTH_STS")
    current: bool
    start_date: date | None
    end_date: date | None
    comment: str | None
    reasonable_adjustments: list[ReasonableAdjustment] = Field(description="Those that go on first")


@operation(
    router.get,
    "/{str:number}/care-needs",
    capability=PrisonerPermission.READ_DETAILS,
    response=list[CareNeed],
)
def care_needs(request: HttpRequest, number: str) -> list[CareNeed]:
    """The care needs of the latest booking, those of now and past ones, the newest first. Recorded."""
    person = open_to_read(number, page="care needs (API)", part=Part.BASIC, by=request.actor)
    return [_as_given(one) for one in queries.needs_of(person.booking_id)]


def _as_given(one: Need) -> CareNeed:
    return CareNeed(
        id=one.id,
        type=one.type,
        type_description=estate.label(presenters.KINDS, one.type),
        code=one.code,
        code_description=estate.label(presenters.CODES, one.code),
        status=one.status,
        current=is_current(one.status),
        start_date=one.started_on,
        end_date=one.ended_on,
        comment=one.comment or None,
        reasonable_adjustments=[_adjustment(adjustment) for adjustment in one.adjustments],
    )


def _adjustment(one: Adjustment) -> ReasonableAdjustment:
    return ReasonableAdjustment(
        id=one.id,
        treatment=one.treatment,
        treatment_description=estate.label(presenters.TREATMENTS, one.treatment),
        start_date=one.started_on,
        end_date=one.ended_on,
        comment=one.comment or None,
        prison_id=one.prison or None,
    )
