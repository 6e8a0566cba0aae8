"""Which types and sub-types a member of staff may choose, and which come first (case-notes.md 2.2, 9)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from dps.case_notes.catalogue.queries import SubType, sub_type, sub_types
from dps.case_notes.rules.access import may_use_kind
from dps.platform.access import Actor
from dps.platform.web.refusals import NotFound
from dps.prisoners.permissions import viewer_of

MOST_RECENT = 5
"""Recently used kinds above the lists; favourites are shown all."""


@dataclass(frozen=True, slots=True)
class Offered:
    """The types one member of staff may choose, in order, each with its sub-types."""

    types: Mapping[str, str]
    """Code to what it is called."""
    of_type: Mapping[str, Sequence[SubType]]
    by_id: Mapping[int, SubType] = field(default_factory=dict)

    def one(self, type: str, code: str) -> SubType | None:
        """The sub-type with these codes when it is offered."""
        return next((one for one in self.of_type.get(type, ()) if one.code == code), None)

    def as_lists(self) -> list[tuple[str, str, list[tuple[str, str]]]]:
        """What a script chooses from: (type, words, [(sub-type, words)])."""
        return [
            (code, words, [(one.code, one.description) for one in self.of_type[code]])
            for code, words in self.types.items()
        ]


def offered_to(actor: Actor, today: date) -> Offered:
    """What this member of staff may choose today. One statement."""
    viewer = viewer_of(actor)
    found = [
        one
        for one in sub_types(selectable=True, include_restricted=True, on=today)
        if may_use_kind(viewer, sensitive=one.sensitive, restricted_use=one.restricted_use)
    ]
    of_type: dict[str, list[SubType]] = {}
    for one in found:
        of_type.setdefault(one.type, []).append(one)
    return Offered({one.type: one.type_description for one in found}, of_type, {one.id: one for one in found})


def require_offered(offered: Offered, type: str, code: str) -> None:
    """Refuse a type or sub-type that this member of staff may not use, as if there were none (2.2). A sub-type of
    another type is not refused: a form without script may send one that was listed before the type was changed.

    One statement at most. Raises NotFound.
    """
    if type and type not in offered.types:
        raise NotFound(type)
    if type and code and offered.one(type, code) is None and sub_type(type, code) is not None:
        raise NotFound(f"{type} {code}")


@dataclass(frozen=True, slots=True)
class FirstChoices:
    """What stands above the lists: favourites, then recently used kinds that are none."""

    favourites: Sequence[SubType]
    recent: Sequence[SubType]


def first_choices(offered: Offered, favourites: Sequence[int], recent: Sequence[int]) -> FirstChoices:
    """The kinds to put first, of ids in order; what is no longer offered is left out, nothing comes twice."""
    chosen = [offered.by_id[one] for one in favourites if one in offered.by_id]
    others = [offered.by_id[one] for one in dict.fromkeys(recent) if one in offered.by_id and one not in favourites]
    return FirstChoices(chosen, others[:MOST_RECENT])
