"""A person's alerts and single ones."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Path, Query, Router, Status
from pydantic import Field, field_validator

from dps.estate import queries as estate
from dps.platform import audit, local_time
from dps.platform.access import Actor
from dps.platform.api import ApiSchema, Page, PageWanted, operation
from dps.platform.web.refusals import Invalid, NotFound
from dps.prisoners.alerts.commands import administration, profile
from dps.prisoners.alerts.permissions import AlertPermission
from dps.prisoners.alerts.queries import listing
from dps.prisoners.alerts.queries import sent as queries
from dps.prisoners.alerts.queries.reach import known_to, require_person
from dps.prisoners.alerts.rules import writing as rules
from dps.prisoners.models import Alert
from dps.prisoners.rules.access import Part

of_person, single, searching = (Router(tags=["Alerts"]) for _ in range(3))
MOST_NUMBERS = 1000
_CODE = Field(min_length=1, max_length=12)


class CodeSummary(ApiSchema):
    alert_type_code: str
    alert_type_description: str
    code: str
    description: str


class AlertOut(ApiSchema):
    alert_uuid: UUID
    prison_number: str
    alert_code: CodeSummary
    description: str
    authorised_by: str
    active_from: date
    active_to: date | None
    is_active: bool = Field(description="Active to is none or after today (Europe/London)")
    prison_code_when_created: str
    created_at: datetime
    created_by: str
    created_by_display_name: str
    last_modified_at: datetime | None
    last_modified_by: str
    active_to_last_set_at: datetime | None
    active_to_last_set_by: str
    version: int


class NewAlert(ApiSchema):
    alert_code: str = _CODE
    description: str = Field("", max_length=rules.LONGEST_COMMENT)
    authorised_by: str = Field("", max_length=rules.LONGEST_AUTHORISER)
    active_from: date | None = Field(None, description="Today when none")
    active_to: date | None = None


class How(ApiSchema):
    allow_inactive_code: bool = False


class ChangedAlert(ApiSchema):
    description: str | None = Field(None, max_length=rules.LONGEST_COMMENT, description="None leaves it, '' clears it")
    authorised_by: str | None = Field(
        None, max_length=rules.LONGEST_AUTHORISER, description="None leaves it, '' clears it"
    )
    active_from: date | None = Field(None, description="None leaves it")
    active_to: date | None = Field(None, description="None takes the end date away")


class AlertsWanted(PageWanted):
    is_active: bool | None = None
    alert_type: str = Field("", max_length=400, description="Types, separated by commas")
    alert_code: str = Field("", max_length=1000, description="Codes, separated by commas")
    active_from_start: date | None = Field(None, description="The earliest start date")
    active_from_end: date | None = Field(None, description="The latest start date")
    search: str = Field("", max_length=200, description="Words in the description or in who authorised it")
    sort: str = Field("activeFrom,desc", description="activeFrom,desc (the default) or activeFrom,asc")

    @field_validator("search", "alert_type", "alert_code")
    @classmethod
    def _storable(cls, typed: str) -> str:
        if "\x00" in typed:
            raise ValueError("NUL in text")
        return typed

    @field_validator("sort")
    @classmethod
    def _known_order(cls, sort: str) -> str:
        if sort not in queries.SORTS:
            raise ValueError(f"sort by one of {', '.join(queries.SORTS)}")
        return sort


class PrisonNumbers(ApiSchema):
    prison_numbers: list[str] = Field(min_length=1, max_length=MOST_NUMBERS)
    include_inactive: bool = False


class AlertsFound(ApiSchema):
    content: list[AlertOut]


class Deletion(ApiSchema):
    reason: str = Field(min_length=1, max_length=administration.LONGEST_DELETE_REASON)


class Deleted(ApiSchema):
    alert_uuid: UUID


def _upper(number: str) -> str:
    return number.upper() if number.isascii() else number


@operation(of_person.get, "", capability=AlertPermission.SEE, response=Page[AlertOut])
def alerts_of(request: HttpRequest, number: Path[str], wanted: Query[AlertsWanted]) -> dict[str, Any]:
    """One person's alerts. Recorded."""
    number = _upper(number)
    require_person(number, request.actor, AlertPermission.SEE, Part.BASIC)
    _viewed(number, request.actor)
    found, total = queries.found(
        number,
        queries.Wanted(
            wanted.is_active,
            _list(wanted.alert_type),
            _list(wanted.alert_code),
            wanted.active_from_start,
            wanted.active_from_end,
            wanted.search.strip(),
            wanted.sort,
        ),
        today=local_time.today(),
        start=wanted.offset,
        size=wanted.size,
    )
    return {
        "content": _out(found),
        "number": wanted.page,
        "size": wanted.size,
        "total_elements": total,
        "total_pages": -(-total // wanted.size),
    }


@operation(of_person.post, "", capability=AlertPermission.EDIT, response={201: AlertOut})
def add_alert(request: HttpRequest, number: Path[str], new: NewAlert, how: Query[How]) -> Status[AlertOut]:
    """Add an alert. 409 names the active alert of the same code. `allowInactiveCode` is for a migration."""
    number = _upper(number)
    require_person(number, request.actor, AlertPermission.EDIT, Part.EDIT_ALERTS)
    made = profile.add_sent(
        number=number,
        code=new.alert_code,
        description=new.description,
        authorised_by=new.authorised_by,
        starts=new.active_from,
        ends=new.active_to,
        inactive_code=how.allow_inactive_code,
        by=request.actor,
        at=local_time.now(),
        today=local_time.today(),
    )
    return Status(201, _out([made])[0])


@operation(searching.post, "/prison-numbers", capability=AlertPermission.SEE, response=AlertsFound)
def alerts_of_many(request: HttpRequest, asked: PrisonNumbers) -> AlertsFound:
    """The alerts of up to 1,000 people, active ones unless told otherwise. Those one may not know of are left out."""
    numbers = sorted({_upper(number.strip()) for number in asked.prison_numbers})
    known = known_to(numbers, request.actor, AlertPermission.SEE)
    found = queries.of_many(known, inactive_too=asked.include_inactive, today=local_time.today())
    details = {"numbers": known, "alerts": len(found)}
    audit.record("ALERTS_SEARCHED", by=request.actor, subject_type="prisoner", details=details)
    return AlertsFound(content=_out(found))


@operation(single.get, "/{uuid:alert}", capability=AlertPermission.SEE, response=AlertOut)
def one_alert(request: HttpRequest, alert: UUID) -> AlertOut:
    """One alert. Recorded."""
    found = _known(alert, request.actor, AlertPermission.SEE, Part.BASIC)
    _viewed(found.person_id, request.actor)
    return _out([found])[0]


@operation(single.put, "/{uuid:alert}", capability=AlertPermission.EDIT, response=AlertOut)
def change_alert(request: HttpRequest, alert: UUID, changed: ChangedAlert) -> AlertOut:
    """Change an alert. An inactive one is not made active again: 409."""
    _known(alert, request.actor, AlertPermission.EDIT, Part.EDIT_ALERTS)
    made = profile.change_sent(
        alert_id=alert,
        sent=profile.Sent(changed.description, changed.authorised_by, changed.active_from, changed.active_to),
        by=request.actor,
        at=local_time.now(),
        today=local_time.today(),
    )
    return _out([made])[0]


@operation(single.delete, "/{uuid:alert}", capability=AlertPermission.DELETE, response=Deleted)
def delete_alert(request: HttpRequest, alert: UUID, deletion: Deletion) -> Deleted:
    """Delete an alert, for a reason. It is kept with its history, and seen no more."""
    administration.delete(
        alert_id=alert, reason=deletion.reason, by=request.actor, at=local_time.now(), today=local_time.today()
    )
    return Deleted(alert_uuid=alert)


def _known(alert_id: UUID, by: Actor, capability: AlertPermission, part: Part) -> Alert:
    found = Alert.objects.filter(pk=alert_id, deleted_at=None).first()
    if found is None:
        raise NotFound(str(alert_id))
    require_person(found.person_id, by, capability, part)
    return found


def _viewed(number: str, by: Actor) -> None:
    audit.record(
        "PRISONER_VIEWED", by=by, subject_type="prisoner", subject_id=number, details={"page": "alerts, by the API"}
    )


def _list(typed: str) -> tuple[str, ...]:
    given = tuple(part.strip().upper() for part in typed.split(",") if part.strip())
    if any(not part.isascii() or not part.isalnum() for part in given):
        raise Invalid({"": "Codes are capital letters and digits"})
    return given


def _out(alerts: list[Alert]) -> list[AlertOut]:
    today, names = local_time.today(), listing.names_of([alert.created_by for alert in alerts])
    return [
        AlertOut(
            alert_uuid=alert.pk,
            prison_number=alert.person_id,
            alert_code=CodeSummary(
                alert_type_code=alert.type,
                alert_type_description=estate.label("ALERT", alert.type),
                code=alert.code,
                description=estate.label("ALERT_CODE", alert.code),
            ),
            description=alert.description,
            authorised_by=alert.authorised_by,
            active_from=alert.active_from,
            active_to=alert.active_to,
            is_active=rules.is_active(alert.active_to, today),
            prison_code_when_created=alert.prison_when_created,
            created_at=alert.created_at,
            created_by=alert.created_by,
            created_by_display_name=names.get(alert.created_by, alert.created_by),
            last_modified_at=alert.modified_at,
            last_modified_by=alert.modified_by,
            active_to_last_set_at=alert.ended_at,
            active_to_last_set_by=alert.ended_by,
            version=alert.version,
        )
        for alert in alerts
    ]
