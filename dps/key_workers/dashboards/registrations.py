"""What the live pages add to others: tiles, and who may hear that a prison or the nation moved."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dps.platform.access import Actor


def may_listen(actor: "Actor", topic: str) -> bool:
    """Whoever may see the page that shows it: of the prison they work in, or of the nation."""
    from dps.key_workers.dashboards import topics
    from dps.key_workers.permissions import SEE, KeyWorkPermission
    from dps.platform.access import holds

    if topic == topics.NATIONAL:
        return holds(actor, KeyWorkPermission.SEE_NATIONAL)
    prison = topics.prison_of(topic)
    return bool(prison) and prison == actor.active_caseload and any(holds(actor, one) for one in SEE.values())


def register() -> None:
    """Called once when the application starts."""
    from dps.identity.home.tiles import Tile
    from dps.identity.home.tiles import register as add_tile
    from dps.key_workers.levels import Level
    from dps.key_workers.permissions import KeyWorkPermission
    from dps.key_workers.settings import home
    from dps.platform import live

    live.register_guard(may_listen)
    home.register(
        home.HomeTile(
            "Today and this week",
            "Sessions against plan by {worker} and wing, and who is overdue. Moves by itself",
            "today/",
            Level.VIEW,
            15,
        )
    )
    add_tile(
        Tile(
            "Key workers in all prisons",
            "Sessions against plan, delivery rates and people without a key worker, by prison",
            "key_work_national",
            KeyWorkPermission.SEE_NATIONAL,
            56,
        )
    )
