"""Every read of messages and templates, in a known number of statements."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Count, Min, Q, QuerySet

from dps.platform import local_time
from dps.platform.notify import catalogue, rules, service
from dps.platform.notify.catalogue import Template
from dps.platform.notify.models import Message, NotifyTemplate, Sending, StandInMessage, Step
from dps.platform.notify.rules import State
from dps.platform.notify.stand_in import queries as stand_in

A_PAGE = 50
MOST_COUNTED = 10_000
INBOX_PAGE = 20
SLOW_AFTER = timedelta(minutes=15)
_SHOWN = ("id", "created_at", "template", "kind", "recipient", "username", "about", "state", "attempts", "error_words")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which messages to list. '' and None: any."""

    state: str = ""
    template: str = ""
    recipient: str = ""
    username: str = ""
    since: datetime | None = None
    until: datetime | None = None


def _found(wanted: Wanted) -> QuerySet[Message]:
    asked = {
        "state": wanted.state,
        "template": wanted.template,
        "recipient": wanted.recipient,
        "username": wanted.username,
        "created_at__gte": wanted.since,
        "created_at__lt": wanted.until,
    }
    return Message.objects.filter(**{name: value for name, value in asked.items() if value})


def total(wanted: Wanted) -> int:
    """How many there are, counted to 10,000. One statement."""
    return _found(wanted).order_by()[:MOST_COUNTED].count()


def messages(wanted: Wanted, start: int) -> list[Message]:
    """One page, the newest first, without what they say. One statement."""
    return list(_found(wanted).only(*_SHOWN).order_by("-created_at", "id")[start : start + A_PAGE])


def message(message_id: uuid.UUID) -> Message | None:
    """One message with everything."""
    return Message.objects.filter(pk=message_id).first()


def steps_of(message_id: uuid.UUID) -> list[Step]:
    """What happened to a message, in order."""
    return list(Step.objects.filter(message_id=message_id).order_by("id"))


def repeat_of(message_id: uuid.UUID) -> uuid.UUID | None:
    """The message that repeats one that failed, if there is one."""
    return Message.objects.filter(resend_of=message_id).values_list("pk", flat=True).first()


@dataclass(frozen=True, slots=True)
class Health:
    """How sending is doing."""

    stand_in: bool
    waiting: int
    oldest: datetime | None
    failed: dict[str, int] = field(default_factory=dict)
    """State to number, of the last 24 hours."""
    last_receipt: datetime | None = None
    stopped_at: datetime | None = None
    stopped_words: str = ""
    paused_until: datetime | None = None
    paused_words: str = ""
    slow: bool = False

    @property
    def up(self) -> bool:
        return self.stopped_at is None and not self.slow


def health() -> Health:
    """How sending is doing. Four statements."""
    now = local_time.now()
    due = Message.objects.filter(state__in=rules.WAITING, not_before__lte=now)
    waiting = due.aggregate(number=Count("pk"), oldest=Min("not_before"))
    wrong = [State.HELD, State.EXPIRED, *rules.FAILED]
    failed = Message.objects.filter(state__in=wrong, changed_at__gte=now - timedelta(hours=24)).order_by()
    last = Message.objects.filter(receipt_at__isnull=False).order_by("-receipt_at").values_list("receipt_at", flat=True)
    sending = Sending.objects.filter(pk=1).first() or Sending()
    paused = sending.paused_until if sending.paused_until and sending.paused_until > now else None
    return Health(
        stand_in=service.uses_stand_in(),
        waiting=waiting["number"],
        oldest=waiting["oldest"],
        failed=dict(failed.values_list("state").annotate(number=Count("pk")).order_by("state")),
        last_receipt=last.first(),
        stopped_at=sending.stopped_at,
        stopped_words=sending.stopped_words,
        paused_until=paused,
        paused_words=sending.paused_words if paused else "",
        slow=waiting["oldest"] is not None and waiting["oldest"] < now - SLOW_AFTER and paused is None,
    )


@dataclass(frozen=True, slots=True)
class Named:
    """One of our templates and what is known of it at GOV.UK Notify."""

    template: Template
    notify_id: uuid.UUID | None
    row: NotifyTemplate | None


def templates() -> list[Named]:
    """Every template by key. One statement."""
    rows = {row.key: row for row in NotifyTemplate.objects.all()}
    named = []
    for template in catalogue.all_templates():
        made, row = catalogue.stand_in_id(template.key), rows.get(template.key)
        there = row.notify_id if row and row.notify_id != made else None
        named.append(Named(template, made if service.uses_stand_in() else there, row))
    return named


def states() -> Sequence[State]:
    """Every state a message can be in."""
    return tuple(State)


def inbox(recipient: str, before: int | None) -> tuple[list[StandInMessage], bool]:
    """What came at the stand-in, the newest first, and whether there is more. One statement."""
    found = stand_in.inbox(recipient, before, INBOX_PAGE)
    return found[:INBOX_PAGE], len(found) > INBOX_PAGE


def inbox_message(mail: uuid.UUID) -> StandInMessage | None:
    """One message at the stand-in."""
    return StandInMessage.objects.filter(key=mail).first()


def not_yet_sent() -> int:
    """How many messages the worker still has to hand over."""
    return Message.objects.filter(Q(state=State.QUEUED) | Q(state=State.SENDING)).count()
