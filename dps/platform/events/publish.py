import json
from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.db import connection

from dps.platform import local_time
from dps.platform.events.subscribers import handlers_of

if TYPE_CHECKING:
    from dps.platform.events.models import DomainEvent

LIVE_CHANNEL = "dps_live"


class Source(StrEnum):
    """Where a change was made. NOMIS changes are never written back."""

    DPS = "DPS"
    NOMIS = "NOMIS"


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
    from dps.platform.events.models import DomainEvent  # tables exist only once the app registry is ready

    moment = at or local_time.now()
    wanted = bool(handlers_of(type))
    event = DomainEvent.objects.create(
        type=type,
        subject=subject,
        data=data or {},
        source=source,
        occurred_at=moment,
        delivered_at=None if wanted else moment,
    )
    if wanted:
        from dps.platform.events.jobs import deliver_event

        deliver_event.defer(event_id=event.pk)
    if subject:
        signal_live([subject])
    return event


def signal_live(topics: Iterable[str]) -> None:
    """Tell open pages that these topics changed, when the transaction commits. Carries names of topics, no data."""
    named = sorted(set(topics))
    with connection.cursor() as cursor:
        for start in range(0, len(named), 500):  # a notification holds 8,000 bytes
            cursor.execute("SELECT pg_notify(%s, %s)", [LIVE_CHANNEL, json.dumps(named[start : start + 500])])
