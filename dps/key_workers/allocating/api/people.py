"""The allocations of one person, and how complex their needs are."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Path, Query, Router, Status
from pydantic import Field

from dps.estate.queries import agency_name
from dps.key_workers.history import queries
from dps.key_workers.history.queries import ENDED, REASONS, Held
from dps.key_workers.leaving.commands import record_complexity
from dps.key_workers.permissions import KeyWorkPermission
from dps.key_workers.policies import Policy
from dps.key_workers.settings.queries import all_settings_of
from dps.key_workers.through_the_api import CodeAndWords, StaffMember
from dps.platform.access import Actor, Scope, scopes_of
from dps.platform.api import ApiSchema, operation
from dps.prisoners.profile.through_the_api import lead_on, open_to_read
from dps.prisoners.rules.access import Part
from dps.prisoners.search.models import SearchRecord

router = Router(tags=["Key workers"])


class Prison(ApiSchema):
    code: str
    description: str


class Contact(StaffMember):
    email_addresses: list[str] = []


class CurrentAllocation(ApiSchema):
    policy: CodeAndWords
    prison: Prison
    staff_member: Contact


class LatestEvent(ApiSchema):
    prison: Prison
    type: str
    occurred_at: datetime
    policy: str
    author: str


class PolicyOfPrison(ApiSchema):
    policy: str
    enabled: bool


class Current(ApiSchema):
    prison_number: str
    has_high_complexity_of_needs: bool
    allocations: list[CurrentAllocation]
    latest_recorded_events: list[LatestEvent]
    policies: list[PolicyOfPrison]


class Allocated(ApiSchema):
    id: UUID
    policy: str
    prison: Prison
    staff_member: StaffMember
    is_active: bool
    allocated_at: datetime
    allocated_by: str
    allocation_reason: CodeAndWords
    why: str
    deallocated_at: datetime | None
    deallocated_by: str
    deallocation_reason: CodeAndWords | None


class History(ApiSchema):
    prison_number: str
    allocations: list[Allocated]


class How(ApiSchema):
    include_contact_details: bool = False


class Complexity(ApiSchema):
    level: str = Field(max_length=6, description="LOW, MEDIUM or HIGH")
    active: bool = True
    assessed_at: datetime
    assessed_by: str = Field("", max_length=240)


@operation(
    router.get, "/{str:number}/allocations/current", capability=KeyWorkPermission.READ_BY_SYSTEM, response=Current
)
def current(request: HttpRequest, number: Path[str], how: Query[How]) -> dict[str, Any]:
    """Who looks after a person now, by scheme. Schemes that are off at their prison are left out. A system that asks of
    nobody gets an empty answer."""
    number = number.upper()
    agency = _known(number, request.actor, "current allocation")
    settings = all_settings_of(agency) if agency else {}
    held = queries.current_of(number)
    return {
        "prison_number": number,
        "has_high_complexity_of_needs": queries.is_high_complexity(number),
        "allocations": [
            _current(one, with_contact=how.include_contact_details)
            for one in held
            if one.policy in settings and settings[one.policy].enabled
        ],
        "latest_recorded_events": [
            {
                "prison": _prison(one.prison),
                "type": one.type,
                "occurred_at": one.occurred_at,
                "policy": one.policy,
                "author": one.username,
            }
            for one in queries.latest_events_of(number)
            if settings.get(Policy(one.policy)) and settings[Policy(one.policy)].enabled
        ],
        "policies": [{"policy": str(policy), "enabled": one.enabled} for policy, one in settings.items()],
    }


@operation(router.get, "/{str:number}/allocations", capability=KeyWorkPermission.READ_BY_SYSTEM, response=History)
def history(request: HttpRequest, number: Path[str]) -> dict[str, Any]:
    """Every allocation of a person of both schemes, newest first."""
    number = number.upper()
    _known(number, request.actor, "allocations")
    return {"prison_number": number, "allocations": [_allocated(one) for one in queries.allocations_of(number)]}


@operation(
    router.put,
    "/{str:number}/complexity-of-need",
    capability=KeyWorkPermission.RECORD_COMPLEXITY,
    response={204: None},
)
def complexity(request: HttpRequest, number: Path[str], sent: Complexity) -> Any:
    """Record an assessment of complexity of need. Active and HIGH ends the person's allocations."""
    record_complexity(
        request.actor,
        number.upper(),
        level=sent.level,
        active=sent.active,
        assessed_at=sent.assessed_at,
        assessed_by=sent.assessed_by,
    )
    return Status(204, None)


def _known(number: str, actor: Actor, page: str) -> str:
    """Where a person is whom the caller may read of; '' for nobody, which only systems are told."""
    if Scope.EVERYWHERE not in scopes_of(actor, KeyWorkPermission.READ_BY_SYSTEM):
        open_to_read(number, page=page, part=Part.BASIC, by=actor)
    agency: str | None = SearchRecord.objects.filter(pk=number).values_list("agency", flat=True).first()
    if agency is None:
        lead_on(number)
    return agency or ""


def _prison(code: str) -> dict[str, str]:
    return {"code": code, "description": agency_name(code)}


def _current(one: Held, *, with_contact: bool) -> dict[str, Any]:
    emails = [one.email] if with_contact and one.email else []
    return {
        "policy": {"code": str(one.policy), "description": one.policy.words.capital},
        "prison": _prison(one.prison),
        "staff_member": {**_staff(one), "email_addresses": emails},
    }


def _staff(one: Held) -> dict[str, Any]:
    return {"staff_id": one.staff_id, "first_name": one.first_name, "last_name": one.last_name}


def _allocated(one: Held) -> dict[str, Any]:
    ended = one.deallocation_reason
    return {
        "id": one.id,
        "policy": str(one.policy),
        "prison": _prison(one.prison),
        "staff_member": _staff(one),
        "is_active": one.is_active,
        "allocated_at": one.allocated_at,
        "allocated_by": one.allocated_by,
        "allocation_reason": {"code": one.reason, "description": REASONS.get(one.reason, one.reason)},
        "why": one.why,
        "deallocated_at": one.deallocated_at,
        "deallocated_by": one.deallocated_by,
        "deallocation_reason": {"code": ended, "description": ENDED.get(ended, ended)} if ended else None,
    }
