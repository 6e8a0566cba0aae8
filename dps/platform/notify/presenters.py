"""Words and colours of messages."""

import json
from collections.abc import Iterable
from typing import Any

from dps.platform import local_time
from dps.platform.notify import markdown, rules, sealed
from dps.platform.notify.models import Message, StandInMessage, Step
from dps.platform.notify.queries import Health
from dps.platform.notify.rules import State
from dps.platform.notify.stand_in.queries import as_notification

STATES = {
    State.QUEUED: ("Waiting", "govuk-tag--grey"),
    State.SENDING: ("Being sent", "govuk-tag--blue"),
    State.ACCEPTED: ("On its way", "govuk-tag--blue"),
    State.DELIVERED: ("Delivered", "govuk-tag--green"),
    State.FAILED_PERMANENT: ("No such address", "govuk-tag--red"),
    State.FAILED_TEMPORARY: ("Not reached", "govuk-tag--orange"),
    State.FAILED_TECHNICAL: ("Technical failure", "govuk-tag--orange"),
    State.SUPPRESSED: ("Not sent", "govuk-tag--grey"),
    State.EXPIRED: ("Too late", "govuk-tag--orange"),
    State.CANCELLED: ("Cancelled", "govuk-tag--grey"),
    State.HELD: ("Held", "govuk-tag--red"),
}
"""State to words and the class of its tag."""
KINDS = {"email": "Email", "sms": "Text message"}


def tag(state: str) -> tuple[str, str]:
    """Words and class of a state's tag."""
    return STATES[State(state)]


def rows(messages: Iterable[Message]) -> list[dict[str, Any]]:
    """The lines of the list."""
    return [
        {"message": message, "tag": tag(message.state), "to": rules.masked(message.recipient) or "No address"}
        for message in messages
    ]


def timeline(steps: Iterable[Step]) -> list[tuple[str, str, str]]:
    """When, what, and the words of each step. Times to the second: many things happen within a minute."""
    return [
        (
            f"{local_time.short_date(step.at)} {local_time.in_london(step.at):%H:%M:%S}",
            STATES[State(step.state)][0],
            step.words,
        )
        for step in steps
    ]


def health_facts(health: Health) -> list[tuple[str, str]]:
    """The panel above the list."""
    facts = [("Waiting to be sent", f"{health.waiting:,}")]
    if health.oldest:
        facts.append(("Oldest of them is from", local_time.long_date_and_time(health.oldest)))
    told = [f"{number:,} {STATES[State(state)][0].lower()}" for state, number in health.failed.items()]
    facts.append(("Failed in the last 24 hours", ", ".join(told) or "None"))
    facts.append(("Last receipt", local_time.long_date_and_time(health.last_receipt) or "None yet"))
    facts.append(("Sent through", "The stand-in: nothing leaves this machine" if health.stand_in else "GOV.UK Notify"))
    return facts


def health_words(health: Health) -> str:
    """One sentence."""
    if health.stopped_at:
        since = local_time.long_date_and_time(health.stopped_at)
        return f"Nothing has been sent since {since}. {health.stopped_words}."
    if health.paused_until:
        until = local_time.long_date_and_time(health.paused_until)
        return f"Sending waits until {until}. {health.paused_words}."
    if health.slow:
        return "Messages wait for more than 15 minutes: is the worker running?"
    return "Messages are being sent."


def content(message: Message) -> dict[str, Any]:
    """What a message says, for those who may read it: subject, its body as HTML, what GOV.UK Notify said.

    Before it was taken nothing is shown but what was refused: its words are GOV.UK Notify's own template.
    """
    try:
        said = message.content
    except sealed.Unreadable:
        return {"unreadable": True}
    body = str(said.get("body") or "")
    return {
        "subject": said.get("subject") or "",
        "body": markdown.as_html(body) if message.kind == "email" else "",
        "text": body if message.kind != "email" else "",
        "errors": said.get("errors") or [],
    }


def mail(message: StandInMessage) -> dict[str, Any]:
    """One message of the inbox: as HTML, as plain text, and as GOV.UK Notify's API gives it."""
    is_email = message.kind == "email"
    return {
        "message": message,
        "kind": KINDS[message.kind],
        "subject": message.subject if is_email else "Text message",
        "html": markdown.as_html(message.body) if is_email else "",
        "plain": markdown.as_plain(message.body) if is_email else message.body,
        "links": markdown.links(message.body),
        "json": json.dumps(as_notification(message, "/notify/stand-in"), indent=2, ensure_ascii=False),
    }
