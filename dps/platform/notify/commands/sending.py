"""Handing messages to GOV.UK Notify: each once, whatever fails in between.

A message is marked as being sent, and unsure, before GOV.UK Notify is called. If the process dies, or no answer comes,
the mark is still there when it is next tried, and GOV.UK Notify is first asked whether it has a message of that
reference. Source: notify.md 6.
"""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta

import structlog
from django.db import InterfaceError, OperationalError, connection, transaction
from procrastinate.exceptions import AlreadyEnqueued

from dps.platform import local_time
from dps.platform.notify import catalogue, rules, sealed, service, templating
from dps.platform.notify.commands.receipts import settle
from dps.platform.notify.commands.writing import enqueue, note
from dps.platform.notify.models import Message, Sending
from dps.platform.notify.rules import Refusal, State, Verdict
from dps.platform.notify.service import NotConfigured, Refused, Taken

log = structlog.get_logger("dps.notify")
ASK_AFTER = timedelta(minutes=15)
"""How long a receipt may take before we ask."""
LOST_AFTER = timedelta(minutes=2)
MOST_AT_ONCE = 500


class _CannotSend(Exception):
    """Nothing to do with GOV.UK Notify: the words say what a person must mend."""


class _TooLate(Exception):
    """It expired before it could be sent."""


@contextmanager
def _alone_with(message_id: uuid.UUID) -> Iterator[bool]:
    """Whether no other process is sending this message now. A process that dies gives it up by itself."""
    number = int.from_bytes(message_id.bytes[:8], signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [number])
        mine = bool(cursor.fetchone()[0])
    try:
        yield mine
    finally:
        if mine:
            with suppress(OperationalError, InterfaceError), connection.cursor() as cursor:  # lost: given up already
                cursor.execute("SELECT pg_advisory_unlock(%s)", [number])


def deliver(message_id: uuid.UUID) -> None:
    """Send one message if it is its turn. Safe to run twice, and at once in two processes."""
    with _alone_with(message_id) as mine:
        if not mine:
            return
        begun = _begin(message_id)
        if begun is None:
            return
        message, was_unsure = begun
        try:
            taken = _hand_over(message, was_unsure)
        except _Asked as failed:
            _refused(message_id, failed.refusal, unsure=True)
        except Refused as failed:
            _refused(message_id, failed.refusal, unsure=failed.refusal.unsure)
        except NotConfigured as wrong:
            _stop(message_id, str(wrong), unsure=was_unsure)
        except _CannotSend as wrong:
            _hold(message_id, str(wrong), unsure=was_unsure)
        except _TooLate:
            _expire(message_id)
        else:
            _taken(message_id, taken)


class _Asked(Exception):
    """GOV.UK Notify could not say whether it has the message."""

    def __init__(self, refusal: Refusal) -> None:
        self.refusal = refusal
        super().__init__()


@transaction.atomic
def _begin(message_id: uuid.UUID) -> tuple[Message, bool] | None:
    """Mark a message as being sent, when it may be now; and whether an earlier attempt ended without an answer."""
    at = local_time.now()
    message = Message.objects.select_for_update().filter(pk=message_id).first()
    if message is None or message.state not in rules.WAITING or message.not_before > at + timedelta(seconds=1):
        return None  # whoever moved its moment has enqueued it for then
    if message.expires_at and message.expires_at <= at and not message.unsure:
        note(message, State.EXPIRED, "It was not sent in time", at=at)
        message.save()
        return None
    sending, _ = Sending.objects.select_for_update().get_or_create(pk=1)
    if sending.stopped_at:
        return None
    wait = sending.paused_until if sending.paused_until and sending.paused_until > at else None
    if wait is None:
        sending.busy_until, wait = rules.take_turn(sending.busy_until, at)
        sending.save(update_fields=["busy_until"])
    if wait is not None:
        _later(message, wait, at=at)
        return None
    was_unsure = message.unsure
    message.attempts += 1
    message.tries += 1
    message.trying_since = message.trying_since or at
    message.unsure = True
    note(message, State.SENDING, f"Attempt {message.attempts}", at=at)
    message.save()
    return message, was_unsure


