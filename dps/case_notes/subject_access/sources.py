"""What is given to a person who asks: each service that holds something about people registers a source here.

sources.register(Source("keyWorkers", "Key workers and personal officers", 20, allocations_of))
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dps.case_notes.subject_access.rules import Window


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that is held: for programs, and as it is printed."""

    data: Mapping[str, Any]
    """As JSON: names in camelCase, moments and days as ISO 8601."""
    title: str
    facts: Sequence[tuple[str, str]] = ()
    """(what, value), as on paper."""
    texts: Sequence[tuple[str, str]] = field(default_factory=tuple)
    """(heading, text); line ends are kept. A heading may be ''."""


@dataclass(frozen=True, slots=True)
class Source:
    """One kind of thing. `read` gives all of a person's that fall into the days asked about, oldest first, in a known
    number of statements however many there are."""

    key: str
    """Its name in the JSON."""
    words: str
    """Its heading on paper."""
    order: int
    read: Callable[[str, Window], Sequence[Entry]]


_sources: dict[str, Source] = {}


def register(source: Source) -> None:
    """Add a source. Called from `AppConfig.ready`."""
    _sources[source.key] = source


def in_order() -> list[Source]:
    """Every source, as they are shown."""
    return sorted(_sources.values(), key=lambda source: (source.order, source.key))
