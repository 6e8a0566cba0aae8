"""How sending is doing, for /health."""

from dps.platform import local_time
from dps.platform.notify import queries
from dps.platform.web.health import State


def state() -> State:
    """Down when sending was stopped or messages wait too long. The product is well without it."""
    found = queries.health()
    oldest = (local_time.now() - found.oldest).total_seconds() if found.oldest else 0
    return State(
        up=found.up,
        required=False,
        details={
            "through": "stand-in" if found.stand_in else "GOV.UK Notify",
            "waiting": found.waiting,
            "oldestSeconds": round(oldest),
            "failedIn24Hours": sum(found.failed.values()),
            "stopped": found.stopped_at is not None,
        },
    )
