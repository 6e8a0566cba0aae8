"""Notes that go from one prison number to another: two numbers that are one person, a booking that was somebody else's
(case-notes.md 5.7)."""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from dps.case_notes import watchers
from dps.case_notes.models import CaseNote, DeletedNote
from dps.case_notes.writing.keeping import keep
from dps.case_notes.writing.recording import told_of
from dps.platform import audit, events, local_time
from dps.platform.access import SYSTEM, Actor
from dps.platform.events import Source
from dps.platform.web.refusals import NotFound
from dps.prisoners.changes.recording import lock_person

Cause = DeletedNote.Cause
AT_ONCE = 1000


def prepare_merge(kept: str, removed: str) -> None:
    """Move every note of a number that is now known as another, in the transaction of the merge. What was deleted of
    it before belongs to the kept number too, so that it can be restored."""
    DeletedNote.objects.filter(person_id=removed).exclude(cause__in=(Cause.MERGE, Cause.MOVE)).update(person_id=kept)
    _move(CaseNote.objects.filter(person_id=removed), to=kept, cause=Cause.MERGE, by=SYSTEM, source=Source.NOMIS)


@transaction.atomic
def move_booking(
    by: Actor, *, booking_id: int, number: str, to: str, reason: str = "", note_ids: Collection[UUID] | None = None
) -> int:
    """Move the notes of one booking of `number`, or those of `note_ids` among them, to the person it belongs to. Ids,
    times, authors and more details stay. Gives how many moved. Raises NotFound for either number."""
    for each in sorted({number, to}):
        lock_person(each)
    if number == to:
        raise NotFound(to)
    found = CaseNote.objects.filter(person_id=number, booking_id=booking_id)
    if note_ids is not None:
        found = found.filter(pk__in=note_ids)
    moved = _move(found, to=to, cause=Cause.MOVE, by=by, reason=reason)
    if moved:
        audit.record(
            "CASE_NOTES_MOVED",
            by=by,
            subject_type="prisoner",
            subject_id=to,
            details={"from": number, "booking": booking_id, "notes": moved, "reason": reason},
        )
    return moved


def _move(
    notes: "QuerySet[CaseNote]", *, to: str, cause: Cause, by: Actor, reason: str = "", source: Source = Source.DPS
) -> int:
    at, moved = local_time.now(), 0
    while some := list(notes.select_related("sub_type").order_by("id")[:AT_ONCE]):
        keep(some, cause=cause, by=by, at=at, reason=reason)
        ids = [note.pk for note in some]
        CaseNote.objects.filter(pk__in=ids).update(person_id=to)
        for note in some:
            data = {**told_of(note), "previousNumber": note.person_id}
            events.publish("person.case-note.moved", subject=to, data=data, source=source, at=at)
        watchers.tell(ids)
        moved += len(ids)
    return moved
