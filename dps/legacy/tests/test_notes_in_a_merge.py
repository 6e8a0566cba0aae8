"""Case notes when two prison numbers turn out to be one person."""

import pytest

from dps.case_notes.models import CaseNote, DeletedNote
from dps.case_notes.tests.notes import a_note, an_amendment
from dps.legacy.inbound.merges import Merge, merge
from dps.platform.events.models import DomainEvent
from dps.prisoners.models import Person
from dps.prisoners.tests.people import make_agencies, make_person


@pytest.mark.django_db
def test_notes_go_along() -> None:
    make_agencies()
    for number in ("A1111AA", "A2222AA"):
        make_person(number)
    note = a_note("A2222AA", "KA", "KS")
    more = an_amendment(note)
    merge(Merge(kept="A1111AA", removed="A2222AA"))
    assert not Person.objects.filter(pk="A2222AA").exists()
    moved = CaseNote.objects.get()
    assert (moved.pk, moved.person_id, moved.amendments.get().pk) == (note.pk, "A1111AA", more.pk)
    assert DeletedNote.objects.get().cause == "MERGE"
    event = DomainEvent.objects.get(type="person.case-note.moved")
    assert (event.subject, event.data["previousNumber"], event.source) == ("A1111AA", "A2222AA", "NOMIS")
