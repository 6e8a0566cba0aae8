"""Saving allocations of a prison, recommendations, its settings and schemes, and its people."""

from typing import Any

from django.http import HttpRequest
from ninja import Header, Path, Router, Status
from pydantic import Field

from dps.key_workers.allocating.commands import Unwanted, Wanted, save
from dps.key_workers.allocating.queries import Asked, Row, find
from dps.key_workers.models import Allocation
from dps.key_workers.permissions import KeyWorkPermission
from dps.key_workers.policies import Policy
from dps.key_workers.recommending.queries import propose
from dps.key_workers.rules import search as rules
from dps.key_workers.settings import commands as settings_commands
from dps.key_workers.settings.queries import all_settings_of, settings_of
from dps.key_workers.through_the_api import StaffMember, policy_of, prison_read_by
from dps.platform import audit, local_time
from dps.platform.api import ApiSchema, operation
from dps.platform.web.refusals import Invalid

router, searching = (Router(tags=["Key workers"]) for _ in range(2))
MOST_AT_ONCE = 1000
READ, MANAGE = KeyWorkPermission.READ_BY_SYSTEM, KeyWorkPermission.MANAGE_BY_SYSTEM
_NUMBER = Field(min_length=7, max_length=7)


class NewAllocation(ApiSchema):
    person_identifier: str = _NUMBER
    staff_id: int = Field(ge=1, le=2**63 - 1)
    allocation_reason: str = Field("MANUAL", description="MANUAL or AUTO")


class Deallocation(ApiSchema):
    person_identifier: str = _NUMBER
    staff_id: int = Field(ge=1, le=2**63 - 1)
    deallocation_reason: str = "MANUAL"


class Allocations(ApiSchema):
    allocations: list[NewAllocation] = Field([], max_length=MOST_AT_ONCE)
    deallocations: list[Deallocation] = Field([], max_length=MOST_AT_ONCE)


class RecommendedStaff(StaffMember):
    allocated: int
    capacity: int


class Recommendation(ApiSchema):
    person_identifier: str
    staff: StaffMember
    why: str
    cautions: list[str]


class Recommendations(ApiSchema):
    allocations: list[Recommendation]
    no_available_staff_for: list[str]
    staff: list[RecommendedStaff]


class Configuration(ApiSchema):
    is_enabled: bool
    allow_auto_allocation: bool
    capacity: int
    frequency_in_weeks: int
    has_prisoners_with_high_complexity_needs: bool
    allocation_order: str
    version: int


class NewConfiguration(ApiSchema):
    is_enabled: bool
    allow_auto_allocation: bool
    capacity: int = Field(ge=1, le=999)
    frequency_in_weeks: int = Field(ge=1, le=4)
    has_prisoners_with_high_complexity_needs: bool = False
    allocation_order: str = "BY_ALLOCATIONS"


class PolicyEnabled(ApiSchema):
    policy: str
    enabled: bool


class Policies(ApiSchema):
    policies: list[PolicyEnabled] = Field(max_length=2)


class WhoIsWanted(ApiSchema):
    query: str = Field("", max_length=60)
    cell_location_prefix: str = Field("", max_length=60)
    exclude_active_allocations: bool = False


class PersonFound(ApiSchema):
    person_identifier: str
    first_name: str
    last_name: str
    location: str
    has_high_complexity_of_needs: bool
    has_allocation_history: bool
    staff_member: StaffMember | None
    relevant_alert_codes: list[str]
    remaining_alert_count: int


class PeopleFound(ApiSchema):
    content: list[PersonFound]


@operation(router.put, "/{str:prison}/prisoners/allocations", capability=MANAGE, response={204: None})
def put_allocations(
    request: HttpRequest, prison: Path[str], sent: Allocations, policy: Header[str] = Policy.KEY_WORKER.value
) -> Any:
    """Allocate and deallocate people, all or nothing."""
    _check_reasons(sent)
    save(
        request.actor,
        prison.upper(),
        policy_of(policy),
        allocate=[
            Wanted(one.person_identifier.upper(), one.staff_id, one.allocation_reason) for one in sent.allocations
        ],
        deallocate=[
            Unwanted(one.person_identifier.upper(), one.staff_id, one.deallocation_reason) for one in sent.deallocations
        ],
    )
    return Status(204, None)


def _check_reasons(sent: Allocations) -> None:
    found = {}
    if any(one.allocation_reason not in Allocation.Reason.values for one in sent.allocations):
        found["allocationReason"] = "allocationReason must be MANUAL or AUTO"
    if any(one.deallocation_reason not in Allocation.Ended.values for one in sent.deallocations):
        found["deallocationReason"] = f"deallocationReason must be one of {', '.join(Allocation.Ended.values)}"
    if found:
        raise Invalid(found)


