"""Delivery of domain events to their subscribers."""

from procrastinate.contrib.django import app

from dps.platform.events.commands import deliver


@app.task(queue="events", name="deliver_event", retry=8)
def deliver_event(event_id: int) -> None:
    """Hand one event to its subscribers. Safe to run twice: a delivered event is left alone."""
    deliver(event_id)
