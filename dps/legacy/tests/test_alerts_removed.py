"""Alerts that are removed in NOMIS are told of as those deleted here are (apis-events-documents.md 2)."""

from typing import Any

import pytest

from dps.case_notes.models import CaseNote, SystemNoteSwitch
from dps.case_notes.system_notes import alerts as notes
from dps.legacy.inbound.follow import Follower
from dps.legacy.inbound.load import full_load
from dps.legacy.outbound import prisoner
from dps.legacy.tests.conftest import Nomis
from dps.legacy.tests.test_follow import NOW
from dps.platform import local_time
from dps.platform.events.commands import deliver
from dps.platform.events.models import DomainEvent
from dps.prisoners.models import Alert

pytestmark = pytest.mark.django_db(databases=["default", "nomis"])
REMOVE = "DELETE FROM offender_alerts WHERE offender_book_id = 2001 AND alert_seq = {}"


def told() -> list[tuple[str, str, dict[str, Any]]]:
    found = DomainEvent.objects.order_by("id")
    assert {event.source for event in found} <= {"NOMIS"}
    return [(event.type, event.subject, event.data) for event in found]


def of(sequence: int) -> dict[str, Any]:
    alert = Alert.objects.get(nomis_booking_id=2001, nomis_sequence=sequence)
    return {"alertUuid": str(alert.pk), "alertCode": alert.code, "source": "NOMIS"}


def test_a_removed_alert_is_told_of_and_its_code(follower: Follower, nomis: Nomis) -> None:
    alert = of(1)
    nomis.run(REMOVE.format(1))
    assert follower.round() == 0
    assert follower.sweep_all() == 1
    assert told() == [
        ("person.alert.deleted", "A1234BC", alert),
        ("person.alerts.changed", "A1234BC", {"source": "NOMIS"}),
        ("prisoner.alerts-updated", "A1234BC", {"alertsAdded": [], "alertsRemoved": ["HA"]}),
        ("prisoner.updated", "A1234BC", {"categoriesChanged": ["ALERTS"]}),
    ]
    assert follower.sweep_all() == 0 and len(told()) == 4


def test_the_person_is_told_of_once_and_ended_alerts_take_no_code_away(follower: Follower, nomis: Nomis) -> None:
    for sequence in (1, 3):
        nomis.run(REMOVE.format(sequence))
    assert follower.sweep_all() == 2
    assert [kind for kind, _, _ in told()] == [
        "person.alert.deleted", "person.alert.deleted", "person.alerts.changed", "prisoner.alerts-updated",
        "prisoner.updated",
    ]  # fmt: skip
    assert told()[3][2] == {"alertsAdded": [], "alertsRemoved": ["HA"]}, "QQQ had ended before"


def test_a_code_that_another_alert_goes_on_with_is_not_removed(follower: Follower, nomis: Nomis) -> None:
    nomis.run(
        "INSERT INTO offender_alerts (offender_book_id, alert_seq, alert_type, alert_code, alert_date, alert_status)"
        " VALUES (2001, 9, 'H', 'HA', '2026-01-01', 'ACTIVE')"
    )
    follower.round()
    DomainEvent.objects.all().delete()
    nomis.run(REMOVE.format(1))
    follower.sweep_all()
    assert [kind for kind, _, _ in told()] == ["person.alert.deleted", "person.alerts.changed", "prisoner.updated"]


def test_a_load_removes_and_tells_nobody_and_reading_one_person_again_tells(loaded: Nomis) -> None:
    loaded.run(REMOVE.format(1))
    full_load(lambda words: None)
    assert set(Alert.objects.filter(person="A1234BC").values_list("code", flat=True)) == {"XA", "QQQ"}
    assert not DomainEvent.objects.exists()
    alert = of(2)
    loaded.run(REMOVE.format(2))
    assert prisoner.resync("A1234BC").removed == 1
    assert told()[0] == ("person.alert.deleted", "A1234BC", alert)


def test_no_note_is_written_about_an_alert_that_is_gone(follower: Follower, nomis: Nomis) -> None:
    SystemNoteSwitch.objects.update_or_create(
        prison="*ALL*", kind="alerts", defaults={"on": True, "changed_at": local_time.now(), "changed_by": "SYS"}
    )
    nomis.run(
        "INSERT INTO offender_alerts (offender_book_id, alert_seq, alert_type, alert_code, alert_date, alert_status)"
        f" VALUES (2001, 9, 'X', 'XEL', {NOW}, 'ACTIVE')"
    )
    follower.round()
    nomis.run(REMOVE.format(9))
    follower.sweep_all()
    assert [kind for kind, _, _ in told() if kind.startswith("person.alert.")] == [
        "person.alert.created", "person.alert.deleted",
    ]  # fmt: skip
    for event in DomainEvent.objects.order_by("id"):
        deliver(event.pk)
    notes.write_missing(day=local_time.today())
    written = CaseNote.objects.filter(sub_type__type_id="ALERT", person_id="A1234BC").values_list("text", flat=True)
    assert written and not [text for text in written if "XEL" in text]
