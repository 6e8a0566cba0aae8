"""What a note was is kept whole before it is replaced, moved or deleted (case-notes.md 3, DeletedCaseNote)."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from dps.case_notes.models import Amendment, CaseNote, DeletedNote
from dps.platform.access import Actor

NOTE_FIELDS = (
    "id",
    "person_id",
    "booking_id",
    "occurred_at",
    "location",
    "author_username",
    "author_user_id",
    "author_name",
    "text",
    "system_generated",
    "system",
    "legacy_id",
    "nomis_id",
    "created_at",
    "created_by",
    "version",
)
AMENDMENT_FIELDS = (
    "id",
    "author_username",
    "author_user_id",
    "author_name",
    "text",
    "system",
    "created_at",
    "created_by",
)


def content_of(note: CaseNote, amendments: Iterable[Amendment]) -> dict[str, Any]:
    """Everything of a note by the names of our own columns; `type` and `sub_type` as codes, `amendments` a list."""
    return {
        **{name: getattr(note, name) for name in NOTE_FIELDS},
        "type": note.sub_type.type_id,
        "sub_type": note.sub_type.code,
        "amendments": [amendment_content(one) for one in amendments],
    }


def amendment_content(amendment: Amendment) -> dict[str, Any]:
    """Everything of an amendment by the names of our own columns."""
    return {name: getattr(amendment, name) for name in AMENDMENT_FIELDS}


def keep(
    notes: Sequence[CaseNote],
    *,
    cause: DeletedNote.Cause,
    by: Actor,
    at: datetime,
    reason: str = "",
    system: str = CaseNote.System.DPS,
) -> list[DeletedNote]:
    """Keep notes (with their sub-types read) as they are now, in the current transaction. Two statements."""
    amendments: dict[UUID, list[Amendment]] = {}
    for one in Amendment.objects.filter(note__in=notes).order_by("created_at", "id"):
        amendments.setdefault(one.note_id, []).append(one)
    return DeletedNote.objects.bulk_create(
        DeletedNote(
            person_id=note.person_id,
            note_id=note.pk,
            legacy_id=note.legacy_id,
            content=content_of(note, amendments.get(note.pk, [])),
            deleted_at=at,
            deleted_by=by.username,
            deleted_by_name=by.display_name,
            caseload=by.active_caseload,
            system=system,
            cause=cause,
            reason=reason,
        )
        for note in notes
    )
