"""What figures add to others: jobs, a tile on the home of the service, who hears how far a rebuild is."""

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dps.platform.access import Actor

_TOPIC = re.compile(r"\Akey-work-figures-\d{1,18}\Z")


def _may_listen(actor: "Actor", topic: str) -> bool:
    from dps.key_workers.permissions import KeyWorkPermission
    from dps.platform.access import holds

    return bool(_TOPIC.match(topic)) and holds(actor, KeyWorkPermission.ADMINISTER)


def register() -> None:
    """Called once when the application starts."""
    from dps.key_workers.figures import api as of_figures
    from dps.key_workers.figures import jobs  # noqa: F401 its timers are known by being imported
    from dps.key_workers.figures.commands import PEOPLE_KEPT, forget_people_of
    from dps.key_workers.levels import Level
    from dps.key_workers.settings import home
    from dps.platform import api, live, local_time
    from dps.platform.jobs import upkeep

    api.register(of_figures.of_prison, "/prisons")
    api.register(of_figures.of_all, "/key-work-statistics")
    live.register_guard(_may_listen)
    upkeep.register("people in key work figures", lambda: forget_people_of(local_time.today() - PEOPLE_KEPT))
    home.register(
        home.HomeTile(
            "View {worker} data",
            "Sessions, allocations and waiting times of a range of days, compared with another",
            "data/",
            Level.VIEW,
            50,
        )
    )
