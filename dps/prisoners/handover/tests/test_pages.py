"""The handover on one page, against the tables (prisoners.md 10)."""

from datetime import UTC, date, datetime, time

import pytest
from django.test import Client

from dps.estate.models import ReferenceCode
from dps.platform import local_time
from dps.platform.audit.models import AuditEntry
from dps.prisoners.models import Booking, Contact, NonAssociation, Phone, ScheduledEvent, SentenceCalculation
from dps.prisoners.tests.officers import officer, statements, words_of
from dps.prisoners.tests.people import booking_of, give_alert, make_agencies, make_person

pytestmark = pytest.mark.django_db
ADDRESS = "/prisoners/A1111AA/handover/"
TODAY = local_time.today()


def filled(booking: Booking) -> None:
    """Something of everything a handover shows."""
    give_alert(booking.person, "XA")
    give_alert(booking.person, "HA", type="H", ends=TODAY)
    NonAssociation.objects.create(person=booking.person, other=make_person("B1111AA"), sequence=1)
    NonAssociation.objects.create(person=booking.person, other=make_person("C1111AA", prison="MDI"), sequence=1)
    NonAssociation.objects.create(person=booking.person, other=make_person("D1111AA", prison="OUT"), sequence=1)
    SentenceCalculation.objects.create(id=1, booking=booking, calculated_at=datetime(2026, 1, 1, tzinfo=UTC), dates={"CRD": ["2027-03-01", None]})  # fmt: skip
    ScheduledEvent.objects.create(
        kind="ACTIVITY", event_id=1, booking=booking, description="Maths", status="SCH",
        starts_at=datetime.combine(TODAY, time(13), local_time.LONDON),
    )  # fmt: skip
    Contact.objects.create(id=1, booking=booking, type="S", relationship="SIS", first_name="ANN", last_name="RAY", next_of_kin=True, emergency=True, contact_person_id=7)  # fmt: skip
    Contact.objects.create(id=2, booking=booking, type="S", relationship="FRI", first_name="NOT", last_name="KIN")
    Phone.objects.create(id=1, contact_person_id=7, type="HOME", number="0113 496 0000")


@pytest.fixture
def booking() -> Booking:
    make_agencies()
    for domain, code, words in (
        ("ALERT_CODE", "XA", "Arsonist"),
        ("ALERT", "X", "Security"),
        ("RELATIONSHIP", "SIS", "Sister"),
    ):
        ReferenceCode.objects.create(domain=domain, code=code, description=words)
    return booking_of(make_person("A1111AA", "O'BRIEN", "SEÁN", born=date(TODAY.year - 41, 1, 1)))


def test_everything_on_one_page(booking: Booking, client: Client) -> None:
    filled(booking)
    words = words_of(officer(client).get(ADDRESS))
    for said in (
        "O'Brien, Seán A1111AA", "In Leeds (HMP)", f"Date of birth 01/01/{TODAY.year - 41}, 41 years,",
        "Arsonist (Security, from 01/01/2026) Words about XA", "To be kept apart from 1 person in this prison, 1 elsewhere",
        "Afternoon 13:00: Maths Evening Nothing scheduled", "Conditional release date 1 March 2027",
        "Ann Ray Sister, next of kin, emergency contact 0113 496 0000", "Sam Hall",
    ):  # fmt: skip
        assert said in words
    assert "Words about HA" not in words and "Not Kin" not in words
    assert AuditEntry.objects.get(action="PRISONER_VIEWED").details == {"page": "handover"}


def test_of_somebody_elsewhere_it_shows_only_what_may_be_seen(client: Client, booking: Booking) -> None:
    filled(booking)
    reply = officer(client, "GLOBAL_SEARCH", caseloads=("MDI",)).get(ADDRESS)
    words = words_of(reply)
    assert "Arsonist" in words and "1 March 2027" in words
    assert "Maths" not in words and "schedule" not in words and "Ann Ray" not in words


def test_of_somebody_of_whom_nothing_is_known(client: Client, booking: Booking) -> None:
    words = words_of(officer(client).get(ADDRESS))
    assert "Active alerts None" in words and "Key dates None recorded" in words
    assert "Next of kin and emergency contacts None recorded" in words


def test_the_page_costs_the_same_however_much_there_is(client: Client, booking: Booking) -> None:
    officer(client)
    one = statements(client, ADDRESS)
    filled(booking)
    for number in range(20):
        give_alert(booking.person, f"Z{number}")
    assert one == statements(client, ADDRESS) <= 15
