"""Streams end with the session they were opened in."""

from collections.abc import Collection

from dps.platform.events import signal_live

SESSION_TOPIC = "session:"
"""As in `asgi`, which imports nothing of the product."""


def ask_again_about(public_ids: Collection[str]) -> None:
    """Have the live process ask about the streams of these sessions once the current transaction is committed."""
    signal_live(f"{SESSION_TOPIC}{public_id}" for public_id in public_ids)
