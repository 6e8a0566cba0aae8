"""Writing a message in the caller's transaction."""

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from dps.platform import local_time
from dps.platform.notify import catalogue, rules, sealed
from dps.platform.notify.models import Message, Step
from dps.platform.notify.rules import State

AT_ONCE, IN_TURN = 10, 0
LONGEST_ADDRESS = 320


def _plain(value: Any) -> Any:
    if isinstance(value, list | tuple | set):
        return [_plain(item) for item in value if item is not None]
    if isinstance(value, dict):
        return {str(name): _plain(item) for name, item in value.items()}
    return value if isinstance(value, str | int | float | bool) else str(value)


def note(message: Message, state: State, words: str = "", *, at: datetime) -> None:
    """Move a message to `state` and keep the step for its timeline. The caller saves the message."""
    message.state = state
    message.changed_at = at
    Step.objects.create(message_id=message.pk, at=at, state=state, words=words[:300])


def enqueue(message: Message, *, at: datetime) -> None:
    """Have the worker deliver it, not before its moment. In the current transaction."""
    from dps.platform.notify.jobs import deliver_message

    later = message.not_before if message.not_before > at + timedelta(seconds=1) else None
    deliver_message.configure(schedule_at=later, priority=AT_ONCE if message.urgent else IN_TURN).defer(
        message_id=str(message.pk)
    )


def write(
    key: str,
    *,
    kind: str,
    to: str,
    values: Mapping[str, Any],
    username: str,
    about: str,
    expires_at: datetime | None,
    urgent: bool,
) -> uuid.UUID:
    """Add one message to the outbox and have it sent on commit. Raises UnknownTemplate and MissingValues."""
    template = catalogue.template(key, kind)
    filled = {name: _plain(value) for name, value in template.values_of(values).items()}
    at = local_time.now()
    recipient = rules.normal_address(kind, to or "")[:LONGEST_ADDRESS]
    waits = None if urgent else rules.morning(local_time.in_london(at))
    message = Message(
        template=key,
        template_hash=template.hash,
        kind=kind,
        recipient=recipient,
        username=username,
        sealed_values=sealed.seal(filled),
        about=about[:200],
        urgent=urgent,
        not_before=waits or at,
        expires_at=expires_at,
        created_at=at,
        changed_at=at,
    )
    if not recipient:
        message.state, message.error_words = State.SUPPRESSED, "There is no address to send it to"
    message.save(force_insert=True)
    note(message, State(message.state), message.error_words, at=at)
    if recipient:
        enqueue(message, at=at)
    return message.pk
