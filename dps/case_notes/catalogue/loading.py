"""The types and sub-types that come with the product: `data/types.csv`, every row of case-notes.md 4."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from dps.case_notes.models import NoteSubType, NoteType

TYPES = Path(__file__).parent.parent / "data" / "types.csv"


class Row(NamedTuple):
    """One row of the file."""

    type: str
    type_description: str
    code: str
    description: str
    active: bool
    selectable: bool
    sensitive: bool
    restricted_use: bool
    sync_to_nomis: bool


def rows() -> Iterator[Row]:
    """The rows of the file. Codes are taken exactly as they are: some hold spaces and ampersands."""
    with TYPES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            type, type_description, code, description = (row[name] for name in Row._fields[:4])
            yield Row(type, type_description, code, description, *(row[name] == "yes" for name in Row._fields[4:]))


def load_types(types: Any = NoteType, sub_types: Any = NoteSubType) -> int:
    """Add the types and sub-types that are not there yet; what is there stays as those who look after it left it.

    Gives how many sub-types were new. A migration passes the tables as they are at its time.
    """
    found = list(rows())
    types.objects.bulk_create(
        [
            types(code=code, description=words)
            for code, words in {row.type: row.type_description for row in found}.items()
        ],
        ignore_conflicts=True,
    )
    before = sub_types.objects.count()
    sub_types.objects.bulk_create(
        [
            sub_types(
                type_id=row.type,
                code=row.code,
                description=row.description,
                active=row.active,
                selectable=row.selectable,
                sensitive=row.sensitive,
                restricted_use=row.restricted_use,
                sync_to_nomis=row.sync_to_nomis,
            )
            for row in found
        ],
        ignore_conflicts=True,
    )
    added: int = sub_types.objects.count() - before
    return added
