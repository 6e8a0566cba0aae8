"""The tabs of a person's pages: registered by the room that owns each, shown to whoever may see its part."""

from dataclasses import dataclass

from dps.prisoners.rules.access import Part, Viewer, Whereabouts, may_see


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab. `path` is below the person's address and ends in a slash; '' is the overview."""

    words: str
    path: str
    order: int
    part: Part = Part.BASIC


_tabs: dict[str, Tab] = {}


def register(tab: Tab) -> None:
    """Add a tab. Called from `AppConfig.ready`."""
    _tabs[tab.path] = tab


def tabs_for(whereabouts: Whereabouts, viewer: Viewer) -> list[tuple[str, str]]:
    """(words, path) of the tabs this viewer may open, in order."""
    shown = sorted(_tabs.values(), key=lambda tab: (tab.order, tab.words))
    return [(tab.words, tab.path) for tab in shown if may_see(tab.part, whereabouts, viewer)]
