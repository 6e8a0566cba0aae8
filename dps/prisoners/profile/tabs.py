"""The tabs of a person's pages: registered by the room that owns each, shown to whoever may see its part."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dps.platform.access import Actor
from dps.prisoners.rules.access import Part, may_see

if TYPE_CHECKING:
    from dps.prisoners.profile.frame import Opened


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab. `path` is below the person's address and ends in a slash; '' is the overview.

    `shown` is a further rule of the service whose tab it is; what fails to answer is not shown.
    """

    words: str
    path: str
    order: int
    part: Part = Part.BASIC
    shown: "Callable[[Opened, Actor], bool] | None" = None


_tabs: dict[str, Tab] = {}


def register(tab: Tab) -> None:
    """Add a tab. Called from `AppConfig.ready`."""
    _tabs[tab.path] = tab


def tabs_for(person: "Opened", actor: Actor) -> list[tuple[str, str]]:
    """(words, path) of the tabs this actor may open, in order."""
    in_order = sorted(_tabs.values(), key=lambda tab: (tab.order, tab.words))
    return [
        (tab.words, tab.path)
        for tab in in_order
        if may_see(tab.part, *person.read_as) and (tab.shown is None or tab.shown(person, actor))
    ]
