"""Notes made by hand for tests, about people of `dps.prisoners.tests.people`."""

from datetime import datetime, timedelta
from secrets import randbits
from typing import Any

from dps.case_notes.catalogue.loading import load_types
from dps.case_notes.models import Amendment, CaseNote, NoteSubType
from dps.case_notes.rules import ids
from dps.case_notes.writing.commands import next_own_number
from dps.case_notes.writing.recording import keep_words
from dps.platform import local_time
from dps.prisoners.models import SearchRecord


def types() -> None:
    """Every type of note, also after a test that emptied the tables."""
    if not NoteSubType.objects.exists():
        load_types()


def a_note(
    number: str,
    type: str = "OBSERVE",
    sub_type: str = "OBS_GEN",
    text: str = "Settled in well on the wing.",
    *,
    created_at: datetime | None = None,
    occurred_at: datetime | None = None,
    author_username: str = "AISHA",
    author_name: str = "Aisha Khan",
    **more: Any,
) -> CaseNote:
    """A note of an hour ago, written where the person is, found by its words. Nothing is told of it. `more` are columns
    of the note."""
    types()
    created_at = created_at or local_time.now() - timedelta(hours=1)
    place = SearchRecord.objects.filter(pk=number).values_list("agency", "booking_id").first() or ("", None)
    values: dict[str, Any] = {
        "id": ids.note_id(created_at, randbits(74)),
        "person_id": number,
        "booking_id": place[1],
        "location": place[0],
        "author_user_id": "485888",
        "created_by": author_username,
        **more,
    }
    if "legacy_id" not in values:
        values["legacy_id"] = next_own_number()
    note = CaseNote.objects.create(
        sub_type=NoteSubType.objects.get(type_id=type, code=sub_type),
        text=text,
        created_at=created_at,
        occurred_at=occurred_at or created_at,
        author_username=author_username,
        author_name=author_name,
        **values,
    )
    keep_words([note.pk])
    return note


def an_amendment(
    note: CaseNote,
    text: str = "More was said later.",
    *,
    created_at: datetime | None = None,
    author_username: str = "AISHA",
    author_name: str = "Aisha Khan",
    **more: Any,
) -> Amendment:
    """More details of a note, half an hour after it, found by their words."""
    created_at = created_at or note.created_at + timedelta(minutes=30)
    made = Amendment.objects.create(
        id=ids.note_id(created_at, randbits(74)),
        note=note,
        text=text,
        created_at=created_at,
        author_username=author_username,
        author_name=author_name,
        author_user_id="485888",
        created_by=author_username,
        **more,
    )
    keep_words([note.pk])
    return made
