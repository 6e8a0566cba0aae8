"""Notes that alerts cause: written once, where it is switched on, and every night those that are missing."""

from datetime import date, datetime, time, timedelta

import pytest
from procrastinate.contrib.django import app

from dps.case_notes.models import CaseNote, DeletedNote, SystemNoteSwitch
from dps.case_notes.system_notes import alerts, commands, jobs
from dps.case_notes.system_notes.commands import raise_note
from dps.case_notes.tests.notes import a_note, types
from dps.estate import queries as estate
from dps.estate.models import ReferenceCode
from dps.identity.accounts.commands import actor_of, create_user
from dps.platform import local_time
from dps.platform.access import Actor
from dps.platform.audit.models import AuditEntry
from dps.platform.events.commands import deliver
from dps.platform.events.models import DomainEvent
from dps.platform.local_time import LONDON
from dps.platform.web.refusals import Invalid, NotAllowed, NotFound
from dps.prisoners.alerts.commands import profile
from dps.prisoners.models import Alert
from dps.prisoners.tests.people import make_agencies, make_person

pytestmark = pytest.mark.django_db
ADMIN = Actor("CENTRAL", "The Centre", roles=frozenset({"CENTRAL_ADMIN"}))


@pytest.fixture(autouse=True)
def codes() -> None:
    make_agencies()
    types()
    SystemNoteSwitch.objects.update_or_create(
        prison="*ALL*", kind="alerts", defaults={"on": True, "changed_at": local_time.now(), "changed_by": "SYS"}
    )
    ReferenceCode.objects.create(domain="ALERT", code="X", description="Security")
    ReferenceCode.objects.create(domain="ALERT_CODE", code="XA", description="Arsonist", parent="X")
    estate.forget_kept()
    make_person("A1111AA")


@pytest.fixture
def by() -> Actor:
    account = create_user(
        username="OFFICER", password=None, first_name="Ann", last_name="Lee", email="o@b.uk",
        roles=["PRISON", "UPDATE_ALERT"], caseloads=["LEI"], staff_id=77,
    )  # fmt: skip
    return actor_of(account)


@pytest.fixture
def today() -> date:
    return local_time.today()


def add(by: Actor, today: date, **changed: object) -> Alert:
    given = {"number": "A1111AA", "code": "XA", "description": "Fire", "starts": today, "ends": None, **changed}
    return profile.add(**given, by=by, at=local_time.now(), today=today)  # type: ignore[arg-type]


def deliver_all() -> None:
    """What the worker does, and does again."""
    for event in DomainEvent.objects.filter(delivered_at=None).order_by("id"):
        deliver(event.pk)


def notes() -> list[tuple[str, str, str]]:
    found = CaseNote.objects.filter(sub_type__type_id="ALERT").order_by("sub_type__code")
    return [(note.sub_type.code, note.text, note.author_name) for note in found]


def midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=LONDON)


def test_an_alert_made_active_and_closed(by: Actor, today: date) -> None:
    alert = add(by, today)
    deliver_all()
    made = CaseNote.objects.get()
    assert notes() == [("ACTIVE", "Alert Security and Arsonist made active.", "Ann Lee")]
    assert (made.author_username, made.author_user_id, made.created_by) == ("OFFICER", "77", "OFFICER")
    assert (made.occurred_at, made.location, made.system_generated) == (midnight(today), "LEI", True)
    entry = AuditEntry.objects.get(action="CASE_NOTE_CREATED")
    assert (entry.username, entry.details["author"]) == ("SYS", "OFFICER")
    profile.close(
        alert_id=alert.pk, description="Over", when="today", later=None, by=by, at=local_time.now(), today=today
    )
    deliver_all()
    for event in DomainEvent.objects.filter(type__startswith="person.alert."):
        alerts.note_change(event)
    assert [note[0] for note in notes()] == ["ACTIVE", "INACTIVE"]
    assert notes()[1][1:] == ("Alert Security and Arsonist made inactive.", "Ann Lee")
    assert alerts.write_missing(day=today) == 0


def test_an_alert_already_over_has_only_its_end(by: Actor, today: date) -> None:
    began, ended = today - timedelta(days=9), today - timedelta(days=2)
    profile.add_sent(
        number="A1111AA", code="XA", description="Fire", authorised_by="", starts=began, ends=ended,
        inactive_code=False, by=by, at=local_time.now(), today=today,
    )  # fmt: skip
    deliver_all()
    assert notes() == [("INACTIVE", "Alert Security and Arsonist made inactive.", "Ann Lee")]
    assert CaseNote.objects.get().occurred_at == midnight(ended)


