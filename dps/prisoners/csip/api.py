"""Challenge, support and intervention plans of a person, for other systems (prisoners.md 3, form-builder.md 4.2)."""

from datetime import date

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from dps.platform.api import ApiSchema, operation
from dps.prisoners.csip import queries
from dps.prisoners.csip.rules import Record, Status
from dps.prisoners.permissions import PrisonerPermission
from dps.prisoners.profile.through_the_api import open_to_read
from dps.prisoners.rules.access import Part

router = Router(tags=["CSIP"])


class CsipRecordKept(ApiSchema):
    id: int = Field(description="As NOMIS knows it")
    log_code: str | None
    status: Status
    prison_id: str | None
    incident_type: str | None = Field(description="A code of CSIP_TYP")
    incident_on: date | None
    referred_on: date | None
    case_manager: str | None
    next_review_on: date | None = Field(description="Of an open plan")
    days_overdue: int = Field(description="How many days the next review is late; 0 for none")
    closed_on: date | None


class CsipHistory(ApiSchema):
    referral_count: int
    plan_count: int = Field(description="How many referrals became a plan")
    current: CsipRecordKept | None = Field(description="An open plan, else what is under way, else the newest")
    records: list[CsipRecordKept] = Field(description="The newest referral first")


@operation(router.get, "/{str:number}/csip", capability=PrisonerPermission.READ_DETAILS, response=CsipHistory)
def csip(request: HttpRequest, number: str) -> CsipHistory:
    """The referrals and plans of all bookings of a person, as NOMIS holds them. Recorded."""
    person = open_to_read(number, page="csip history (API)", part=Part.IN_CASELOAD_ONLY, by=request.actor)
    history = queries.history_of(person.number)
    return CsipHistory(
        referral_count=len(history.records),
        plan_count=history.plans,
        current=_as_given(history.current, person.today) if history.current else None,
        records=[_as_given(one, person.today) for one in history.records],
    )


def _as_given(one: Record, today: date) -> CsipRecordKept:
    return CsipRecordKept(
        id=one.id,
        log_code=one.log_code or None,
        status=one.status,
        prison_id=one.prison or None,
        incident_type=one.incident_type or None,
        incident_on=one.incident_on,
        referred_on=one.referred_on,
        case_manager=one.case_manager or None,
        next_review_on=one.next_review_on,
        days_overdue=one.days_overdue(today),
        closed_on=one.closed_on,
    )
