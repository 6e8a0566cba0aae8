import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.db import connection

from dps.platform import local_time
from dps.platform.events.subscribers import handlers_of

if TYPE_CHECKING:
    from dps.platform.events.models import DomainEvent

LIVE_CHANNEL = "dps_live"
ROWS_A_STATEMENT = 1000


class Source(StrEnum):
    """Where a change was made. NOMIS changes are never written back."""

    DPS = "DPS"
    NOMIS = "NOMIS"


@dataclass(frozen=True, slots=True)
class Happened:
    """One of several events that are published together; as `publish` takes them."""

    type: str
    subject: str = ""
    data: dict[str, Any] = field(default_factory=dict)


def publish(
    type: str,
    *,
    subject: str = "",
    data: dict[str, Any] | None = None,
    source: Source = Source.DPS,
    at: datetime | None = None,
) -> "DomainEvent":
    """Record one event in the current transaction and signal live pages that show `subject`.

    When somebody subscribes to `type`, the job that delivers it is enqueued in the same transaction.
    """
    event = _event(Happened(type, subject, data or {}), source, at or local_time.now())
    event.save(force_insert=True)
    if event.delivered_at is None:
        from dps.platform.events.jobs import deliver_event

        deliver_event.defer(event_id=event.pk)
    if subject:
        signal_live([subject])
    return event


def publish_several(
    happened: Iterable[Happened], *, source: Source = Source.DPS, at: datetime | None = None
) -> "list[DomainEvent]":
    """The same for many events, in their order: as many statements for a thousand as for two."""
    from dps.platform.events.models import DomainEvent  # tables exist only once the app registry is ready

    moment = at or local_time.now()
    made = DomainEvent.objects.bulk_create(
        [_event(one, source, moment) for one in happened], batch_size=ROWS_A_STATEMENT
    )
    wanted = [event.pk for event in made if event.delivered_at is None]
    if wanted:
        from dps.platform.events.jobs import deliver_event

        deliver_event.batch_defer(*({"event_id": pk} for pk in wanted))
    signal_live(event.subject for event in made if event.subject)
    return made


def _event(one: Happened, source: Source, at: datetime) -> "DomainEvent":
    """Delivered already when nobody subscribes to it."""
    from dps.platform.events.models import DomainEvent  # tables exist only once the app registry is ready

    return DomainEvent(
        type=one.type,
        subject=one.subject,
        data=one.data,
        source=source,
        occurred_at=at,
        delivered_at=None if handlers_of(one.type) else at,
    )


def signal_live(topics: Iterable[str]) -> None:
    """Tell open pages that these topics changed, when the transaction commits. Carries names of topics, no data."""
    named = sorted(set(topics))
    with connection.cursor() as cursor:
        for start in range(0, len(named), 500):  # a notification holds 8,000 bytes
            cursor.execute("SELECT pg_notify(%s, %s)", [LIVE_CHANNEL, json.dumps(named[start : start + 500])])
