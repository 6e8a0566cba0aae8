"""One alert for many people."""

from datetime import datetime

from django.db import transaction
from django.http import HttpRequest
from ninja import Router, Status
from pydantic import Field

from dps.platform import local_time
from dps.platform.api import ApiSchema, operation
from dps.prisoners.alerts.commands import bulk as commands
from dps.prisoners.alerts.models import BulkAlert
from dps.prisoners.alerts.permissions import AlertPermission
from dps.prisoners.alerts.queries import bulk as queries
from dps.prisoners.alerts.rules.bulk import LONGEST_REASON, MOST_PEOPLE, Mode

router = Router(tags=["Bulk alerts"])


class PlanOut(ApiSchema):
    id: int
    alert_code: str
    description: str
    cleanup_mode: str
    people: int
    status: str


class PlanChanged(ApiSchema):
    """What is to change of a plan; what is left out stays."""

    alert_code: str | None = Field(None, min_length=1, max_length=12)
    description: str | None = Field(None, max_length=LONGEST_REASON)
    prison_numbers: list[str] | None = Field(None, max_length=MOST_PEOPLE)
    cleanup_mode: Mode | None = None


class Affects(ApiSchema):
    to_be_created: int
    to_be_updated: int
    already_active: int
    to_be_expired: int


class Progress(ApiSchema):
    id: int
    status: str
    started_at: datetime | None
    completed_at: datetime | None
    people: int
    created: int
    updated: int
    unchanged: int
    expired: int
    failed: int


@operation(router.post, "/plan", capability=AlertPermission.BULK, response={201: PlanOut})
def begin_plan(request: HttpRequest) -> Status[PlanOut]:
    """Begin a plan."""
    return Status(201, _plan(commands.begin(by=request.actor, at=local_time.now())))


@operation(router.get, "/plan/{int:plan}", capability=AlertPermission.BULK, response=PlanOut)
def plan(request: HttpRequest, plan: int) -> PlanOut:
    """One plan, or what became of it."""
    return _plan(queries.plan(plan, by=request.actor))


@operation(router.patch, "/plan/{int:plan}", capability=AlertPermission.BULK, response=PlanOut)
def change_plan(request: HttpRequest, plan: int, changed: PlanChanged) -> PlanOut:
    """Change one's own plan, all of it or nothing."""
    by = request.actor
    with transaction.atomic():
        found = queries.draft(plan, by=by)
        if changed.alert_code is not None or changed.description is not None:
            code = found.code if changed.alert_code is None else changed.alert_code
            reason = found.reason if changed.description is None else changed.description
            commands.choose_alert(plan_id=plan, code=code, reason=reason, by=by)
        if changed.prison_numbers is not None:
            commands.set_people(plan_id=plan, numbers=changed.prison_numbers, by=by)
        if changed.cleanup_mode is not None:
            commands.choose_mode(plan_id=plan, mode=changed.cleanup_mode, by=by)
    return _plan(queries.plan(plan, by=by))


@operation(router.get, "/plan/{int:plan}/affects", capability=AlertPermission.BULK, response=Affects)
def affects(request: HttpRequest, plan: int) -> Affects:
    """What a plan would do as things are now, in people."""
    found = queries.affected(queries.plan(plan, by=request.actor), local_time.today())
    return Affects(
        to_be_created=found.created,
        to_be_updated=found.updated,
        already_active=found.unchanged,
        to_be_expired=found.expired,
    )


@operation(router.post, "/plan/{int:plan}/start", capability=AlertPermission.BULK, response={202: Progress})
def start_plan(request: HttpRequest, plan: int) -> Status[Progress]:
    """Start one's own plan. The work is done in the background."""
    found = commands.start(plan_id=plan, by=request.actor, at=local_time.now(), today=local_time.today())
    return Status(202, _status(found))


@operation(router.get, "/plan/{int:plan}/status", capability=AlertPermission.BULK, response=Progress)
def status(request: HttpRequest, plan: int) -> Progress:
    """How far the work is, and what came of it."""
    return _status(queries.plan(plan, by=request.actor))


def _plan(found: BulkAlert) -> PlanOut:
    return PlanOut(
        id=found.pk,
        alert_code=found.code,
        description=found.reason,
        cleanup_mode=found.mode,
        people=found.people if found.state != BulkAlert.State.DRAFT else found.items.count(),
        status=found.state,
    )


def _status(found: BulkAlert) -> Progress:
    return Progress(
        id=found.pk,
        status=found.state,
        started_at=found.started_at,
        completed_at=found.completed_at,
        people=found.people,
        created=found.created,
        updated=found.updated,
        unchanged=found.unchanged,
        expired=found.expired,
        failed=found.failed,
    )