def _later(message: Message, when: datetime, *, at: datetime) -> None:
    message.not_before = when
    message.save()
    enqueue(message, at=at)


def _hand_over(message: Message, was_unsure: bool) -> Taken:
    try:
        template = catalogue.template(message.template, message.kind)
        values = template.values_of(message.values)
    except catalogue.UnknownTemplate:
        raise _CannotSend("This product no longer has the template") from None
    except catalogue.MissingValues:
        raise _CannotSend("The template has changed since, and asks for something this message does not hold") from None
    except sealed.Unreadable:
        raise _CannotSend("What it says was encrypted with a SECRET_KEY that is no longer known") from None
    notify_id = service.template_id(message.template)
    if notify_id is None:
        raise _CannotSend("Nobody has said which template at GOV.UK Notify this is: manage.py notify_templates --set")
    if was_unsure:
        try:
            found = service.find(message.pk)
        except Refused as failed:
            raise _Asked(failed.refusal) from None
        if found is not None:
            return found
        if message.expires_at and message.expires_at <= local_time.now():
            raise _TooLate
    return service.send(template, notify_id, to=message.recipient, values=values, reference=message.pk)


@transaction.atomic
def _taken(message_id: uuid.UUID, taken: Taken) -> None:
    at = local_time.now()
    message = Message.objects.select_for_update().get(pk=message_id)
    secrets = _secrets(message)
    message.notify_id, message.template_version = taken.notify_id, taken.version
    message.sealed_content = sealed.seal(
        {
            "subject": rules.without_secrets(taken.subject, secrets),
            "body": rules.without_secrets(taken.body, secrets),
        }
    )
    message.unsure, message.sent_at = False, message.sent_at or at
    message.error_status, message.error_type, message.error_words = None, "", ""
    if message.state in rules.WAITING:
        note(message, State.ACCEPTED, "GOV.UK Notify has it", at=at)
    if message.state == State.ACCEPTED:
        message.ask_at = at + ASK_AFTER
    if message.state not in rules.FINAL:  # a receipt may have been quicker than our own note
        settle(message, taken.status, taken.completed_at, at=at)
    if message.state == State.DELIVERED:
        message.sealed_values = b""
    message.save()


def _secrets(message: Message) -> list[str]:
    """Every value that lets somebody in, as it was sent and as GOV.UK Notify writes it when it made it harmless."""
    if not message.sealed_values:
        return []
    template = catalogue.template(message.template)
    open_to_all = {name for name in template.typed_by_people() if not rules.is_secret(name)}
    kept = [value for name, value in message.values.items() if name not in open_to_all]
    texts = [str(one) for value in kept for one in (value if isinstance(value, list) else [value])]
    return [*texts, *map(templating.sanitised, texts)]


@transaction.atomic
def _refused(message_id: uuid.UUID, refusal: Refusal, *, unsure: bool) -> None:
    """Do with a message, and with all of them, what the answer means."""
    at = local_time.now()
    message = Message.objects.select_for_update().get(pk=message_id)
    clock_before = message.error_type == "clock"
    verdict = rules.verdict(refusal, clock_before=clock_before)
    words = rules.explain(refusal)
    message.unsure = unsure
    message.error_status = refusal.status or None
    message.error_type = "clock" if verdict is Verdict.CLOCK else next(iter(refusal.types), "")
    message.error_words = words
    log.warning("message refused", message=str(message_id), status=refusal.status, verdict=str(verdict))
    if message.state not in rules.WAITING:  # a receipt came: GOV.UK Notify has it after all
        message.unsure = False
        message.save()
        return
    if refusal.messages:
        secrets = _secrets(message)
        told = [rules.without_secrets(words, secrets) for words in refusal.messages]
        message.sealed_content = sealed.seal(message.content | {"errors": told})
    if verdict is Verdict.RETRY:
        _try_later_or_give_up(message, words, at=at)
    elif verdict is Verdict.CLOCK:
        note(message, State.QUEUED, f"{words}: tried once more", at=at)
        _later(message, at, at=at)
    elif verdict in (Verdict.PAUSE, Verdict.UNTIL_TOMORROW):
        until = at + rules.RATE_PAUSE if verdict is Verdict.PAUSE else rules.tomorrow(at)
        _pause(until, words)
        message.tries -= 1
        note(message, State.QUEUED, words, at=at)
        _later(message, until, at=at)
    else:
        note(message, State.HELD, words, at=at)
        message.save()
        if verdict is Verdict.STOP:
            _stop_all(words, at=at)


