"""The kinds of things that can be changed: registered by the room that changes them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dps.prisoners.rules.access import Part

if TYPE_CHECKING:
    from dps.platform.access import Actor
    from dps.prisoners.changes.models import Change

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind. `part` is what one must be allowed to see to read its history, `edit` to put a state back."""

    key: str
    title: Callable[[str], str]
    """The name staff know it by, given the key of one: "Religion, faith or belief"."""
    describe: Callable[[str, Values], str]
    """One state in words, given the key and the fields."""
    part: Part = Part.BASIC
    edit: Part = Part.EDIT_SENSITIVE
    restore: "Callable[[Change, Actor], None] | None" = None
    """Puts back the state before a change. Raises Invalid and Conflict. None: cannot be put back."""


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Add a kind. Called from `AppConfig.ready`."""
    _kinds[kind.key] = kind


def kind_of(key: str) -> Kind | None:
    """The kind with this key; None for one whose service is gone."""
    return _kinds.get(key)


def registered() -> list[Kind]:
    """Every kind, by key."""
    return [_kinds[key] for key in sorted(_kinds)]
