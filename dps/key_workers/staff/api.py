"""The workers of a prison for other systems (key-workers.md 7)."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest
from ninja import Header, Path, Query, Router, Status
from pydantic import Field

from dps.estate.queries import agency_name
from dps.identity.accounts.staff import find_staff, staff_member_by_id
from dps.key_workers.figures.queries import WorkerFigures, worker_figures
from dps.key_workers.permissions import KeyWorkPermission
from dps.key_workers.policies import Policy
from dps.key_workers.profile import queries as profile
from dps.key_workers.profile import rules as days
from dps.key_workers.roles import commands as roles
from dps.key_workers.rules import status as rules
from dps.key_workers.rules.figures import months_before
from dps.key_workers.staff import commands, queries
from dps.key_workers.staff.listing import matches
from dps.key_workers.staff.queries import Worker
from dps.key_workers.staff.reference import DOMAINS
from dps.key_workers.through_the_api import CodeAndWords, StaffMember, policy_of
from dps.platform import audit, local_time
from dps.platform.access import Actor
from dps.platform.api import ApiSchema, operation
from dps.platform.web.refusals import Invalid, NotFound

router, searching, reference = (Router(tags=["Key workers"]) for _ in range(3))
READ, MANAGE = KeyWorkPermission.READ_BY_SYSTEM, KeyWorkPermission.MANAGE_BY_SYSTEM
Code = Literal[
    "ACTIVE",
    "UNAVAILABLE_ANNUAL_LEAVE",
    "UNAVAILABLE_LONG_TERM_ABSENCE",
    "UNAVAILABLE_NO_PRISONER_CONTACT",
    "INACTIVE",
]
_KW = Policy.KEY_WORKER.value


class Role(ApiSchema):
    position: str
    schedule_type: str
    hours_per_week: Decimal
    from_date: date | None


class Figures(ApiSchema):
    from_: date = Field(alias="from")
    to: date
    projected_sessions: int
    recorded_sessions: int
    recorded_entries: int
    compliance_rate: Decimal


class WorkerOut(StaffMember):
    status: CodeAndWords
    staff_role: Role
    allocated: int
    capacity: int
    reactivate_on: date | None
    stats: Figures | None = None


class TheirAllocation(ApiSchema):
    person_identifier: str
    location: str
    allocated_at: datetime
    last_session_on: date | None
    next_due_on: date | None
    recorded_sessions: int


class WorkerDetails(WorkerOut):
    prison: CodeAndWords
    comparison: Figures | None
    allocations: list[TheirAllocation]


class WorkersFound(ApiSchema):
    content: list[WorkerOut]


class WhoIsWanted(ApiSchema):
    query: str = Field("", max_length=100, description="Every word begins the first or the last name")
    status: Code | None = None


class With(ApiSchema):
    include_stats: bool = False


class StaffWanted(ApiSchema):
    query: str = Field(min_length=1, max_length=200, description="A name, a work e-mail address or a user name")
    has_policy_staff_role: bool | None = Field(None, description="Only holders of the job role, or only the others")


class StaffAccount(StaffMember):
    username: str
    email: str


class StaffFound(ApiSchema):
    content: list[StaffAccount]


class Days(ApiSchema):
    from_: date | None = Field(None, alias="from")
    to: date | None = None
    comparison_from: date | None = None
    comparison_to: date | None = None


class NewRole(ApiSchema):
    position: str = Field("PRO", max_length=12)
    schedule_type: Literal["FT", "PT"]


class WorkerChanged(ApiSchema):
    status: Code
    capacity: int = Field(ge=1, le=999)
    reactivate_on: date | None = None
    staff_role: NewRole | None = Field(None, description="Makes somebody a worker who is not, or changes the pattern")
    deactivate_active_allocations: bool = False


class EventsWanted(ApiSchema):
    from_: date = Field(alias="from")
    to: date
    page: int = Field(0, ge=0, le=100_000)
    size: int = Field(100, ge=1, le=500)


class EventOut(ApiSchema):
    id: UUID
    person_identifier: str
    type: str
    occurred_at: datetime
    created_at: datetime
    text: str
    amendments: int


class EventsFound(ApiSchema):
    content: list[EventOut]
    total_elements: int


@operation(searching.post, "/{str:prison}/staff-allocations", capability=MANAGE, response=WorkersFound)
def workers(
    request: HttpRequest, prison: Path[str], sent: WhoIsWanted, wanted: Query[With], policy: Header[str] = _KW
) -> dict[str, Any]:
    """The workers of a prison by name. `includeStats`: with their figures of the last month."""
    code, scheme, today = prison.upper(), policy_of(policy), local_time.today()
    found = [
        one
        for one in queries.workers(code, scheme, today)
        if matches(one.first_name, one.last_name, sent.query) and (sent.status is None or one.status == sent.status)
    ]
    first = months_before(today, 1)
    figures = (
        worker_figures(code, scheme, [one.staff_id for one in found], first, today) if wanted.include_stats else {}
    )
    return {
        "content": [
            {**_worker(one), "stats": _figures(figures[one.staff_id], first, today) if figures else None}
            for one in found
        ]
    }


@operation(searching.post, "/{str:prison}/staff", capability=MANAGE, response=StaffFound)
def staff(request: HttpRequest, prison: Path[str], sent: StaffWanted, policy: Header[str] = _KW) -> dict[str, Any]:
    """Active accounts of staff of a prison, whether or not they hold the job role; at most 100, by name."""
    code, scheme = prison.upper(), policy_of(policy)
    holders = {one.staff_id for one in queries.workers(code, scheme, local_time.today())}
    found = find_staff(code, sent.query, without=holders if sent.has_policy_staff_role is False else ())
    if sent.has_policy_staff_role:
        found = [one for one in found if one.staff_id in holders]
    return {
        "content": [
            {
                "staff_id": one.staff_id,
                "first_name": one.first_name,
                "last_name": one.last_name,
                "username": one.username,
                "email": one.email,
            }
            for one in found
        ]
    }


@operation(
    searching.post, "/{str:prison}/staff/{int:staff_id}/recorded-events", capability=MANAGE, response=EventsFound
)
def recorded_events(
    request: HttpRequest,
    prison: Path[str],
    sent: EventsWanted,
    staff_id: Path[int],
    policy: Header[str] = _KW,
) -> dict[str, Any]:
    """Sessions and entries one worker wrote about people who are at the prison now, newest first. Recorded."""
    code, scheme = prison.upper(), policy_of(policy)
    queries.known_worker(code, scheme, staff_id)
    found, total = profile.notes(
        code,
        scheme,
        staff_id,
        from_=max(sent.from_, days.EARLIEST),
        to=min(sent.to, local_time.today()),
        sort="-happened",
        sensitive=False,
        start=sent.page * sent.size,
        size=sent.size,
    )
    details = {"prison": code, "policy": str(scheme), "people": sorted({one.number for one in found})}
    audit.record(
        "KEY_WORKER_NOTES_VIEWED", by=request.actor, subject_type="staff", subject_id=str(staff_id), details=details
    )
    return {
        "content": [
            {
                "id": one.note_id,
                "person_identifier": one.number,
                "type": one.type,
                "occurred_at": one.occurred_at,
                "created_at": one.created_at,
                "text": one.text,
                "amendments": one.amendments,
            }
            for one in found
        ],
        "total_elements": total,
    }


@operation(router.get, "/{str:prison}/staff/{int:staff_id}", capability=MANAGE, response=WorkerDetails)
def worker(
    request: HttpRequest,
    prison: Path[str],
    asked: Query[Days],
    staff_id: Path[int],
    policy: Header[str] = _KW,
) -> dict[str, Any]:
    """One worker, their figures of some days (the last month when none are given) and the people they look after."""
    code, scheme, today = prison.upper(), policy_of(policy), local_time.today()
    one = queries.known_worker(code, scheme, staff_id)
    other = (asked.comparison_from, asked.comparison_to)
    if found := days.problems(asked.from_, asked.to, other, today):
        names = {"compared_from": "comparisonFrom", "compared_to": "comparisonTo"}
        raise Invalid({names.get(name, name): words for name, words in found.items()})
    chosen = days.chosen(asked.from_, asked.to, other, today)
    now = worker_figures(code, scheme, [staff_id], chosen.from_, chosen.to)[staff_id]
    before = worker_figures(code, scheme, [staff_id], chosen.compared_from, chosen.compared_to)[staff_id]
    people = profile.people(code, scheme, [staff_id], today=today, from_=chosen.from_, to=chosen.to)
    return {
        **_worker(one),
        "prison": {"code": code, "description": agency_name(code)},
        "stats": _figures(now, chosen.from_, chosen.to),
        "comparison": _figures(before, chosen.compared_from, chosen.compared_to),
        "allocations": [
            {
                "person_identifier": person.number,
                "location": person.cell_path,
                "allocated_at": person.allocated_at,
                "last_session_on": person.last_session_on,
                "next_due_on": person.next_due_on,
                "recorded_sessions": person.sessions,
            }
            for person in people
        ],
    }


@operation(router.put, "/{str:prison}/staff/{int:staff_id}", capability=MANAGE, response={204: None})
def put_worker(
    request: HttpRequest,
    prison: Path[str],
    sent: WorkerChanged,
    staff_id: Path[int],
    policy: Header[str] = _KW,
) -> Any:
    """Change a worker, or make somebody one. All or nothing. No `reactivateOn` clears it."""
    code, scheme = prison.upper(), policy_of(policy)
    with transaction.atomic():
        _role(request.actor, code, scheme, staff_id, sent)
        _rest(request.actor, code, scheme, queries.known_worker(code, scheme, staff_id), sent)
    return Status(204, None)


@operation(router.delete, "/{str:prison}/staff/{int:staff_id}", capability=MANAGE, response={204: None})
def delete_worker(request: HttpRequest, prison: Path[str], staff_id: Path[int], policy: Header[str] = _KW) -> Any:
    """Take the job role away: their people at the prison are deallocated."""
    roles.remove(request.actor, prison.upper(), policy_of(policy), staff_id)
    return Status(204, None)


@operation(reference.get, "/{str:domain}", capability=READ, response=list[CodeAndWords])
def reference_data(request: HttpRequest, domain: str) -> list[dict[str, str]]:
    """One coded list: staff-status, allocation-reason, deallocation-reason, recorded-event, schedule-type,
    staff-position or complexity-of-need, in order."""
    if domain not in DOMAINS:
        raise NotFound(domain[:60])
    return [{"code": code, "description": words} for code, words in DOMAINS[domain].items()]


def _role(actor: Actor, prison: str, policy: Policy, staff_id: int, sent: WorkerChanged) -> None:
    if sent.staff_role is None:
        return
    held = queries.worker(prison, policy, staff_id)
    if held is None:
        member = staff_member_by_id(prison, staff_id)
        if member is None:
            raise NotFound(f"no active account of {staff_id} at {prison}")
        roles.give(
            actor,
            prison,
            policy,
            member.username,
            is_officer=sent.staff_role.position == roles.POSITION,
            schedule_type=sent.staff_role.schedule_type,
            capacity=sent.capacity,
        )
    elif held.schedule_type != sent.staff_role.schedule_type:
        commands.change_pattern(actor, prison, policy, staff_id, sent.staff_role.schedule_type)


def _rest(actor: Actor, prison: str, policy: Policy, now: Worker, sent: WorkerChanged) -> None:
    if now.capacity != sent.capacity:
        commands.change_capacity(actor, prison, policy, now.staff_id, sent.capacity)
    people = rules.People.DEALLOCATE if sent.deactivate_active_allocations else rules.People.KEEP
    change = rules.Change(rules.Status(sent.status), people, sent.reactivate_on)
    if (now.status, now.reactivate_on) != (change.status, rules.return_kept(change)):
        try:
            commands.change_status(actor, prison, policy, now.staff_id, change)
        except Invalid as refused:
            names = {"back_on": "reactivateOn", "people": "deactivateActiveAllocations"}
            raise Invalid({names.get(name, name): words for name, words in refused.problems.items()}) from None


def _worker(one: Worker) -> dict[str, Any]:
    status = rules.status_of(one.status)
    return {
        "staff_id": one.staff_id,
        "first_name": one.first_name,
        "last_name": one.last_name,
        "status": {"code": one.status, "description": rules.WORDS[status] if status else one.status},
        "staff_role": {
            "position": one.position,
            "schedule_type": one.schedule_type,
            "hours_per_week": one.hours_per_week,
            "from_date": one.from_date,
        },
        "allocated": one.allocated,
        "capacity": one.capacity,
        "reactivate_on": one.reactivate_on,
    }


def _figures(found: WorkerFigures, from_: date, to: date) -> dict[str, Any]:
    return {
        "from": from_,
        "to": to,
        "projected_sessions": found.projected,
        "recorded_sessions": found.sessions,
        "recorded_entries": found.entries,
        "compliance_rate": found.compliance,
    }
