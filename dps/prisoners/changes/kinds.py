"""The kinds of things that can be changed: registered by the room that changes them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

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
    can_restore: "Callable[[Change], bool]" = lambda change: True
    """Whether there is anything before this change to be put back; asked before it is offered."""
    parts: Mapping[str, Part] = field(default_factory=dict)
    edits: Mapping[str, Part] = field(default_factory=dict)
    """For keys that have a rule of their own, in place of `part` and `edit`."""
    now: "Callable[[str, str, int | None], Values | None] | None" = None
    """The state now, by prison number, key and booking, for the page that asks before it puts one back."""

    def read_part(self, key: str) -> Part:
        """What one must be allowed to see to read the history of this one."""
        return self.parts.get(key, self.part)

    def edit_part(self, key: str) -> Part:
        """What one must be allowed to do to put back an earlier state of this one."""
        return self.edits.get(key, self.edit)

    @property
    def slug(self) -> str:
        """The kind in an address."""
        return self.key.replace(" ", "-")


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


def kind_at(slug: str) -> Kind | None:
    """The kind that has this word in its addresses; None for none."""
    return next((kind for kind in _kinds.values() if kind.slug == slug), None)


def history_path(kind: str, key: str = "") -> str:
    """Where the history of one thing is, below the person's address."""
    return f"changes/{kind.replace(' ', '-')}/{f'{quote(key)}/' if key else ''}"
