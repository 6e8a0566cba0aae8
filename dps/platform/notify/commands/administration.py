"""What an administrator does with messages and templates."""

import uuid
from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from dps.platform import access, audit, local_time
from dps.platform.access import Actor
from dps.platform.notify import catalogue, rules
from dps.platform.notify.commands.receipts import repeat
from dps.platform.notify.commands.writing import enqueue, note
from dps.platform.notify.models import Message, NotifyTemplate, Sending
from dps.platform.notify.permissions import NotifyPermission
from dps.platform.notify.rules import State
from dps.platform.web.refusals import Conflict, Invalid, NotFound

AT_THE_SAME_TIME = timedelta(minutes=1)
"""Another process may have been refused just before the one that stopped sending."""


def _locked(message_id: uuid.UUID) -> Message:
    message = Message.objects.select_for_update().filter(pk=message_id).first()
    if message is None:
        raise NotFound(message_id)
    return message


def can_be_sent_again(message: Message) -> bool:
    """Whether `send_again` would do it, but for one that was repeated already."""
    over = message.expires_at is not None and message.expires_at <= local_time.now()
    return rules.may_send_again(State(message.state)) and not over and bool(message.sealed_values)


def _try_again(message: Message, words: str) -> None:
    at = local_time.now()
    message.tries, message.trying_since, message.not_before = 0, None, at
    message.error_type = ""
    note(message, State.QUEUED, words, at=at)
    message.save()
    enqueue(message, at=at)


@transaction.atomic
def send_again(actor: Actor, message_id: uuid.UUID) -> uuid.UUID:
    """Try what is held once more; repeat what failed as a message of its own. The id of the one that is sent.

    Raises NotAllowed, NotFound, Conflict (it is being sent, arrived, expired or was repeated already).
    """
    access.require(actor, NotifyPermission.ACT)
    message = _locked(message_id)
    if not can_be_sent_again(message):
        raise Conflict
    if message.state == State.HELD:
        _try_again(message, "Tried again by an administrator")
        sent = message.pk
    elif Message.objects.filter(resend_of=message_id).exists():
        raise Conflict
    else:
        sent = repeat(message, at=local_time.now()).pk
    audit.record(
        "MESSAGE_SENT_AGAIN",
        by=actor,
        subject_type="message",
        subject_id=str(message_id),
        details={"template": message.template, "username": message.username, "as": str(sent)},
    )
    return sent


@transaction.atomic
def cancel(actor: Actor, message_id: uuid.UUID) -> None:
    """Never send a message that waits or is held. Raises NotAllowed, NotFound, Conflict (its sending has begun)."""
    access.require(actor, NotifyPermission.ACT)
    message = _locked(message_id)
    if not rules.may_cancel(State(message.state)):
        raise Conflict
    before = message.state
    note(message, State.CANCELLED, "Cancelled by an administrator", at=local_time.now())
    message.save()
    audit.record(
        "MESSAGE_CANCELLED",
        by=actor,
        subject_type="message",
        subject_id=str(message_id),
        details={
            "template": message.template,
            "username": message.username,
            "changes": {"state": [before, "cancelled"]},
        },
    )


@transaction.atomic
def start_sending_again(actor: Actor) -> int:
    """Let sending go on after it was stopped or paused, and try again what was held by the stop. How many."""
    access.require(actor, NotifyPermission.ACT)
    from dps.platform.notify.jobs import enqueue_all_waiting

    now = local_time.now()
    found = Sending.objects.filter(pk=1).first() or Sending()
    by_the_stop = Q(error_status__in=[401, 403]) | Q(error_words=found.stopped_words)
    held = Message.objects.select_for_update().filter(
        by_the_stop, state=State.HELD, changed_at__gte=(found.stopped_at or now) - AT_THE_SAME_TIME
    )
    for message in held if found.stopped_at else ():
        _try_again(message, "Sending was started again by an administrator")
    again = len(held) if found.stopped_at else 0
    if found.paused_until:
        Message.objects.filter(state=State.QUEUED, not_before__lte=found.paused_until).update(not_before=now)
    sending, _ = Sending.objects.select_for_update().get_or_create(pk=1)
    details = {"stopped": sending.stopped_words, "paused": sending.paused_words, "messages": again}
    sending.stopped_at, sending.stopped_words, sending.paused_until, sending.paused_words = None, "", None, ""
    sending.save()
    enqueue_all_waiting.defer()
    audit.record("SENDING_STARTED_AGAIN", by=actor, subject_type="notify", details=details)
    return again


@transaction.atomic
def note_that_it_was_read(actor: Actor, message: Message) -> None:
    """Keep who read what a message says. Raises NotAllowed."""
    access.require(actor, NotifyPermission.READ)
    audit.record(
        "MESSAGE_READ",
        by=actor,
        subject_type="message",
        subject_id=str(message.pk),
        details={"template": message.template, "username": message.username},
    )


@transaction.atomic
def name_template(actor: Actor, key: str, notify_id: uuid.UUID) -> None:
    """Say which template at GOV.UK Notify a key is. Raises NotAllowed, Invalid."""
    access.require(actor, NotifyPermission.ACT)
    try:
        catalogue.template(key)
    except catalogue.UnknownTemplate:
        raise Invalid({"key": f"There is no template {key}"}) from None
    before = NotifyTemplate.objects.select_for_update().filter(key=key).first()
    NotifyTemplate.objects.update_or_create(
        key=key,
        defaults={"notify_id": notify_id, "version": None, "placeholders": [], "last_checked_at": None, "problem": ""},
    )
    audit.record(
        "NOTIFY_TEMPLATE_NAMED",
        by=actor,
        subject_type="template",
        subject_id=key,
        details={"changes": {"notify_id": [str(before.notify_id) if before else "", str(notify_id)]}},
    )
