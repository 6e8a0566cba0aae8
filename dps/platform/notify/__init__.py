"""E-mails and texts: written with the change that causes them, sent by the worker through GOV.UK Notify, receipts read.

    notify.send("password-reset", to=account.email, values={"first_name": ..., "link": ...}, username=account.username)

inside the transaction of the change. Rolled back, nothing was ever sent; committed, it is sent, once.
"""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from dps.platform.notify.catalogue import register_templates
from dps.platform.notify.undeliverable import when_undeliverable

__all__ = ["register_templates", "send", "send_text", "when_undeliverable"]


def send(
    template: str,
    *,
    to: str,
    values: Mapping[str, Any],
    username: str = "",
    about: str = "",
    expires_at: datetime | None = None,
    urgent: bool = True,
) -> uuid.UUID:
    """Send an e-mail when the current transaction commits. Gives the message's id.

    `template`: the key of a registered template with a subject. `values`: one for each of its placeholders.
    `username`: whose address it is. `about`: what it belongs to, in words for an administrator, nothing personal.
    `expires_at` (aware): not sent after it. What is not `urgent` waits for the morning between 20:00 and 07:00, London.
    An empty `to` is kept as a message that was not sent. Raises UnknownTemplate and
    MissingValues: defects of the caller.
    """
    from dps.platform.notify.commands.writing import write  # tables exist only once the app registry is ready

    return write(
        template,
        kind="email",
        to=to,
        values=values,
        username=username,
        about=about,
        expires_at=expires_at,
        urgent=urgent,
    )


def send_text(
    template: str,
    *,
    to: str,
    values: Mapping[str, Any],
    username: str = "",
    about: str = "",
    expires_at: datetime | None = None,
    urgent: bool = True,
) -> uuid.UUID:
    """Send a text message when the current transaction commits. As `send`, with a template that has no subject."""
    from dps.platform.notify.commands.writing import write

    return write(
        template,
        kind="sms",
        to=to,
        values=values,
        username=username,
        about=about,
        expires_at=expires_at,
        urgent=urgent,
    )
