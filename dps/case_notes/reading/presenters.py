"""Notes in words, for pages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import QueryDict

from dps.case_notes.reading import note_actions
from dps.case_notes.reading.notes import ReadAmendment, ReadNote
from dps.case_notes.reading.queries.listing import Kinds
from dps.case_notes.reading.rules import Filters, Moment, lines_of, slip_of
from dps.estate import queries as estate
from dps.platform import local_time
from dps.platform.access import Actor
from dps.platform.design.paging import with_changes
from dps.prisoners.profile.frame import Opened

PLACES = {"OUT": "Outside", "TRN": "In transfer"}
Lines = Sequence[Sequence[tuple[str, bool]]]
_SLIPS = {
    "warning": "Print a copy of the incentive level warning",
    "encouragement": "Print a copy of the incentive level encouragement",
}
_DAYS = {name: [f"{name}-{part}" for part in ("day", "month", "year")] for name in ("since", "until")}


@dataclass(frozen=True, slots=True)
class Added:
    """More details, as shown."""

    lines: Lines
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Card:
    """One note, as shown. `about` names it for whoever cannot see where a link stands."""

    id: str
    title: str
    lines: Lines
    created_at: datetime
    occurred_at: datetime
    author: str
    place: str
    is_system: bool
    is_sensitive: bool
    added: Sequence[Added]
    actions: Sequence[tuple[str, str]]
    address: str
    slip_words: str
    about: str


def place_words(code: str) -> str:
    """The name of a prison; a note may also have been written about somebody outside or in transfer."""
    return PLACES.get(code) or estate.agency_name(code)


def card(note: ReadNote, person: Opened | None, actor: Actor) -> Card:
    """A note as a card. Without the person opened, as on a list about several people, it has no actions."""
    slip = slip_of(note.kind.type, note.kind.code)
    return Card(
        id=str(note.id),
        title=note.title,
        lines=lines_of(note.text, note.marked),
        created_at=note.created_at,
        occurred_at=note.occurred_at,
        author=note.author_name,
        place=place_words(note.location),
        is_system=note.system_generated or not note.kind.selectable,
        is_sensitive=note.kind.sensitive,
        added=[_added(one) for one in note.amendments],
        actions=note_actions.offered_on(note, person, actor) if person else [],
        address=f"/prisoners/{note.person}/case-notes/{note.id}/",
        slip_words=_SLIPS.get(slip, ""),
        about=f"{note.title}, created {local_time.long_date_and_time(note.created_at)}",
    )


def _added(one: ReadAmendment) -> Added:
    return Added(lines_of(one.text, one.marked), one.created_at, one.author_name)


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in use: what it says and the address without it."""

    text: str
    remove: str


def chips(query: QueryDict, filters: Filters, kinds: Kinds) -> list[Chip]:
    """The filters in use."""

    def chip(text: str, *names: str) -> Chip:
        return Chip(text, with_changes(query, **dict.fromkeys([*names, "page", "showAll"])))

    shown = [(words, names) for words, names in filter_words(filters, kinds) if words]
    return [chip(words, *names) for words, names in shown]


def filter_words(filters: Filters, kinds: Kinds) -> list[tuple[str, Sequence[str]]]:
    """What each filter says, '' for one not in use, and the parameters it is made of."""
    kind = next((one for one in kinds.values() if one.type == filters.type), None)
    sub = next((one for one in kinds.values() if (one.type, one.code) == (filters.type, filters.sub_type)), None)
    moment = "Happened" if filters.moment is Moment.HAPPENED else "Created"
    since, until = local_time.short_date(filters.since), local_time.short_date(filters.until)
    return [
        (f"Text has: {filters.words}" if filters.words else "", ["words"]),
        (kind.type_description if kind and filters.type else "", ["type", "sub_type", "subType"]),
        (sub.description if sub else "", ["sub_type", "subType"]),
        (f"{moment} from {since}" if since else "", _DAYS["since"]),
        (f"{moment} up to {until}" if until else "", _DAYS["until"]),
        (f"Written by: {filters.author}" if filters.author else "", ["author"]),
        (f"Written at {place_words(filters.prison)}" if filters.prison else "", ["prison"]),
        ("System entries hidden" if filters.hide_system else "", ["hide"]),
    ]


@dataclass(frozen=True, slots=True)
class TypeCount:
    """How many notes of a type were found, and the address of only those."""

    words: str
    number: int
    address: str
    is_chosen: bool


def counts_by_type(query: QueryDict, filters: Filters, kinds: Kinds, numbers: Mapping[int, int]) -> list[TypeCount]:
    """How many notes the other filters find of each type, most first."""
    of_type: dict[str, int] = {}
    words: dict[str, str] = {}
    for kind in kinds.values():
        if numbers.get(kind.id):
            of_type[kind.type] = of_type.get(kind.type, 0) + numbers[kind.id]
            words[kind.type] = kind.type_description
    return [
        TypeCount(
            words[type], number, with_changes(query, type=type, sub_type=None, subType=None, page=None, showAll=None),
            type == filters.type,
        )
        for type, number in sorted(of_type.items(), key=lambda one: (-one[1], words[one[0]].casefold()))
    ]  # fmt: skip
