"""What the link adds to others: its grants, a tile, a notice above people's pages, its part of /health."""

import time

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


_kept: tuple[float, str] = (float("-inf"), "")


def _notice() -> str:
    """The notice, asked at most every few seconds: it stands on every person's page."""
    global _kept
    if time.monotonic() - _kept[0] > KEEP_SECONDS:
        _kept = (time.monotonic(), link_state().notice)
    return _kept[1]


def register_all() -> None:
    """Called once when the application starts."""
    from dps.identity.home import tiles
    from dps.legacy.permissions import GRANTS, LegacyPermission
    from dps.platform import access
    from dps.platform.web import health
    from dps.prisoners.profile import notices

    access.register(GRANTS)
    health.register("nomis", _health)
    notices.register(_notice)
    tiles.register(
        tiles.Tile(
            name="Link to NOMIS",
            description="How old the data is, what arrived, and what could not be read.",
            url_name="legacy:console",
            capability=LegacyPermission.SEE,
            order=90,
        )
    )
