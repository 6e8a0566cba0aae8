"""Doing a confirmed change, a few assignments a transaction: killed at any moment, it goes on where it was."""

from datetime import date, datetime

import structlog
from django.db import connection, transaction

from dps.identity.accounts import access
from dps.identity.accounts.commands import actor_of
from dps.identity.models import Account
from dps.identity.users.bulk import rules
from dps.identity.users.bulk.commands import allowed_roles
from dps.identity.users.bulk.permissions import BulkPermission
from dps.identity.users.models import BulkChange, BulkChangeItem
from dps.platform import audit
from dps.platform.access import Actor, holds
from dps.platform.events.publish import signal_live
from dps.platform.jobs import steps

log = structlog.get_logger("dps.users.bulk")
ITEMS_A_TRANSACTION = 20
State = BulkChangeItem.State
Outcome = tuple[BulkChangeItem.State, str]


def topic(change_id: int) -> str:
    """What an open page about a change listens to."""
    return f"bulk-change-{change_id}"


@transaction.atomic
def do_some(*, change_id: int, at: datetime, today: date) -> bool:
    """Do the next few assignments in one transaction. True when none is left."""
    change = BulkChange.objects.select_for_update().filter(pk=change_id).first()
    if change is None or change.state in (BulkChange.State.DRAFT, BulkChange.State.COMPLETE):
        return True
    if change.state == BulkChange.State.WAITING:
        _make_items(change)
        change.state, change.usernames = BulkChange.State.RUNNING, []
    else:
        items = list(change.items.filter(state=State.WAITING).order_by("id")[:ITEMS_A_TRANSACTION])
        _do(change, items, at=at, today=today)
        if len(items) < ITEMS_A_TRANSACTION:
            _complete(change, at)
    change.moved_at = at
    change.save(update_fields=["state", "usernames", "succeeded", "failed", "moved_at", "completed_at"])
    signal_live([topic(change.pk)])
    return change.state == BulkChange.State.COMPLETE


def lost(at: datetime) -> list[int]:
    """Started changes at which nothing was done for ten minutes: their job is no more."""
    unfinished = BulkChange.objects.filter(state__in=[BulkChange.State.WAITING, BulkChange.State.RUNNING])
    return steps.lost(unfinished, at)


def _make_items(change: BulkChange) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO user_admin_bulkchangeitem (change_id, username, role, state, reason)
               SELECT %s, username, role, 'WAITING', ''
                 FROM unnest(%s::varchar[]) AS username CROSS JOIN unnest(%s::varchar[]) AS role
                ORDER BY username, role""",
            [change.pk, change.usernames, change.roles],
        )


def _do(change: BulkChange, items: list[BulkChangeItem], *, at: datetime, today: date) -> None:
    account = Account.objects.filter(username=change.requested_by).first()
    by = actor_of(account) if account and not account.inactive else Actor(change.requested_by)
    allowed = allowed_roles(action=change.action, today=today, by=by) if holds(by, BulkPermission.CHANGE) else {}
    names = {item.username for item in items}
    people = Account.objects.filter(username__in=names).values_list("username", "roles", "id", "staff_id")
    held = {username: roles for username, roles, _, _ in people}
    own = {
        username
        for username, _, account_id, staff_id in people
        if account and (account_id == account.pk or (staff_id is not None and staff_id == account.staff_id))
    }
    for item in items:
        item.state, item.reason = (
            (State.ERROR, "Nobody changes their own roles")
            if item.username in own
            else _outcome(change, item, allowed, held, at=at, by=by)
        )
        item.done_at = at
        change.succeeded += item.state == State.SUCCESS
        change.failed += item.state == State.ERROR
    BulkChangeItem.objects.bulk_update(items, ["state", "reason", "done_at"])


def _outcome(
    change: BulkChange,
    item: BulkChangeItem,
    allowed: dict[str, str],
    held: dict[str, list[str]],
    *,
    at: datetime,
    by: Actor,
) -> Outcome:
    adds = change.action == rules.ADD
    if item.role not in allowed:
        return State.ERROR, f"{change.requested_by} may no longer change this role"
    if item.username not in held:
        return State.ERROR, "User not found"
    if adds and item.role in held[item.username]:
        return State.SUCCESS, "Already had the role"
    if not adds and item.role not in held[item.username]:
        return State.SUCCESS, "Did not have the role"

    def give_or_take() -> None:
        if adds:
            access.give_role(username=item.username, role=item.role, at=at, by=by, reference=change.reference)
        else:
            access.take_role_away(username=item.username, role=item.role, at=at, by=by, reason=change.reference)

    _, words = steps.one_of_many(
        give_or_take,
        why=lambda refused: "The account changed meanwhile: look at it and try again",
        fault=lambda failure: log.error(
            "bulk item failed", change=change.pk, item=item.pk, kind=type(failure).__name__
        ),
    )
    return (State.ERROR, words) if words else (State.SUCCESS, "")


def _complete(change: BulkChange, at: datetime) -> None:
    change.state, change.completed_at = BulkChange.State.COMPLETE, at
    audit.record(
        "BULK_CHANGE_COMPLETED",
        by=Actor(change.requested_by),
        subject_type="bulk_change",
        subject_id=str(change.pk),
        details={"reference": change.reference, "succeeded": change.succeeded, "failed": change.failed},
        at=at,
    )
