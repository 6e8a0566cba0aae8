"""What GOV.UK Notify says became of a message: by calling back, or because we asked."""

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db import transaction

from dps.platform import local_time
from dps.platform.notify import rules, service
from dps.platform.notify.commands.writing import enqueue, note
from dps.platform.notify.models import Message
from dps.platform.notify.rules import State
from dps.platform.notify.service import NotConfigured, Refused
from dps.platform.notify.undeliverable import hooks

log = structlog.get_logger("dps.notify")
ASK_EVERY = timedelta(hours=1)
ASK_UNTIL = timedelta(days=7)
"""GOV.UK Notify forgets a message after a week."""
MOST_ASKED = 200
WORDS = {
    State.DELIVERED: "Delivered",
    State.FAILED_PERMANENT: "The address does not exist",
    State.FAILED_TEMPORARY: "The mailbox or phone could not be reached",
    State.FAILED_TECHNICAL: "GOV.UK Notify could not pass it on",
}


def _uuid(text: Any) -> uuid.UUID | None:
    try:
        return uuid.UUID(str(text))
    except ValueError:
        return None


@transaction.atomic
def take_receipt(told: Mapping[str, Any]) -> bool:
    """Note what a receipt says; whether it was about a message of ours. Twice, late or out of order: harmless."""
    message = None
    for field, wanted in (("pk", _uuid(told.get("reference"))), ("notify_id", _uuid(told.get("id")))):
        if message is None and wanted is not None:
            message = Message.objects.select_for_update().filter(**{field: wanted}).first()
    if message is None:
        return False
    about = _uuid(told.get("id"))
    if message.notify_id is not None and about != message.notify_id:
        log.warning("receipt of another sending", message=str(message.pk))
        return True
    at = local_time.now()
    message.receipt_at = at
    settle(message, str(told.get("status")), service.moment(told.get("completed_at")), at=at)
    message.save()
    return True


def settle(message: Message, status: str, completed_at: datetime | None, *, at: datetime) -> None:
    """Put a locked message where GOV.UK Notify says it is, and begin what follows from it. The caller saves it."""
    told = rules.RECEIPTS.get(status)
    if told is None:
        return
    before = State(message.state)
    after = rules.after_receipt(before, message.completed_at, told, completed_at)
    if after is None:
        return
    if before in rules.FINAL:
        log.warning("receipt contradicts", message=str(message.pk), before=str(before), after=str(after))
    note(message, after, WORDS.get(after, ""), at=at)
    if after not in rules.FINAL:
        return
    message.completed_at, message.ask_at, message.unsure = completed_at or at, None, False
    if after is State.DELIVERED:
        if message.notify_id is not None:  # else our own note of what was sent still needs them
            message.sealed_values = b""
        return
    _after_failure(message, after, at=at)


def _after_failure(message: Message, state: State, *, at: datetime) -> None:
    from dps.platform.notify.jobs import resend_message, tell_undeliverable

    if state is State.FAILED_PERMANENT:
        tell_undeliverable.defer(message_id=str(message.pk))
    delay = rules.resend_after(state, message.resends)
    if delay is not None and (message.expires_at is None or message.expires_at > at + delay):
        resend_message.configure(schedule_at=at + delay).defer(message_id=str(message.pk), state=str(state))


@transaction.atomic
def resend(message_id: uuid.UUID, state: State) -> uuid.UUID | None:
    """Send what failed once more, as a message of its own, if it is still as it was and nobody did so. Its id."""
    message = Message.objects.select_for_update().filter(pk=message_id).first()
    if message is None or message.state != state or Message.objects.filter(resend_of=message_id).exists():
        return None
    return repeat(message, at=local_time.now()).pk


def repeat(message: Message, *, at: datetime) -> Message:
    """A new message that says what a failed one said, in the current transaction."""
    again = Message.objects.create(
        template=message.template,
        template_hash=message.template_hash,
        kind=message.kind,
        recipient=message.recipient,
        username=message.username,
        sealed_values=message.sealed_values,
        about=message.about,
        urgent=message.urgent,
        not_before=at,
        expires_at=message.expires_at,
        resend_of=message.pk,
        resends=message.resends + 1,
        created_at=at,
        changed_at=at,
    )
    note(again, State.QUEUED, "Sent again after it failed", at=at)
    enqueue(again, at=at)
    return again


@transaction.atomic
def tell_undeliverable(message_id: uuid.UUID) -> None:
    """Tell those who look after addresses that one does not exist, once a message."""
    message = Message.objects.select_for_update().filter(pk=message_id).first()
    if message is None or message.told_at is not None or message.state != State.FAILED_PERMANENT:
        return
    for hook in hooks():
        hook(message.username, message.recipient)
    message.told_at = local_time.now()
    message.save(update_fields=["told_at"])


def ask_about_silent() -> int:
    """Ask GOV.UK Notify about messages for which no receipt came. How many were asked about."""
    due = Message.objects.filter(ask_at__lte=local_time.now()).order_by("ask_at")
    found = list(due.values_list("pk", "notify_id")[:MOST_ASKED])
    for asked, (pk, notify_id) in enumerate(found):
        try:
            told = service.status_of(notify_id)
        except NotConfigured:
            return asked
        except Refused as failed:
            if failed.refusal.status != 404:
                log.warning("receipt asked for in vain", status=failed.refusal.status)
                return asked
            told = {}
        _told(pk, told if isinstance(told, dict) else {})
    return len(found)


@transaction.atomic
def _told(pk: uuid.UUID, told: Mapping[str, Any]) -> None:
    at = local_time.now()
    message = Message.objects.select_for_update().get(pk=pk)
    if message.state in rules.OVER:
        return
    settle(message, str(told.get("status")), service.moment(told.get("completed_at")), at=at)
    if message.ask_at is not None:
        sent = message.sent_at or message.created_at
        message.ask_at = at + ASK_EVERY if told and at < sent + ASK_UNTIL else None
    message.save()
