"""What each room forgets every night: ended sessions, old counts, forms that were done."""

from collections.abc import Callable

import structlog
from django.db import close_old_connections

log = structlog.get_logger("dps.jobs")
_each: dict[str, Callable[[], None]] = {}


def register(name: str, forget: Callable[[], None]) -> None:
    """Call `forget` every night. Called from `AppConfig.ready`."""
    _each[name] = forget


def forget_what_is_over() -> None:
    """Run them all: one that fails is told and does not stop the others."""
    close_old_connections()
    for name, forget in _each.items():
        try:
            forget()
        except Exception as failure:
            log.error("upkeep failed", name=name, kind=type(failure).__name__)
    close_old_connections()
