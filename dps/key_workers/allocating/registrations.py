"""What the allocate pages add to the home of the service."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dps.key_workers.levels import Here


def _described(here: "Here") -> str:
    if not here.may_allocate:
        return "Search for people and see who their {worker} is"
    if here.settings.allow_recommendation:
        return "Search and choose, or have {workers} recommended for everybody who has none"
    return "Search for people and choose their {worker}"


def register() -> None:
    """Called once when the application starts."""
    from dps.key_workers.allocating.api import people, prisons
    from dps.key_workers.levels import Level
    from dps.key_workers.settings import home
    from dps.platform import api

    api.register(people.router, "/prisoners")
    api.register(prisons.router, "/prisons")
    api.register(prisons.searching, "/search/prisons")

    home.register(home.HomeTile("Allocate {workers} to prisoners", "", "allocate", Level.VIEW, 10, describe=_described))
