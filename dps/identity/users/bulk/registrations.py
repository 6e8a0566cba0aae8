import re

from dps.platform.access import Actor, holds

_TOPIC = re.compile(r"\Abulk-change-\d{1,18}\Z")


def _may_listen(actor: Actor, topic: str) -> bool:
    from dps.identity.users.bulk.permissions import BulkPermission

    return bool(_TOPIC.match(topic)) and holds(actor, BulkPermission.CHANGE)


def register_all() -> None:
    """The grants of changes in bulk, their cards, who may hear of them. Called once when the application starts."""
    from dps.identity.users import menu
    from dps.identity.users.bulk import commands
    from dps.identity.users.bulk.permissions import GRANTS, BulkPermission
    from dps.platform import access, live, local_time
    from dps.platform.jobs import upkeep

    access.register(GRANTS)
    live.register_guard(_may_listen)
    upkeep.register(
        "bulk changes never started", lambda: commands.forget_old_drafts(local_time.now() - commands.KEEP_DRAFTS)
    )
    menu.register(
        menu.MenuCard(
            "Change roles in bulk",
            "Give up to five roles to a list of people, or take them away",
            "bulk:begin",
            BulkPermission.CHANGE,
            100,
        )
    )
    menu.register(
        menu.MenuCard(
            "View bulk role changes",
            "How far they are, and what came of each",
            "bulk:list",
            BulkPermission.CHANGE,
            110,
        )
    )
