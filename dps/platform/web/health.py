"""Is the product well? Each part registers how to tell; /health shows them all."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from dps.platform import local_time


@dataclass(frozen=True, slots=True)
class State:
    """How one part is. A part that is not `required` may be down without the whole being down."""

    up: bool
    required: bool = True
    details: dict[str, Any] = field(default_factory=dict)


Check = Callable[[], State]
_checks: dict[str, Check] = {}


def register(name: str, check: Check) -> None:
    """Show `name` on /health, asked afresh each time. Called from `AppConfig.ready`."""
    _checks[name] = check


def database() -> State:
    """Whether PostgreSQL answers, and how long it took."""
    started = local_time.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    took = local_time.now() - started
    return State(up=True, details={"milliseconds": round(took.total_seconds() * 1000, 1)})


def all_states() -> dict[str, State]:
    """Every part's state. A check that breaks means that part is down; it never breaks the page."""
    states = {}
    for name, check in {"database": database, **_checks}.items():
        try:
            states[name] = check()
        except Exception as failure:
            states[name] = State(up=False, details={"error": type(failure).__name__})
    return states
