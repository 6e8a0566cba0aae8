"""What alerts add to others: the tab, grants, tiles, the kind of change, operations of the API."""

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dps.platform.access import Actor

_TOPIC = re.compile(r"\Abulk-alerts-\d{1,18}\Z")


def _may_listen(actor: "Actor", topic: str) -> bool:
    from dps.platform.access import holds
    from dps.prisoners.alerts.permissions import AlertPermission

    return bool(_TOPIC.match(topic)) and holds(actor, AlertPermission.BULK)


def register() -> None:
    """Called once when the application starts."""
    from dps.identity.home.tiles import Tile
    from dps.identity.home.tiles import register as add_tile
    from dps.platform import access, api, live, local_time
    from dps.platform.jobs import upkeep
    from dps.prisoners.alerts import presenters
    from dps.prisoners.alerts.api import ROUTERS
    from dps.prisoners.alerts.commands import bulk
    from dps.prisoners.alerts.commands.restoring import restore
    from dps.prisoners.alerts.permissions import GRANTS, AlertPermission
    from dps.prisoners.changes import kinds
    from dps.prisoners.profile import tabs
    from dps.prisoners.rules.access import Part

    access.register(GRANTS)
    tabs.register(tabs.Tab("Alerts", "alerts/", 30))
    live.register_guard(_may_listen)
    upkeep.register("bulk alerts never started", lambda: bulk.forget_old_drafts(local_time.now() - bulk.KEEP_DRAFTS))
    kinds.register(kinds.Kind("alert", lambda key: "Alert", presenters.describe, Part.BASIC, Part.EDIT_ALERTS, restore))
    for prefix, router in ROUTERS.items():
        api.register(router, prefix)
    add_tile(
        Tile(
            "Manage alert types and codes",
            "Types and codes, who may use a restricted one, and alerts of anybody",
            "alerts_administration",
            AlertPermission.ADMINISTER,
            60,
        )
    )
    add_tile(Tile("Bulk alerts", "Give one alert to many people at once", "bulk_alerts", AlertPermission.BULK, 61))
    add_tile(
        Tile(
            "Alert reports",
            "Alerts nobody has looked at for a long time, and alerts by month",
            "stale_alerts",
            AlertPermission.REPORT,
            62,
        )
    )
