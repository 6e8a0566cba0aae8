"""What case notes keep. Every table of the service is here; each room reads and writes its own."""

from dps.case_notes.models.deleted import DeletedNote
from dps.case_notes.models.notes import Amendment, CaseNote
from dps.case_notes.models.own import Draft, FavouriteKind, ReadyText
from dps.case_notes.models.switches import SystemNoteSwitch
from dps.case_notes.models.types import NoteSubType, NoteType

__all__ = [
    "Amendment",
    "CaseNote",
    "DeletedNote",
    "Draft",
    "FavouriteKind",
    "NoteSubType",
    "NoteType",
    "ReadyText",
    "SystemNoteSwitch",
]