@operation(
    router.get, "/{str:prison}/prisoners/allocation-recommendations", capability=MANAGE, response=Recommendations
)
def recommendations(
    request: HttpRequest, prison: Path[str], policy: Header[str] = Policy.KEY_WORKER.value
) -> dict[str, Any]:
    """A worker for everybody who has none. Nothing is stored. `staff` are given with the loads they start with."""
    proposal = propose(prison.upper(), policy_of(policy), local_time.today())
    by_id = {one.staff_id: one for one in proposal.workers}

    def staff(staff_id: int) -> dict[str, Any]:
        one = by_id[staff_id]
        return {"staff_id": staff_id, "first_name": one.first_name, "last_name": one.last_name}

    return {
        "allocations": [
            {
                "person_identifier": one.person.number,
                "staff": staff(one.staff_id),
                "why": one.why,
                "cautions": list(one.cautions),
            }
            for one in proposal.found.choices
        ],
        "no_available_staff_for": [one.number for one in proposal.found.nobody_for],
        "staff": [
            {**staff(one.staff_id), "allocated": one.load, "capacity": one.capacity} for one in proposal.found.staff
        ],
    }


@operation(router.get, "/{str:prison}/configurations", capability=READ, response=Configuration)
def configuration(
    request: HttpRequest, prison: Path[str], policy: Header[str] = Policy.KEY_WORKER.value
) -> dict[str, Any]:
    """How a prison runs a scheme, with the defaults where nothing was set."""
    return _configuration(prison_read_by(request.actor, prison.upper()), policy_of(policy))


@operation(router.put, "/{str:prison}/configurations", capability=MANAGE, response=Configuration)
def put_configuration(
    request: HttpRequest, prison: Path[str], sent: NewConfiguration, policy: Header[str] = Policy.KEY_WORKER.value
) -> dict[str, Any]:
    """Set how a prison runs a scheme, and whether it does."""
    code, scheme = _prison(prison), policy_of(policy)
    settings_commands.configure(
        request.actor,
        code,
        scheme,
        enabled=sent.is_enabled,
        allow_recommendation=sent.allow_auto_allocation,
        capacity=sent.capacity,
        order=sent.allocation_order,
        frequency=sent.frequency_in_weeks,
        has_high_complexity=sent.has_prisoners_with_high_complexity_needs,
    )
    return _configuration(code, scheme)


@operation(router.get, "/{str:prison}/policies", capability=READ, response=Policies)
def policies(request: HttpRequest, prison: Path[str]) -> dict[str, Any]:
    """Which schemes a prison uses."""
    return _policies(prison_read_by(request.actor, prison.upper()))


@operation(router.put, "/{str:prison}/policies", capability=MANAGE, response=Policies)
def put_policies(request: HttpRequest, prison: Path[str], sent: Policies) -> dict[str, Any]:
    """Switch schemes on and off. A scheme not named stays as it is."""
    code = _prison(prison)
    wanted = {policy_of(one.policy): one.enabled for one in sent.policies}
    now = all_settings_of(code)
    on = [policy for policy in Policy if wanted.get(policy, now[policy].enabled)]
    settings_commands.switch(request.actor, code, on)
    return _policies(code)


@operation(searching.post, "/{str:prison}/prisoners", capability=READ, response=PeopleFound)
def search(
    request: HttpRequest, prison: Path[str], sent: WhoIsWanted, policy: Header[str] = Policy.KEY_WORKER.value
) -> dict[str, Any]:
    """People of a prison with the worker they have. At least one of the three must be given."""
    code, scheme = prison_read_by(request.actor, prison.upper()), policy_of(policy)
    query, location = sent.query.strip(), sent.cell_location_prefix.strip()
    found = rules.problems(query=query, location=location, unallocated=sent.exclude_active_allocations)
    if found:
        raise Invalid(found)
    asked = Asked(query, location, sent.exclude_active_allocations)
    rows, _ = find(code, scheme, asked, today=local_time.today())
    audit.record(
        "KEY_WORK_SEARCHED",
        by=request.actor,
        subject_type="prison",
        subject_id=code,
        details={"policy": str(scheme), "found": len(rows)},
    )
    return {"content": [_person(row) for row in rows]}


def _prison(typed: str) -> str:
    code = typed.upper()
    if not (code.isascii() and code.isalnum() and len(code) <= 6):
        raise Invalid({"prison": "A prison code has up to 6 letters and numbers"})
    return code


def _configuration(prison: str, policy: Policy) -> dict[str, Any]:
    found = settings_of(prison, policy)
    return {
        "is_enabled": found.enabled,
        "allow_auto_allocation": found.allow_recommendation,
        "capacity": found.capacity,
        "frequency_in_weeks": found.frequency_in_weeks,
        "has_prisoners_with_high_complexity_needs": found.has_high_complexity,
        "allocation_order": found.order,
        "version": found.version,
    }


def _policies(prison: str) -> dict[str, Any]:
    return {
        "policies": [
            {"policy": str(policy), "enabled": found.enabled} for policy, found in all_settings_of(prison).items()
        ]
    }


def _person(row: Row) -> dict[str, Any]:
    return {
        "person_identifier": row.number,
        "first_name": row.first_name,
        "last_name": row.last_name,
        "location": row.cell_path,
        "has_high_complexity_of_needs": row.high_complexity,
        "has_allocation_history": row.has_history,
        "staff_member": {"staff_id": row.staff_id, "first_name": row.worker_first, "last_name": row.worker_last}
        if row.staff_id is not None
        else None,
        "relevant_alert_codes": list(row.cautions),
        "remaining_alert_count": row.active_alerts - len(row.cautions),
    }
