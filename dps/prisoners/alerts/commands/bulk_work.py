"""Doing a bulk alert that was started, a few people a transaction: killed at any moment, it goes on where it was."""

from datetime import datetime

import structlog
from django.db import connection, transaction

from dps.identity.accounts.commands import actor_of
from dps.identity.models import Account
from dps.platform import audit
from dps.platform.access import Actor, holds
from dps.platform.events.publish import signal_live
from dps.platform.jobs import steps
from dps.platform.web.refusals import NotAllowed, Refusal
from dps.prisoners.alerts.commands import writing
from dps.prisoners.alerts.models import BulkAlert, BulkAlertPerson
from dps.prisoners.alerts.permissions import AlertPermission
from dps.prisoners.alerts.rules import bulk as rules
from dps.prisoners.alerts.rules.bulk import Mode, Outcome
from dps.prisoners.alerts.rules.writing import is_active
from dps.prisoners.changes.recording import lock_person
from dps.prisoners.models import Alert

log = structlog.get_logger("dps.prisoners.alerts")
BULK_ALERTS = Actor(username="BULK_ALERTS", display_name="Bulk Alerts Operation")
PEOPLE_A_TRANSACTION = 20
State = BulkAlertPerson.State
_COUNTED = {State.CREATE: "created", State.UPDATE: "updated", State.UNCHANGED: "unchanged", State.EXPIRE: "expired"}


def topic(plan_id: int) -> str:
    """What an open page about a bulk alert listens to."""
    return f"bulk-alerts-{plan_id}"


@transaction.atomic
def do_some(*, plan_id: int, at: datetime) -> bool:
    """Do the next few people in one transaction. True when none is left."""
    plan = BulkAlert.objects.select_for_update().filter(pk=plan_id).first()
    if plan is None or plan.state in (BulkAlert.State.DRAFT, BulkAlert.State.COMPLETE):
        return True
    if plan.state == BulkAlert.State.WAITING:
        _add_those_who_lose_it(plan)
        plan.people = plan.items.count()
        plan.state = BulkAlert.State.RUNNING
    else:
        items = list(plan.items.filter(state=State.WAITING).order_by("number")[:PEOPLE_A_TRANSACTION])
        _do(plan, items, at)
        if len(items) < PEOPLE_A_TRANSACTION:
            _complete(plan, at)
    plan.moved_at = at
    plan.save()
    signal_live([topic(plan.pk)])
    return plan.state == BulkAlert.State.COMPLETE


def lost(at: datetime) -> list[int]:
    """Started bulk alerts at which nothing was done for ten minutes: their job is no more."""
    unfinished = BulkAlert.objects.filter(state__in=[BulkAlert.State.WAITING, BulkAlert.State.RUNNING])
    return steps.lost(unfinished, at)


def _add_those_who_lose_it(plan: BulkAlert) -> None:
    if plan.mode != Mode.EXPIRE:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO prisoner_alerts_bulkalertperson (plan_id, number, named, state, reason)
               SELECT DISTINCT %(plan)s, a.person_id, false, 'WAITING', '' FROM prisoners_alert a
                WHERE a.code = %(code)s AND a.deleted_at IS NULL
                  AND (a.active_to IS NULL OR a.active_to > %(today)s)
                ON CONFLICT DO NOTHING""",
            {"plan": plan.pk, "code": plan.code, "today": plan.starts_on},
        )


def _do(plan: BulkAlert, items: list[BulkAlertPerson], at: datetime) -> None:
    refusal = _why_not(plan)
    for item in items:
        item.state, item.reason = (State.ERROR, refusal) if refusal else _one(plan, item, at)
        item.done_at = at
        counted = _COUNTED.get(State(item.state), "failed")
        setattr(plan, counted, getattr(plan, counted) + 1)
    BulkAlertPerson.objects.bulk_update(items, ["state", "reason", "done_at"])


def _why_not(plan: BulkAlert) -> str:
    """Whether whoever planned it may still do so. Systems have no account here: their token was asked."""
    account = Account.objects.filter(username=plan.planned_by).first()
    if account is None:
        return ""
    by = actor_of(account)
    words = f"{plan.planned_by} may no longer do this"
    if account.inactive or not holds(by, AlertPermission.BULK):
        return words
    try:
        writing.require_code(plan.code, by, centrally=True)
    except NotAllowed:
        return words
    return ""


def _one(plan: BulkAlert, item: BulkAlertPerson, at: datetime) -> tuple[str, str]:
    def why(refused: Refusal) -> str:
        words = str(refused)
        return "This number is no longer in use" if words == item.number else words[:200]

    done, words = steps.one_of_many(
        lambda: _write(plan, item, at),
        why=why,
        fault=lambda failure: log.error(
            "bulk alert failed for one", plan=plan.pk, item=item.pk, kind=type(failure).__name__
        ),
    )
    return (State.ERROR, words) if done is None else (done, "")


def _write(plan: BulkAlert, item: BulkAlertPerson, at: datetime) -> str:
    lock_person(item.number)
    today = plan.starts_on or at.date()
    alerts = Alert.objects.filter(person_id=item.number, code=plan.code, deleted_at=None).order_by("-active_from", "id")
    active = [alert for alert in alerts if is_active(alert.active_to, today)]
    what = rules.outcome([alert.active_to for alert in active], named=item.named, mode=plan.mode, today=today)
    reason = f"Bulk alert {plan.pk}, planned by {plan.planned_by}"
    if what == Outcome.CREATE:
        writing.create(
            item.number, type=plan.type, code=plan.code, description=plan.reason, authorised_by="", starts=today,
            ends=None, by=BULK_ALERTS, at=at, today=today, reason=reason,
        )  # fmt: skip
    elif what == Outcome.UPDATE:
        writing.change([(active[0], {"active_to": None})], by=BULK_ALERTS, at=at, today=today, reason=reason)
    elif what == Outcome.EXPIRE:
        values = [(alert, {"active_to": today}) for alert in active]
        writing.change(values, by=BULK_ALERTS, at=at, today=today, reason=reason)
    return State.UNCHANGED if what == Outcome.NOTHING else State(what.value)


def _complete(plan: BulkAlert, at: datetime) -> None:
    plan.state, plan.completed_at = BulkAlert.State.COMPLETE, at
    audit.record(
        "BULK_ALERTS_COMPLETED",
        by=BULK_ALERTS,
        subject_type="bulk_alert",
        subject_id=str(plan.pk),
        details={
            "plannedBy": plan.planned_by,
            "code": plan.code,
            **{name: getattr(plan, name) for name in (*_COUNTED.values(), "failed")},
        },
        at=at,
    )
