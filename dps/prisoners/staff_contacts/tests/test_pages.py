"""The staff contacts page, against the tables (prisoners.md 4)."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from dps.estate.models import ReferenceCode
from dps.platform import local_time
from dps.prisoners.models import Address, Booking, Contact, EmailAddress, KeyWorker, NoteEntry, Phone
from dps.prisoners.tests.officers import officer, statements, words_of
from dps.prisoners.tests.people import booking_of, make_agencies, make_person

pytestmark = pytest.mark.django_db
ADDRESS = "/prisoners/A1111AA/staff-contacts/"
NINE = datetime(2026, 6, 1, 9, tzinfo=UTC)


@pytest.fixture
def booking() -> Booking:
    make_agencies()
    for code, words in (("SOL", "Solicitor"), ("PROB", "Probation officer")):
        ReferenceCode.objects.create(domain="RELATIONSHIP", code=code, description=words)
    return booking_of(make_person("A1111AA", "O'BRIEN", "SEÁN"))


def test_nobody_is_assigned(booking: Booking, client: Client) -> None:
    words = words_of(officer(client).get(ADDRESS))
    assert "Key worker Not assigned Last key worker session None recorded" in words
    assert "Prison offender manager Not assigned" in words and "Community offender manager Not assigned" in words


def test_who_works_with_them_in_order_and_how_they_are_reached(booking: Booking, client: Client) -> None:
    KeyWorker.objects.create(booking=booking, staff_id=1, first_name="AMY", last_name="O'HARA", assigned_at=NINE)
    KeyWorker.objects.create(booking=booking, staff_id=2, first_name="OLD", last_name="ONE", assigned_at=NINE.replace(month=7), expires_on=local_time.today())  # fmt: skip
    NoteEntry.objects.create(id=1, booking=booking, type="KA", sub_type="KS", on=date(2026, 7, 8))
    for number, (kind, code, last, active) in enumerate(
        [("O", "SOL", "RAY", True), ("O", "POM", "LEE", True), ("O", "PROB", "FOX", True), ("S", "BRO", "BRO", True),
         ("O", "SOL", "GONE", False)]
    ):  # fmt: skip
        Contact.objects.create(id=number, booking=booking, type=kind, relationship=code, first_name="JO", last_name=last, active=active, contact_person_id=number)  # fmt: skip
    Address.objects.create(id=1, contact_person_id=0, premise="1 High Street", postcode="LS1 1AA", primary=True)
    Address.objects.create(id=2, contact_person_id=0, premise="Old House", ended_on=date(2020, 1, 1))
    Phone.objects.create(id=1, contact_person_id=0, type="BUS", number="0113 496 0000", extension="12")
    EmailAddress.objects.create(id=1, contact_person_id=0, address="ray@example.com")
    words = words_of(officer(client).get(ADDRESS))
    assert "Key worker Amy O'Hara Since 1 June 2026 Last key worker session 8 July 2026" in words
    assert (
        "Prison offender manager Jo Lee Probation officer Jo Fox "
        "Solicitor Jo Ray 1 High Street, LS1 1AA 0113 496 0000 extension 12 ray@example.com "
        "Community offender manager Not assigned" in words
    )
    assert "Gone" not in words and "Bro" not in words and "Old" not in words


def test_other_contacts_are_only_for_those_of_the_prison(client: Client) -> None:
    make_agencies()
    make_person("A1111AA", prison="MDI")
    words = words_of(officer(client, "GLOBAL_SEARCH").get(ADDRESS))
    assert "Key worker Not assigned" in words and "Professional contacts" not in words


def test_the_page_costs_the_same_however_many(booking: Booking, client: Client) -> None:
    officer(client)
    counts = set()
    for start, many in ((1, 1), (10, 15)):
        for number in range(start, start + many):
            Contact.objects.create(id=number, booking=booking, type="O", relationship="SOL", contact_person_id=number)
            Phone.objects.create(id=number, contact_person_id=number, type="BUS", number="1")
        counts.add(statements(client, ADDRESS))
    assert len(counts) == 1 and counts.pop() <= 15
