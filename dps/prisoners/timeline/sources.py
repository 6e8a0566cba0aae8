"""Where the entries of a timeline come from: registered by the room that knows of each, each failing alone.

A source is SQL that gives (at timestamptz, id text, data jsonb) of one person; it may use %(number)s, %(booking)s,
%(today)s and %(kinds)s (the kinds of change the viewer may know of). The timeline reads all it may show in one
statement, and one by one only when that fails.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from dps.platform.access import Actor
from dps.prisoners.rules.access import Part

if TYPE_CHECKING:
    from dps.prisoners.profile.frame import Opened


@dataclass(frozen=True, slots=True)
class Told:
    """One entry in words. `path` is below the person's address; '' for no link."""

    words: str
    detail: str = ""
    path: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """One kind of entry. `title` is what staff call it, as in the filter: "Alerts"."""

    key: str
    title: str
    order: int
    part: Part
    sql: str
    tell: Callable[[Mapping[str, Any]], Told]
    whole_days: bool = False
    """Its moments are days: no time of day is shown."""
    shown: "Callable[[Opened, Actor], bool] | None" = None
    """A further rule of the service whose entries they are."""

    def is_for(self, person: "Opened", actor: Actor) -> bool:
        """Whether this actor may read these entries about this person."""
        return person.may(self.part) and (self.shown is None or self.shown(person, actor))


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a timeline."""

    at: datetime
    kind: str
    told: Told
    whole_day: bool


_sources: dict[str, Source] = {}


def register(source: Source) -> None:
    """Add a source. Called from `AppConfig.ready`."""
    _sources[source.key] = source


def registered() -> list[Source]:
    """Every source, in the order of the filter."""
    return sorted(_sources.values(), key=lambda source: (source.order, source.key))
