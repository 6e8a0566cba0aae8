"""Sessions and entries follow their notes, with the counts of their days and the days sessions are due."""

import threading
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from dps.case_notes.models import CaseNote
from dps.identity.accounts.commands import create_user
from dps.key_workers.models import DayOfSessions, RecordedEvent
from dps.key_workers.policies import Policy
from dps.key_workers.sessions import counting
from dps.key_workers.sessions.tests.notes import a_note, a_worker, allocate, delete, kind, switch_on
from dps.key_workers.sessions.watching import notes_changed
from dps.prisoners.models import Person
from dps.prisoners.tests.people import make_agencies, make_person

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 14, tzinfo=UTC)


@pytest.fixture
def person(db: None) -> Person:
    make_agencies()
    switch_on("LEI", AT)
    return make_person("A1111AA")


def days(prison: str = "LEI", policy: str = "KEY_WORKER") -> dict[date, tuple[int, int]]:
    """Sessions and entries by day."""
    found = DayOfSessions.objects.filter(prison=prison, policy=policy)
    return {one.date: (one.sessions, one.entries) for one in found if one.sessions or one.entries}


def test_what_counts_and_what_does_not(person: Person) -> None:
    session, entry = a_note(person, AT), a_note(person, AT, "KE")
    officer = a_note(person, AT, "POE", type="REPORT")
    a_note(person, AT, "GEN", type="GEN")
    a_note(person, AT, "KS", type="GEN")
    found = {event.pk: (event.type, event.policy) for event in RecordedEvent.objects.all()}
    assert found == {
        session.pk: ("SESSION", "KEY_WORKER"),
        entry.pk: ("ENTRY", "KEY_WORKER"),
        officer.pk: ("ENTRY", "PERSONAL_OFFICER"),
    }
    event = RecordedEvent.objects.get(pk=session.pk)
    assert (event.prison, event.person_id, event.staff_id, event.username) == ("LEI", person.pk, 101, "OFFICER")
    assert (event.occurred_at, event.created_at) == (session.occurred_at, session.created_at)
    assert days() == {AT.date(): (1, 1)} and days(policy="PERSONAL_OFFICER") == {AT.date(): (0, 1)}


def test_a_change_of_type_swaps_or_removes_and_a_deleted_note_is_gone(person: Person) -> None:
    note = a_note(person, AT)
    for code, type, left in (("KE", "KA", (0, 1)), ("KS", "KA", (1, 0)), ("GEN", "GEN", None), ("KS", "KA", (1, 0))):
        CaseNote.objects.filter(pk=note.pk).update(sub_type=kind(type, code))
        notes_changed([note.pk])
        assert days() == ({AT.date(): left} if left else {})
        assert RecordedEvent.objects.count() == (1 if left else 0)
    CaseNote.objects.filter(pk=note.pk).update(occurred_at=AT - timedelta(days=2), location="MDI")
    notes_changed([note.pk, note.pk])
    assert days() == {} and days("MDI") == {date(2026, 11, 18): (1, 0)}
    delete(note.pk)
    assert days("MDI") == {} and not RecordedEvent.objects.exists()


def test_a_day_is_a_day_in_london(person: Person) -> None:
    a_note(person, datetime(2026, 7, 1, 23, 30, tzinfo=UTC))
    assert days() == {date(2026, 7, 2): (1, 0)}


def test_the_author_is_known_by_number_account_or_job_role(person: Person) -> None:
    create_user(
        username="JBROWN", password=None, first_name="Jo", last_name="Brown", email="j@b.uk", roles=[],
        caseloads=["LEI"], staff_id=77,
    )  # fmt: skip
    a_worker(88, "GREY")
    numbers = {
        (staff, by): RecordedEvent.objects.get(pk=a_note(person, AT, staff=staff, by=by).pk).staff_id
        for staff, by in (
            ("55", "JBROWN"), ("", "JBROWN"), ("0f8f-key", "jbrown"), ("", "W88"), ("", "NOBODY"), ("9" * 30, "X"),
        )
    }  # fmt: skip
    assert list(numbers.values()) == [55, 77, 77, 88, None, None]


