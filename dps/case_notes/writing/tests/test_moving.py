"""Notes that go from one prison number to another."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command

from dps.case_notes import watchers
from dps.case_notes.models import CaseNote, DeletedNote
from dps.case_notes.tests.notes import a_note, an_amendment
from dps.platform import local_time
from dps.platform.audit.models import AuditEntry
from dps.platform.events.models import DomainEvent
from dps.prisoners.changes import merging
from dps.prisoners.changes.models import Change
from dps.prisoners.models import Person
from dps.prisoners.tests.people import booking_of, make_agencies, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def people() -> None:
    make_agencies()
    make_person("A1111AA")
    make_person("A2222AA")


@pytest.fixture
def told() -> Iterator[list[tuple[UUID, str]]]:
    """Whose each note is when watchers hear of it."""
    heard: list[tuple[UUID, str]] = []

    def hear(ids: object) -> None:
        heard.extend(CaseNote.objects.filter(pk__in=ids).order_by("pk").values_list("pk", "person_id"))

    watchers.register(hear)
    yield heard
    watchers._watchers.remove(hear)


def moved_events() -> list[tuple[str, str, str]]:
    found = DomainEvent.objects.filter(type="person.case-note.moved").order_by("data__id")
    return [(event.subject, event.data["id"], event.data["previousNumber"]) for event in found]


def test_a_merge_takes_notes_along_as_they_are(told: list[tuple[UUID, str]]) -> None:
    notes = sorted((a_note("A2222AA"), a_note("A2222AA", "POM", "GEN")), key=lambda note: note.pk)
    more = an_amendment(notes[0])
    mine = a_note("A1111AA")
    deleted = DeletedNote.objects.create(
        person_id="A2222AA", note_id=mine.pk, legacy_id=-1, content={}, deleted_at=local_time.now(), deleted_by="X",
        system="DPS", cause="DELETE",
    )  # fmt: skip
    merging.prepare_all("A1111AA", "A2222AA")
    assert not Person.objects.get(pk="A2222AA").case_notes.exists()
    after = {note.pk: note for note in CaseNote.objects.filter(person_id="A1111AA")}
    assert after.keys() == {mine.pk, *(note.pk for note in notes)}
    for note in notes:
        for field in ("legacy_id", "occurred_at", "created_at", "author_username", "text", "booking_id", "version"):
            assert getattr(after[note.pk], field) == getattr(note, field)
    more.refresh_from_db()
    assert more.note_id == notes[0].pk
    kept = list(DeletedNote.objects.filter(cause="MERGE").order_by("note_id"))
    assert [(row.note_id, row.person_id, row.deleted_by) for row in kept] == [
        (note.pk, "A2222AA", "SYS") for note in notes
    ]
    assert kept[0].content["amendments"][0]["text"] == more.text
    assert moved_events() == [("A1111AA", str(note.pk), "A2222AA") for note in notes]
    assert told == [(note.pk, "A1111AA") for note in notes]
    assert not Change.objects.filter(kind="case note").exists()
    deleted.refresh_from_db()
    assert deleted.person_id == "A1111AA"


def test_the_notes_of_one_booking_are_moved_by_command() -> None:
    booking = booking_of(Person.objects.get(pk="A2222AA"))
    ours, other = a_note("A2222AA"), a_note("A2222AA", booking_id=None)
    call_command("move_case_notes", str(booking.pk), "a2222aa", "A1111AA", "--reason", "Wrong person booked")
    ours.refresh_from_db()
    other.refresh_from_db()
    assert (ours.person_id, other.person_id) == ("A1111AA", "A2222AA")
    kept = DeletedNote.objects.get()
    assert (kept.cause, kept.reason, kept.person_id) == ("MOVE", "Wrong person booked", "A2222AA")
    assert AuditEntry.objects.get(action="CASE_NOTES_MOVED").details["notes"] == 1
    assert moved_events() == [("A1111AA", str(ours.pk), "A2222AA")]
    with pytest.raises(CommandError):
        call_command("move_case_notes", str(booking.pk), "A2222AA", "A9999ZZ", "--reason", "x")
    with pytest.raises(CommandError):
        call_command("move_case_notes", str(booking.pk), "A2222AA", "A2222AA", "--reason", "x")


def test_only_some_notes_of_a_booking() -> None:
    booking = booking_of(Person.objects.get(pk="A2222AA"))
    one, two = a_note("A2222AA"), a_note("A2222AA")
    call_command("move_case_notes", str(booking.pk), "A2222AA", "A1111AA", "--reason", "x", "--note", str(two.pk))
    assert list(CaseNote.objects.filter(person_id="A1111AA")) == [two]
    assert list(CaseNote.objects.filter(person_id="A2222AA")) == [one]
