"""What the link adds to others: its grants, a tile, a notice above people's pages, its part of /health."""

import time

from dps.legacy.outbound import queries as writes
from dps.legacy.queries import link_state
from dps.legacy.rules import Health
from dps.platform.web.health import State

KEEP_SECONDS = 10.0


def _health() -> State:
    link = link_state()
    # NOMIS being away must not take the product down: the part is never required.
    return State(
        up=link.health in (Health.WELL, Health.LOADING, Health.NOT_SET_UP),
        required=False,
        details={
            "state": link.health.value,
            "secondsSinceAnswer": round(link.lag.total_seconds()) if link.lag else None,
        },
    )


def _writes_health() -> State:
    queue = writes.queue_state()
    return State(
        up=not queue.behind and not queue.failed and not queue.conflicts,
        required=False,
        details={
            "waiting": queue.waiting,
            "failed": queue.failed,
            "conflicts": queue.conflicts,
            "secondsOldestWaits": round(queue.lag.total_seconds()) if queue.lag else None,
        },
    )


_kept: tuple[float, str] = (float("-inf"), "")


def _notice() -> str:
    """The notice, asked at most every few seconds: it stands on every person's page."""
    global _kept
    if time.monotonic() - _kept[0] > KEEP_SECONDS:
        _kept = (time.monotonic(), link_state().notice)
    return _kept[1]


_kept_of_writes: tuple[float, str] = (float("-inf"), "")


def _notice_of_writes() -> str:
    """That changes made here have not arrived in NOMIS; asked as seldom."""
    global _kept_of_writes
    if time.monotonic() - _kept_of_writes[0] > KEEP_SECONDS:
        _kept_of_writes = (time.monotonic(), writes.notice())
    return _kept_of_writes[1]


def register_all() -> None:
    """Called once when the application starts."""
    from dps.identity.home import tiles
    from dps.key_workers.roles import carrying
    from dps.legacy.outbound import queueing
    from dps.legacy.permissions import GRANTS, LegacyPermission
    from dps.platform import access
    from dps.platform.web import health
    from dps.prisoners.changes import carriers
    from dps.prisoners.profile import notices

    access.register(GRANTS)
    health.register("nomis", _health)
    health.register("nomisWrites", _writes_health)
    notices.register(_notice)
    notices.register(_notice_of_writes)
    carriers.register(queueing.carry)
    carrying.register(queueing.carry_role)
    tiles.register(
        tiles.Tile(
            name="Link to NOMIS",
            description="How old the data is, what arrived, and what could not be read.",
            url_name="legacy:console",
            capability=LegacyPermission.SEE,
            order=90,
        )
    )