def test_the_last_session_and_the_next_day_are_kept(person: Person) -> None:
    mine = allocate(person, 101, AT - timedelta(days=30))
    elsewhere = make_person("B1111BB", prison="MDI")
    theirs = allocate(elsewhere, 102, AT - timedelta(days=30), prison="MDI")

    def due(of: Any) -> tuple[date | None, date | None]:
        of.refresh_from_db()
        return of.last_session_on, of.next_due_on

    first = a_note(person, AT - timedelta(days=9), by="COLLEAGUE", staff="999")
    assert due(mine) == (date(2026, 11, 11), date(2026, 11, 18)), "whoever held it"
    second = a_note(person, AT)
    a_note(person, AT + timedelta(days=1), "KE")
    a_note(person, AT + timedelta(days=2), prison="MDI")
    assert due(mine) == (date(2026, 11, 20), date(2026, 11, 27)), "entries and other prisons are none"
    delete(second.pk)
    assert due(mine) == (date(2026, 11, 11), date(2026, 11, 18))
    delete(first.pk)
    assert due(mine) == (None, date(2026, 10, 28)), "from the day of the allocation"
    assert due(theirs) == (None, None), "nobody wrote of this one"


def test_any_number_of_notes_costs_the_same_and_other_notes_one_statement(person: Person) -> None:
    other = make_person("C1111CC")
    for one in (person, other):
        allocate(one, 101, AT - timedelta(days=30))

    def cost(ids: list[Any]) -> int:
        with CaptureQueriesContext(connection) as captured, transaction.atomic():
            notes_changed(ids)
        return len([q for q in captured if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))])

    assert cost([a_note(person, AT, "GEN", type="GEN", told=False).pk]) == 1
    assert cost([a_note(person, AT, told=False).pk]) == 3
    many = [
        a_note((person, other)[n % 2], AT - timedelta(days=n % 9), ("KS", "KE")[n % 3 == 0], told=False).pk
        for n in range(60)
    ]
    assert cost([*many, uuid4()]) == 3
    assert cost(many) == 1, "nothing changed: an amendment, say"
    assert sum(sum(pair) for pair in days().values()) == 61


def test_open_dashboards_are_told(person: Person) -> None:
    with CaptureQueriesContext(connection) as captured:
        note = a_note(person, AT)
    said = [query["sql"] for query in captured if "pg_notify" in query["sql"]]
    assert len(said) == 1 and '["key-work:LEI", "key-work:national"]' in said[0]
    with CaptureQueriesContext(connection) as captured:
        notes_changed([note.pk])
        a_note(person, AT, "GEN", type="GEN")
    assert not [query for query in captured if "pg_notify" in query["sql"]], "an amendment and other notes move none"


def test_a_day_counted_afresh_is_what_is_recorded(person: Person) -> None:
    a_note(person, AT)
    a_note(person, AT, "KE")
    DayOfSessions.objects.update(sessions=40, entries=9)
    DayOfSessions.objects.create(prison="LEI", policy="KEY_WORKER", date=date(2026, 11, 19), sessions=3)
    with transaction.atomic():
        counting.recount_days("LEI", Policy.KEY_WORKER, date(2026, 11, 18), date(2026, 11, 21))
    assert days() == {AT.date(): (1, 1)}


@pytest.mark.django_db(transaction=True)
def test_two_who_write_at_once_are_both_counted(person: Person) -> None:
    other = make_person("C1111CC")
    both_written = threading.Barrier(2, timeout=20)

    def write(of: Person) -> None:
        try:
            with transaction.atomic():
                note = a_note(of, AT, told=False)
                both_written.wait()
                notes_changed([note.pk])
        finally:
            connection.close()

    kind("KA", "KS")
    threads = [threading.Thread(target=write, args=(one,)) for one in (person, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert days() == {AT.date(): (2, 0)}
