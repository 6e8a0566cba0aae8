"""Sending, asking and calling back, run by the worker."""

import uuid

from procrastinate.contrib.django import app

from dps.platform.notify.commands import receipts, sending, templates
from dps.platform.notify.rules import State
from dps.platform.notify.stand_in import commands as stand_in


@app.task(queue="notify", name="deliver_message", retry=3)
def deliver_message(message_id: str) -> None:
    """Send one message, if it is its turn. Safe to run twice: it is never sent twice."""
    sending.deliver(uuid.UUID(message_id))


@app.task(queue="notify", name="resend_message", retry=3)
def resend_message(message_id: str, state: str) -> None:
    """Send a message that failed once more, if it is still as it was."""
    receipts.resend(uuid.UUID(message_id), State(state))


@app.task(queue="notify", name="tell_undeliverable", retry=8)
def tell_undeliverable(message_id: str) -> None:
    """Tell those who look after addresses that one does not exist."""
    receipts.tell_undeliverable(uuid.UUID(message_id))


@app.task(queue="notify", name="enqueue_all_waiting")
def enqueue_all_waiting() -> None:
    """Enqueue every message that waits, after sending was started again."""
    sending.enqueue_all_waiting()


@app.periodic(cron="* * * * *")
@app.task(queue="notify", queueing_lock="requeue_lost_messages")
def requeue_lost_messages(timestamp: int) -> None:
    """Enqueue again what should have been sent by now and was not."""
    sending.requeue_lost()


@app.periodic(cron="*/5 * * * *")
@app.task(queue="notify", queueing_lock="ask_about_silent_messages")
def ask_about_silent_messages(timestamp: int) -> None:
    """Ask GOV.UK Notify about messages for which no receipt came."""
    receipts.ask_about_silent()


@app.periodic(cron="40 2 * * *")
@app.task(queue="notify", queueing_lock="check_notify_templates")
def check_notify_templates(timestamp: int) -> None:
    """Compare our templates with GOV.UK Notify's."""
    templates.check_templates()


@app.task(queue="notify", name="stand_in_progress")
def stand_in_progress(number: int) -> None:
    """Move a message of the stand-in one step on."""
    stand_in.progress(number)


@app.task(queue="notify", name="stand_in_call_back")
def stand_in_call_back(number: int) -> None:
    """Tell our receiver where a message of the stand-in ended."""
    stand_in.call_back(number)
