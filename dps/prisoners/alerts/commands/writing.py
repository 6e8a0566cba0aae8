"""What every change of an alert has in common: the person's lock, one active alert of a code, and what is recorded."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from dps.estate import queries as estate
from dps.platform import audit, events
from dps.platform.access import Actor
from dps.platform.web.refusals import Conflict, Invalid, NotAllowed, NotFound
from dps.prisoners.alerts.models import EndTold, PrivilegedUser, RestrictedCode
from dps.prisoners.alerts.rules import writing as rules
from dps.prisoners.alerts.rules.codes import codes_changed
from dps.prisoners.alerts.rules.writing import Action, is_active
from dps.prisoners.changes import recording
from dps.prisoners.changes.recording import Made
from dps.prisoners.models import Alert, SearchRecord

KIND, AREA = "alert", "ALERTS"
FIELDS = ("type", "code", "description", "authorised_by", "active_from", "active_to")
Values = dict[str, Any]
Stood = tuple[str, bool, bool]
"""An alert that changed: its code, whether it was active, whether it is."""


class AlreadyHas(Conflict):
    """The person has an active alert of this code; `alert_id` says which."""

    def __init__(self, code: str, alert_id: UUID) -> None:
        self.alert_id = alert_id
        super().__init__(f"{rules.ALREADY_HAS}: {code} is active as alert {alert_id}")


class AlreadyClosed(Conflict):
    """The alert is inactive: it can be neither changed nor closed, nor made active again."""

    def __init__(self) -> None:
        super().__init__(rules.ALREADY_CLOSED)


@dataclass(frozen=True, slots=True)
class Written:
    """One alert that was changed: its fields before and after, none when it was added or deleted."""

    alert: Alert
    before: Values | None
    after: Values | None
    action: Action


def fields_of(alert: Alert) -> Values:
    """The fields whose history is kept."""
    return {field: getattr(alert, field) for field in FIELDS}


def require_code(code: str, by: Actor, *, centrally: bool) -> None:
    """Refuse whoever may not write alerts of this code. Two statements. Raises NotAllowed."""
    restricted = RestrictedCode.objects.filter(pk=code).exists()
    privileged = set(PrivilegedUser.objects.filter(code=code).values_list("username", flat=True)) if restricted else ()
    if not rules.may_write_code(code, by.username, centrally=centrally, restricted=restricted, privileged=privileged):
        raise NotAllowed(f"alerts of the code {code}")


def type_of(code: str, *, inactive_too: bool = False, of_any_type: bool = True) -> str:
    """The type of a code that may be given. `of_any_type`: also of a type that is out of use. Raises Invalid."""
    found = estate.code_in("ALERT_CODE", code)
    if found is None or (not found.active and not inactive_too):
        raise Invalid({"code": rules.CHOOSE_ALERT})
    if not of_any_type:
        kind = estate.code_in("ALERT", found.parent)
        if kind is None or not kind.active:
            raise Invalid({"code": rules.CHOOSE_ALERT})
    return found.parent


def create(
    number: str,
    *,
    type: str,
    code: str,
    description: str,
    authorised_by: str,
    starts: date,
    ends: date | None,
    by: Actor,
    at: datetime,
    today: date,
    reason: str = "",
) -> Alert:
    """Add an alert of somebody whose lock is held. Raises AlreadyHas when one of this code is active."""
    same = [
        alert
        for alert in Alert.objects.filter(person_id=number, code=code, deleted_at=None).order_by("active_from", "id")
        if is_active(alert.active_to, today)
    ]
    if same and is_active(ends, today):
        raise AlreadyHas(code, same[0].pk)
    alert = Alert.objects.create(
        person_id=number,
        type=type,
        code=code,
        description=description,
        authorised_by=authorised_by,
        active_from=starts,
        active_to=ends,
        prison_when_created=SearchRecord.objects.filter(pk=number).values_list("agency", flat=True).first() or "",
        created_at=at,
        created_by=by.username,
        ended_at=at if ends else None,
        ended_by=by.username if ends else "",
    )
    record(number, [Written(alert, None, fields_of(alert), Action.CREATED)], by=by, at=at, today=today, reason=reason)
    return alert


def change(
    alerts: Sequence[tuple[Alert, Mapping[str, Any]]], *, by: Actor, at: datetime, today: date, reason: str = ""
) -> bool:
    """Give alerts of one person, whose lock is held, other values of their fields. Says whether anything changed."""
    written = []
    for alert, values in alerts:
        before = fields_of(alert)
        after = {**before, **values}
        if before == after:
            continue
        for field, value in values.items():
            setattr(alert, field, value)
        alert.modified_at, alert.modified_by, alert.version = at, by.username, alert.version + 1
        if before["active_to"] != after["active_to"]:
            alert.ended_at, alert.ended_by = (at, by.username) if alert.active_to else (None, "")
        alert.save(update_fields=[*values, "modified_at", "modified_by", "version", "ended_at", "ended_by"])
        action = rules.action_of(is_active(before["active_to"], today), is_active(after["active_to"], today))
        written.append(Written(alert, before, after, action))
    if written:
        record(written[0].alert.person_id, written, by=by, at=at, today=today, reason=reason)
    return bool(written)


def delete(alert: Alert, *, by: Actor, at: datetime, today: date, reason: str) -> None:
    """Take an alert of somebody whose lock is held out of the record. It is kept, and seen no more."""
    before = fields_of(alert)
    alert.deleted_at, alert.modified_at, alert.modified_by, alert.version = at, at, by.username, alert.version + 1
    alert.save(update_fields=["deleted_at", "modified_at", "modified_by", "version"])
    written = [Written(alert, before, None, Action.DELETED)]
    record(alert.person_id, written, by=by, at=at, today=today, reason=reason)


def locked(alert_id: UUID) -> Alert:
    """An alert with its person locked until the transaction ends. Raises NotFound, also for a deleted one."""
    number = Alert.objects.filter(pk=alert_id, deleted_at=None).values_list("person_id", flat=True).first()
    if number is None:
        raise NotFound(str(alert_id))
    recording.lock_person(number)
    alert = Alert.objects.filter(pk=alert_id, person_id=number, deleted_at=None).first()
    if alert is None:
        raise NotFound(str(alert_id))
    return alert


def record(number: str, written: Sequence[Written], *, by: Actor, at: datetime, today: date, reason: str = "") -> None:
    """History, audit, search, NOMIS and events of what was done to alerts of one person."""
    booking = SearchRecord.objects.filter(pk=number).values_list("booking_id", flat=True).first()
    for action in Action:
        made = [
            Made(KIND, str(one.alert.pk), one.before, one.after, booking) for one in written if one.action == action
        ]
        if made:
            recording.record(number, made, by=by, area=AREA, action=f"ALERT_{action}", reason=reason)
    for one in written:
        tell(one, by=by, at=at, today=today, reason=reason)
    changed = {
        one.alert.pk: (one.alert.code, _in_force(one.before, today), _in_force(one.after, today)) for one in written
    }
    tell_person(number, changed, at=at, today=today)


_EVENTS = {
    Action.CREATED: "person.alert.created",
    Action.UPDATED: "person.alert.updated",
    Action.INACTIVE: "person.alert.inactive",
    Action.DELETED: "person.alert.deleted",
}


def tell(one: Written, *, by: Actor, at: datetime, today: date, reason: str = "") -> None:
    """The entry in the audit of the alert itself, and its event."""
    alert = one.alert
    words = {Action.CREATED: "Alert created", Action.DELETED: "Alert deleted"}.get(one.action) or (
        rules.changes_in_words(one.before or {}, one.after or {}) or "Alert became inactive"
    )
    audit.record(
        f"ALERT_{one.action}",
        by=by,
        subject_type="alert",
        subject_id=str(alert.pk),
        details={
            "prisonNumber": alert.person_id,
            "code": alert.code,
            "text": words,
            "source": events.Source.DPS,
            **({"reason": reason} if reason else {}),
        },
        at=at,
    )
    publish(one.action, alert, at=at)
    ended = one.after is not None and not is_active(alert.active_to, today)
    if ended and one.action == Action.CREATED:
        publish(Action.INACTIVE, alert, at=at)
    if ended:
        told_to_have_ended(alert, at=at)


def publish(action: Action, alert: Alert, *, at: datetime, source: events.Source = events.Source.DPS) -> None:
    """The event of one alert (apis-events-documents.md 2)."""
    data = {"alertUuid": str(alert.pk), "alertCode": alert.code, "source": str(source)}
    events.publish(_EVENTS[action], subject=alert.person_id, data=data, source=source, at=at)


def told_to_have_ended(alert: Alert, *, at: datetime) -> None:
    """That the end of an alert was told of, so that it is not told again when its day comes."""
    if alert.active_to is not None:
        EndTold.objects.get_or_create(alert_id=alert.pk, active_to=alert.active_to, defaults={"at": at})


def _in_force(fields: Values | None, today: date) -> bool:
    return fields is not None and is_active(fields["active_to"], today)


def _going_on(number: str, changed: Mapping[UUID, Stood], today: date) -> list[Stood]:
    """The active alerts of the codes in question that did not change. At most one statement."""
    in_question = {code for code, was, now in changed.values() if was != now}
    if not in_question:
        return []
    others = Alert.objects.filter(person_id=number, code__in=in_question, deleted_at=None).exclude(pk__in=changed)
    return [(alert.code, True, True) for alert in others if is_active(alert.active_to, today)]


def tell_person(
    number: str,
    changed: Mapping[UUID, Stood],
    *,
    at: datetime,
    today: date,
    source: events.Source = events.Source.DPS,
) -> None:
    """The events of the person: once, however many of their alerts changed. `changed`: how each stood and stands, by
    its id. A code that another alert of theirs goes on with is told to be neither added nor removed."""
    data = {"source": str(source)}
    events.publish("person.alerts.changed", subject=number, data=data, source=source, at=at)
    added, removed = codes_changed([*changed.values(), *_going_on(number, changed, today)])
    if added or removed:
        codes = {"alertsAdded": added, "alertsRemoved": removed}
        events.publish("prisoner.alerts-updated", subject=number, data=codes, source=source, at=at)


def audit_review(alert: Alert, *, by: Actor, at: datetime) -> None:
    """That somebody looked at an alert and left it as it is."""
    audit.record(
        "ALERT_REVIEWED",
        by=by,
        subject_type="alert",
        subject_id=str(alert.pk),
        details={"prisonNumber": alert.person_id, "code": alert.code, "text": "Looked at; still holds"},
        at=at,
    )
