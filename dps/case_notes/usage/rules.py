"""What is counted, and what must be said to have it counted. Source: case-notes.md 5.11."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

MOST_KEYS = 1000
"""People or authors in one question."""
SAY_TYPES = "Name at least one type"
SAY_PEOPLE = "Name at least one person"
SAY_AUTHORS = "Name at least one author"
TOO_MANY = f"At most {MOST_KEYS:,} at once"
WRONG_ORDER = "The end must not be before the beginning"

Kinds = Mapping[str, frozenset[str]]
"""Type to the sub-types wanted of it; none named means each of them, counted separately."""


class CountBy(StrEnum):
    """Which of a note's two dates is asked about."""

    HAPPENED = "occurred_at"
    CREATED = "created_at"


class KeyedBy(StrEnum):
    """Whose notes: about these people, or by these authors."""

    PERSON = "person_id"
    AUTHOR_USERNAME = "author_username"
    AUTHOR_ID = "author_user_id"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is counted. Both bounds belong to the time asked about; None and '' narrow nothing."""

    keys: frozenset[str]
    """Prison numbers, user names in capitals or ids of authors: see `keyed_by`."""
    kinds: Kinds
    keyed_by: KeyedBy = KeyedBy.PERSON
    count_by: CountBy = CountBy.HAPPENED
    begins: datetime | None = None
    ends: datetime | None = None
    prisons: frozenset[str] = frozenset()
    """Where the person was when it was written."""
    author_ids: frozenset[str] = frozenset()
    sensitive: bool = False
    """Whether sensitive notes are counted: only for whoever may read them."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many notes of one kind, and the latest of them."""

    type: str
    sub_type: str
    count: int
    last_happened: datetime
    last_created: datetime

    def latest(self, by: CountBy) -> datetime:
        """The later of the dates that are asked about."""
        return self.last_created if by is CountBy.CREATED else self.last_happened


def problems(wanted: Wanted) -> dict[str, str]:
    """What is missing or wrong, by the names of `Wanted`."""
    nobody = SAY_PEOPLE if wanted.keyed_by is KeyedBy.PERSON else SAY_AUTHORS
    found = {
        "keys": nobody if not wanted.keys else TOO_MANY if len(wanted.keys) > MOST_KEYS else "",
        "kinds": "" if wanted.kinds else SAY_TYPES,
        "ends": WRONG_ORDER if wanted.begins and wanted.ends and wanted.ends < wanted.begins else "",
    }
    return {name: words for name, words in found.items() if words}


def gathered(named: Iterable[tuple[str, frozenset[str]]]) -> dict[str, frozenset[str]]:
    """Types named several times as one. A whole type swallows single sub-types of it."""
    found: dict[str, frozenset[str]] = {}
    for type, sub_types in named:
        before = found.get(type)
        whole = not sub_types or (before is not None and not before)
        found[type] = frozenset() if whole else (before or frozenset()) | sub_types
    return found


def is_wanted(kinds: Kinds, type: str, sub_type: str) -> bool:
    """Whether notes of a kind are counted."""
    sub_types = kinds.get(type)
    return sub_types is not None and (not sub_types or sub_type in sub_types)