def _try_later_or_give_up(message: Message, words: str, *, at: datetime) -> None:
    state, when = rules.after_no_answer(
        message.tries, since=message.trying_since or at, at=at, expires_at=message.expires_at
    )
    if state is State.QUEUED:
        note(message, state, words, at=at)
        _later(message, when, at=at)
        return
    told = "It was not sent in time" if state is State.EXPIRED else "Given up after 24 hours"
    note(message, state, f"{told}: {words}", at=at)
    message.save()


def _pause(until: datetime, words: str) -> None:
    sending, _ = Sending.objects.select_for_update().get_or_create(pk=1)
    if sending.paused_until is None or sending.paused_until < until:
        sending.paused_until, sending.paused_words = until, words
        sending.save(update_fields=["paused_until", "paused_words"])


def _stop_all(words: str, *, at: datetime) -> None:
    sending, _ = Sending.objects.select_for_update().get_or_create(pk=1)
    if sending.stopped_at is None:
        sending.stopped_at, sending.stopped_words = at, words
        sending.save(update_fields=["stopped_at", "stopped_words"])
        log.error("sending stopped", reason=words)


@transaction.atomic
def _stop(message_id: uuid.UUID, words: str, *, unsure: bool) -> None:
    _stop_all(words, at=_hold(message_id, words, unsure=unsure))


@transaction.atomic
def _hold(message_id: uuid.UUID, words: str, *, unsure: bool) -> datetime:
    at = local_time.now()
    message = Message.objects.select_for_update().get(pk=message_id)
    message.unsure, message.error_words = unsure, words
    message.error_status, message.error_type = None, ""
    if message.state in rules.WAITING:
        note(message, State.HELD, words, at=at)
    message.save()
    log.error("message held", message=str(message_id), reason=words)
    return at


@transaction.atomic
def _expire(message_id: uuid.UUID) -> None:
    at = local_time.now()
    message = Message.objects.select_for_update().get(pk=message_id)
    message.unsure = False
    if message.state in rules.WAITING:
        note(message, State.EXPIRED, "It was not sent in time", at=at)
    message.save()


def requeue_lost() -> int:
    """Enqueue again what should have been sent by now and was not: its job is lost, or its process died. How many."""
    from dps.platform.notify.jobs import deliver_message

    if _is_stopped():
        return 0
    due = Message.objects.filter(state__in=rules.WAITING, not_before__lte=local_time.now() - LOST_AFTER)
    enqueued = 0
    for pk in due.order_by("not_before").values_list("pk", flat=True)[:MOST_AT_ONCE]:
        with suppress(AlreadyEnqueued), transaction.atomic():
            deliver_message.configure(queueing_lock=f"again {pk}").defer(message_id=str(pk))
            enqueued += 1
    return enqueued


def enqueue_all_waiting() -> int:
    """Enqueue everything that waits, after sending was started again. How many."""
    from dps.platform.notify.jobs import deliver_message

    if _is_stopped():
        return 0
    due = Message.objects.filter(state__in=rules.WAITING, not_before__lte=local_time.now())
    jobs = [{"message_id": str(pk)} for pk in due.order_by("not_before").values_list("pk", flat=True)]
    for start in range(0, len(jobs), MOST_AT_ONCE):
        deliver_message.batch_defer(*jobs[start : start + MOST_AT_ONCE])
    return len(jobs)


def _is_stopped() -> bool:
    return Sending.objects.filter(pk=1, stopped_at__isnull=False).exists()
