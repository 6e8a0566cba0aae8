from django.db import transaction

from dps.platform import local_time
from dps.platform.events.models import DomainEvent
from dps.platform.events.subscribers import handlers_of


def deliver(event_id: int) -> None:
    """Call every subscriber of one event, once, all in one transaction.

    A subscriber that fails undoes the delivery; the reason is kept on the event, shown to operators, and raised so
    that the job is tried again.
    """
    try:
        with transaction.atomic():
            event = DomainEvent.objects.select_for_update().get(pk=event_id)
            if event.delivered_at is not None:
                return
            for handler in handlers_of(event.type):
                handler(event)
            event.delivered_at = local_time.now()
            event.failure = ""
            event.save(update_fields=["delivered_at", "failure"])
    except Exception as failure:
        DomainEvent.objects.filter(pk=event_id).update(failure=type(failure).__name__[:200])
        raise
