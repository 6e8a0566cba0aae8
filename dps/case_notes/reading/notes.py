"""A note as it is read: everything a page, a printout or a file shows of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from dps.case_notes.catalogue.queries import SubType


@dataclass(frozen=True, slots=True)
class ReadAmendment:
    """More details added later. `marked` is the text with what was searched for between two marks; '' for nothing."""

    id: UUID
    text: str
    author_name: str
    author_username: str
    created_at: datetime
    marked: str = ""


@dataclass(frozen=True, slots=True)
class ReadNote:
    """One note with its amendments, oldest first."""

    id: UUID
    person: str
    """The prison number."""
    kind: SubType
    occurred_at: datetime
    created_at: datetime
    location: str
    author_name: str
    author_username: str
    text: str
    system_generated: bool
    version: int
    amendments: Sequence[ReadAmendment] = ()
    marked: str = ""

    @property
    def title(self) -> str:
        """Type and sub-type, as a card is headed (case-notes.md 2.1)."""
        return f"{self.kind.type_description}: {self.kind.description}"
