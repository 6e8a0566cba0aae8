"""What a feed is: where rows come from in NOMIS, what is made of each, and where it goes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from dps.legacy.translation import Converter

STAMPS = ("audit_timestamp", "modify_datetime", "create_datetime")
"""The columns that tell when a row was written, best first (legacy-nomis.md 1)."""
OWN_IDS_FROM = 10_000_000_000
"""Ids from here up were given by DPS, not NOMIS, whose numbers have ten digits (decision 2)."""
OURS = "DPS_SYNCHRONISATION"
"""What AUDIT_MODULE_NAME begins with when DPS wrote the row."""


class Owner(StrEnum):
    """Whose search record and page a row of the target belongs on."""

    PERSON = "person_id"
    BOOKING = "booking_id"
    ADJUDICATION = "adjudication_id"
    VISIT = "visit_id"
    CARE_NEED = "care_need_id"
    ADDRESS = "address_id"
    CSIP_RECORD = "record_id"
    CONTACT = "contact_person_id"
    """Somebody whom people know: everybody who knows them."""
    LOCATION = "id"
    ACCOUNT = "username"
    NOBODY = ""


class Parent(StrEnum):
    """What must be here before a row can be stored."""

    NONE = ""
    BOOKING = "booking"
    ADJUDICATION = "adjudication"
    VISIT = "visit"
    CARE_NEED = "care need"
    ADDRESS = "address"
    CSIP_RECORD = "csip record"


@dataclass(frozen=True, slots=True)
class Column:
    """`target` is `convert` of the NOMIS columns `sources` (`column`, or `alias.column` of a joined table)."""

    target: str
    sources: tuple[str, ...]
    convert: Converter
    needed: bool = False
    """Refuse the row when the value is empty."""
    sql_type: str = ""
    """Given for a value that is not a column of the target but is used to find or settle it."""


def column(target: str, sources: str, convert: Converter, *, needed: bool = False, sql_type: str = "") -> Column:
    """A Column whose sources are named in one text, separated by spaces."""
    return Column(target, tuple(sources.split()), convert, needed, sql_type)


@dataclass(frozen=True, slots=True)
class Join:
    """A further NOMIS table: `alias`, and pairs of (driving column or `alias.column` of a join before it, its column).
    Rows without a partner are kept."""

    table: str
    alias: str
    on: tuple[tuple[str, str], ...]
    required: bool = False
    """The feed cannot run where this table is absent."""
    where: tuple[tuple[str, str], ...] = ()
    """Pairs of (its column, the code it must hold)."""
    followed: bool = True
    """A change of its rows is a change of the feed's rows; not so where they are only looked up once."""


@dataclass(frozen=True, slots=True)
class Settled:
    """What a hook of a feed did with a lot by itself."""

    owners: set[str] = field(default_factory=set)
    rows: int = 0
    """How many rows it stored or changed."""


@dataclass(frozen=True, slots=True)
class Feed:
    """One kind of data from NOMIS."""

    name: str
    title: str
    """What staff call it, e.g. "Alerts"."""
    area: str
    """The category of the change event, e.g. ALERTS."""
    table: str
    key: tuple[str, ...]
    """Columns that tell one row of NOMIS from another; the first orders the reading."""
    target: str
    """`app.Model`."""
    conflict: tuple[str, ...]
    """Target columns that tell one row here from another."""
    columns: tuple[Column, ...]
    owner: Owner
    parent: Parent = Parent.NONE
    joins: tuple[Join, ...] = ()
    where: str = ""
    """Narrows the reading: portable SQL on the driving table, alias `a`."""
    fixed: dict[str, str] = field(default_factory=dict)
    """Target column -> SQL for new rows, e.g. {"id": "gen_random_uuid()"}."""
    values: dict[str, str] = field(default_factory=dict)
    """Target column -> SQL over the staged row `s` and `lookups`, when not the staged value itself."""
    lookups: str = ""
    """SQL joins from the staged row `s` to what `values` needs; LEFT, with `waits_for` telling what is missing."""
    waits_for: tuple[tuple[str, str], ...] = ()
    """(SQL condition that is true when something is missing, SQL text that says what)."""
    passes_over: str = ""
    """SQL condition for staged rows that are well but not kept, e.g. alerts of an old booking."""
    update_when: str = ""
    """SQL condition on the stored row `t` for it to be changed at all; `false` means only ever add."""
    scope: str = ""
    """SQL condition on the target `t`: which rows this feed answers for when it looks for deleted ones."""
    keeps_deleted: bool = False
    """Rows that vanish from NOMIS stay (codes and prisons: old records point at them)."""
    batch: int = 5000
    shared: bool = False
    """Also written by DPS: rows that DPS itself wrote to NOMIS are not read back while following."""
    before: Callable[[Any, str, bool], Settled] | None = None
    """Called with a cursor, the staging table, and whether others are told, before rows are stored. What it takes out
    of the staging table is settled."""
    after: Callable[[Any, str, bool], None] | None = None
    """Called likewise after rows were stored, with the staging table still there."""
    remove: Callable[[Sequence[Any], bool], None] | None = None
    """Called with primary keys, and whether others are told, instead of deleting rows that NOMIS no longer has."""
    quiet: bool = False
    """Its rows are no part of what search knows of a person: what follows from a change is told by the feed itself."""

    unshown: frozenset[str] = frozenset()
    """Target columns whose values the console does not show, only that they differ."""

    @property
    def first_key(self) -> str:
        return self.key[0]
