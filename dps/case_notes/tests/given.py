"""Notes of every state, for the walks over all pages of the product."""

from uuid import UUID

from dps.case_notes.models import Amendment, DeletedNote
from dps.case_notes.tests.notes import a_note, an_amendment
from dps.case_notes.writing.keeping import content_of
from dps.platform import local_time


def give_notes(number: str, key: str) -> None:
    """A note that is there, with more details, both of the id `key`; and one, the first, that was deleted."""
    note = a_note(number, id=UUID(key))
    Amendment.objects.filter(pk=an_amendment(note).pk).update(id=UUID(key))
    gone = a_note(number, text="Deleted since.")
    added = [an_amendment(gone, "Deleted with it.")]
    DeletedNote.objects.create(
        id=1, person_id=number, note_id=gone.pk, legacy_id=gone.legacy_id, content=content_of(gone, added),
        deleted_at=local_time.now(), deleted_by="ADMIN", deleted_by_name="Ann Lee", system="DPS", cause="DELETE",
        reason="Of somebody else",
    )  # fmt: skip
    gone.delete()