def test_nothing_is_written_where_it_is_off(by: Actor, today: date) -> None:
    assert commands.switch(ADMIN, prison="LEI", on=False)
    add(by, today)
    deliver_all()
    assert notes() == [] and alerts.write_missing(day=today) == 0
    assert commands.switch(ADMIN, prison="LEI", on=None)
    assert alerts.write_missing(day=today) == 1
    assert alerts.write_missing(day=today) == 0


def test_what_nobody_ended_is_by_the_system(today: date) -> None:
    yesterday = today - timedelta(days=1)
    Alert.objects.create(
        person_id="A1111AA", type="X", code="XA", active_from=today - timedelta(days=50), active_to=yesterday,
        created_at=local_time.now() - timedelta(days=50), created_by="GONE_STAFF",
    )  # fmt: skip
    assert alerts.write_missing_of_yesterday() == 2
    assert notes() == [
        ("ACTIVE", "Alert Security and Arsonist made active.", "GONE_STAFF"),
        ("INACTIVE", "Alert Security and Arsonist made inactive.", "System Generated"),
    ]
    assert alerts.write_missing_of_yesterday() == 0


def test_a_note_that_came_from_nomis_is_not_missing(today: date) -> None:
    yesterday = today - timedelta(days=1)
    added = local_time.now() - timedelta(days=1)
    Alert.objects.create(
        person_id="A1111AA", type="X", code="XA", active_from=yesterday, created_at=added, created_by="A"
    )
    a_note("A1111AA", "ALERT", "ACTIVE", "Alert Security and Arsonist made active.", created_at=added, system="NOMIS")
    assert alerts.write_missing_of_yesterday() == 0


def test_an_alert_that_starts_later_is_noted_as_of_now(today: date) -> None:
    Alert.objects.create(
        person_id="A1111AA", type="X", code="XA", active_from=today + timedelta(days=5), created_at=local_time.now(),
        created_by="A",
    )  # fmt: skip
    assert alerts.write_missing(day=today) == 1
    note = CaseNote.objects.get()
    assert note.occurred_at == note.created_at
    assert alerts.write_missing(day=today) == 0


def raised(**changed: object) -> CaseNote | None:
    given = {
        "type": "NEG", "sub_type": "NEG_GEN", "text": "Refused to attend", "author_name": "Smith, John",
        "occurred_at": local_time.now() - timedelta(hours=1), "key": "attendance 9", **changed,
    }  # fmt: skip
    return raise_note("A1111AA", **given)  # type: ignore[arg-type]


def test_the_same_key_writes_one_note_and_what_was_deleted_stays_deleted() -> None:
    first = raised()
    assert first is not None and (first.author_name, first.author_username) == ("John Smith", "SYS")
    assert raised(text="Otherwise") == first
    assert raised(key="attendance 10") != first
    DeletedNote.objects.create(
        person_id="A1111AA", note_id=first.pk, legacy_id=first.legacy_id, content={}, deleted_at=local_time.now(),
        deleted_by="X", system="DPS", cause="DELETE",
    )  # fmt: skip
    first.delete()
    assert raised() is None


@pytest.mark.parametrize(
    ("changed", "field"),
    [({"sub_type": "NO"}, "type"), ({"text": "\0 "}, "text"), ({"author_name": " "}, "author_name")],
)
def test_what_other_services_get_wrong(changed: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        raised(**changed)
    assert list(refused.value.problems) == [field]
    with pytest.raises(NotFound):
        raise_note("A9999ZZ", type="NEG", sub_type="NEG_GEN", text="x", occurred_at=local_time.now(), author_name="x")


def test_switching_is_for_the_centre_and_audited() -> None:
    with pytest.raises(NotAllowed):
        commands.switch(Actor("OFFICER", roles=frozenset({"PRISON"})), prison="LEI", on=True)
    for prison, on in (("NOWHERE", True), ("*ALL*", None)):
        with pytest.raises(Invalid):
            commands.switch(ADMIN, prison=prison, on=on)
    assert commands.switch(ADMIN, prison="LEI", on=True) and not commands.switch(ADMIN, prison="LEI", on=True)
    entry = AuditEntry.objects.get(action="SYSTEM_NOTES_SWITCHED")
    assert (entry.subject_id, entry.details["changes"]) == ("LEI", {"on": [None, True]})


def test_the_worker_looks_every_night(today: date) -> None:
    Alert.objects.create(
        person_id="A1111AA", type="X", code="XA", active_from=today, created_by="A",
        created_at=local_time.now() - timedelta(days=1),
    )  # fmt: skip
    jobs.missing_alert_notes(timestamp=0)
    assert len(notes()) == 1
    assert [
        one.cron for (name, _), one in app.periodic_registry.periodic_tasks.items() if name == "missing_alert_notes"
    ]
