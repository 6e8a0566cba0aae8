"""The staff contacts page, against the tables (prisoners.md 4)."""

from datetime import date

import pytest
from django.test import Client

from dps.estate.models import ReferenceCode
from dps.prisoners.models import Address, Booking, Contact, EmailAddress, Phone
from dps.prisoners.staff_contacts import officers
from dps.prisoners.staff_contacts.presenters import Row
from dps.prisoners.tests.officers import officer, statements, words_of
from dps.prisoners.tests.people import booking_of, make_agencies, make_person

pytestmark = pytest.mark.django_db
ADDRESS = "/prisoners/A1111AA/staff-contacts/"


@pytest.fixture
def booking() -> Booking:
    make_agencies()
    for code, words in (("SOL", "Solicitor"), ("PROB", "Probation officer")):
        ReferenceCode.objects.create(domain="RELATIONSHIP", code=code, description=words)
    return booking_of(make_person("A1111AA", "O'BRIEN", "SEÁN"))


def test_nobody_is_assigned(booking: Booking, client: Client) -> None:
    words = words_of(officer(client).get(ADDRESS))
    assert "Prison offender manager Not assigned" in words and "Community offender manager Not assigned" in words


def test_who_works_with_them_in_order_and_how_they_are_reached(booking: Booking, client: Client) -> None:
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
    assert "Staff contacts" in words and "Professional contacts" not in words


def test_officers_are_told_by_services_above_and_one_that_fails_says_so(
    booking: Booking, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(person: object) -> list[Row]:
        raise RuntimeError

    monkeypatch.setattr(officers, "_tellers", [lambda person: [Row("Chaplain", person.number)], breaks])
    words = words_of(officer(client).get(ADDRESS))
    assert "Chaplain A1111AA Officers of the prison Currently unavailable" in words
    assert "Prison offender manager Not assigned" in words


def test_the_page_costs_the_same_however_many(booking: Booking, client: Client) -> None:
    officer(client)
    counts = set()
    for start, many in ((1, 1), (10, 15)):
        for number in range(start, start + many):
            Contact.objects.create(id=number, booking=booking, type="O", relationship="SOL", contact_person_id=number)
            Phone.objects.create(id=number, contact_person_id=number, type="BUS", number="1")
        counts.add(statements(client, ADDRESS))
    assert len(counts) == 1 and counts.pop() <= 15
