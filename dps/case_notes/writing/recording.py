"""What every write of a note does besides, in its own transaction: words to search by, audit, events, watchers, NOMIS.

Whoever changes a note takes `carried(note)` before and calls `note_changed` after; `note_written` is for new and
restored ones, `note_deleted` for those that are gone. Loads of many notes from NOMIS call `keep_words` and
`watchers.tell` themselves.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from dps.case_notes import watchers
from dps.case_notes.models import CaseNote
from dps.case_notes.rules.catalogue import source_of
from dps.platform import audit, events
from dps.platform.access import Actor
from dps.prisoners.changes.recording import Made, Values, hand_on

KIND = "case note"
"""The kind of change by which the NOMIS link knows a note; its key is the id."""
MOST_SEARCHED = 200_000
"""Characters of a note and its amendments that are searched: a limit of the database far beyond any real note."""

_KEEP_WORDS = """
UPDATE case_notes_casenote n
   SET words = to_tsvector('english', left(n.text || coalesce(
         (SELECT string_agg(' ' || a.text, '' ORDER BY a.created_at, a.id)
            FROM case_notes_amendment a WHERE a.note_id = n.id), ''), %s))
 WHERE n.id = ANY(%s)
"""


def keep_words(note_ids: Sequence[UUID]) -> None:
    """Put what notes are searched by in step with their texts and amendments. One statement."""
    if note_ids:
        with connection.cursor() as cursor:
            cursor.execute(_KEEP_WORDS, [MOST_SEARCHED, list(note_ids)])


def carried(note: CaseNote) -> Values | None:
    """A note with its amendments as it is carried to NOMIS; None when it never goes there: its sub-type does not, or a
    system wrote it by itself, and NOMIS names a member of staff for each. Two statements."""
    if not note.sub_type.sync_to_nomis or not note.author_user_id:
        return None
    return {
        "type": note.sub_type.type_id,
        "sub_type": note.sub_type.code,
        "text": note.text,
        "occurred_at": note.occurred_at,
        "author_username": note.author_username,
        "location": note.location,
        "amendments": list(
            note.amendments.order_by("created_at", "id").values("author_username", "created_at", "text")
        ),
    }


def note_written(
    note: CaseNote, *, by: Actor, at: datetime, action: str = "CASE_NOTE_CREATED", details: dict[str, Any] | None = None
) -> None:
    """A note is there that was not before."""
    keep_words([note.pk])
    _tell("created", note, by=by, at=at, action=action, details=details)
    kind = f"{note.sub_type.type_id}-{note.sub_type.code}"
    events.publish(
        "prison.case-note.published",
        subject=note.person_id,
        data={"caseNoteId": str(note.pk), "caseNoteType": kind, "agencyLocationId": note.location},
        at=at,
    )
    hand_to_nomis(note, before=None, after=carried(note), by=by)


def note_changed(
    note: CaseNote,
    *,
    before: Values | None,
    by: Actor,
    at: datetime,
    action: str = "CASE_NOTE_UPDATED",
    details: dict[str, Any] | None = None,
) -> None:
    """A note was added to, or put right. `before` is what `carried` gave before the change."""
    keep_words([note.pk])
    _tell("updated", note, by=by, at=at, action=action, details=details)
    hand_to_nomis(note, before=before, after=carried(note), by=by)


def note_deleted(
    note: CaseNote,
    *,
    before: Values | None,
    by: Actor,
    at: datetime,
    action: str = "CASE_NOTE_DELETED",
    details: dict[str, Any] | None = None,
) -> None:
    """A note is gone. `note` is what was read of it, `before` what `carried` gave while it was there."""
    _tell("deleted", note, by=by, at=at, action=action, details=details)
    hand_to_nomis(note, before=before, after=None, by=by)


def hand_to_nomis(note: CaseNote, *, before: Values | None, after: Values | None, by: Actor) -> None:
    """Have a change of a note carried to NOMIS; nothing when it neither was nor is to be there."""
    made = Made(KIND, str(note.pk), before, after, note.booking_id)
    hand_on(note.person_id, [made], by=by, prison=note.location)


def told_of(note: CaseNote) -> dict[str, Any]:
    """What events say of a note (case-notes.md 8): never its text."""
    kind = note.sub_type
    return {
        "id": str(note.pk),
        "legacyId": note.legacy_id,
        "type": kind.type_id,
        "subType": kind.code,
        "source": source_of(sync_to_nomis=kind.sync_to_nomis, selectable=kind.selectable),
        "syncToNomis": kind.sync_to_nomis,
        "systemGenerated": note.system_generated,
    }


def _tell(what: str, note: CaseNote, *, by: Actor, at: datetime, action: str, details: dict[str, Any] | None) -> None:
    audit.record(
        action,
        by=by,
        subject_type="prisoner",
        subject_id=note.person_id,
        details={
            "note": str(note.pk),
            "type": note.sub_type.type_id,
            "subType": note.sub_type.code,
            **(details or {}),
        },
        at=at,
    )
    events.publish(f"person.case-note.{what}", subject=note.person_id, data=told_of(note), at=at)
    watchers.tell([note.pk])
