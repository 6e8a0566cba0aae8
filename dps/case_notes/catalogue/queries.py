"""Types and sub-types, read afresh each time: marking one sensitive works at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from dps.case_notes.models import NoteSubType, NoteType
from dps.case_notes.rules import catalogue as rules
from dps.case_notes.rules.writing import without_unkept
from dps.platform import local_time


@dataclass(frozen=True, slots=True)
class SubType:
    """One sub-type with its type. Known only by both codes; codes may hold spaces and ampersands."""

    id: int
    type: str
    type_description: str
    code: str
    description: str
    active: bool
    """In use on the day that was asked about."""
    sensitive: bool
    restricted_use: bool
    sync_to_nomis: bool
    selectable: bool

    @property
    def label(self) -> str:
        """As above a note: "Positive Behaviour: Quality Work"."""
        return f"{self.type_description}: {self.description}"


_COLUMNS = (
    "id",
    "type_id",
    "type__description",
    "code",
    "description",
    "active",
    "active_from",
    "active_to",
    "sensitive",
    "restricted_use",
    "sync_to_nomis",
    "selectable",
)


def sub_types(
    *,
    selectable: bool | None = None,
    include_inactive: bool = False,
    include_restricted: bool = False,
    on: date | None = None,
) -> list[SubType]:
    """Sub-types by type then sub-type, each by description ignoring case, ties by code. One statement.

    `selectable` picks those staff may choose (True) or only systems write (False); None both. Without the two
    `include_…` only those in use `on` the day (today when none), and none of restricted use.
    """
    found = NoteSubType.objects.all()
    if selectable is not None:
        found = found.filter(selectable=selectable)
    if not include_restricted:
        found = found.filter(restricted_use=False)
    return sorted(
        (one for one in _read(found, on) if include_inactive or one.active),
        key=lambda one: (
            *rules.in_order(one.type_description, one.type),
            *rules.in_order(one.description, one.code),
        ),
    )


def types() -> dict[str, str]:
    """Code to description of every type, by description ignoring case; those without a sub-type too. One statement."""
    found = NoteType.objects.values_list("code", "description")
    return dict(sorted(found, key=lambda one: rules.in_order(one[1], one[0])))


def type_words(code: str) -> str:
    """What a type is called; '' for none. One statement."""
    return NoteType.objects.filter(pk=without_unkept(code)).values_list("description", flat=True).first() or ""


def sub_type(type: str, code: str) -> SubType | None:
    """The sub-type with these two codes, in use or not; None for none. One statement."""
    codes = {"type_id": without_unkept(type), "code": without_unkept(code)}
    return next(iter(_read(NoteSubType.objects.filter(**codes))), None)


def by_id(id: int) -> SubType | None:
    """One sub-type; None for none. One statement."""
    return next(iter(_read(NoteSubType.objects.filter(pk=id))), None)


def by_ids(ids: Iterable[int]) -> dict[int, SubType]:
    """Sub-types by their ids. One statement."""
    return {one.id: one for one in _read(NoteSubType.objects.filter(pk__in=list(ids)))}


def _read(found: "QuerySet[NoteSubType]", on: date | None = None) -> list[SubType]:
    day = on or local_time.today()
    return [
        SubType(
            id,
            type,
            type_description,
            code,
            description,
            rules.is_offered(active=active, active_from=active_from, active_to=active_to, on=day),
            *flags,
        )
        for id, type, type_description, code, description, active, active_from, active_to, *flags in found.values_list(
            *_COLUMNS
        )
    ]
