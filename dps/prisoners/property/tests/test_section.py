"""Property on the Personal tab, against the tables (prisoners.md 4)."""

from itertools import count

import pytest
from django.db import connection
from django.test import Client

from dps.estate.models import Location, ReferenceCode
from dps.prisoners.models import Booking, Person, PropertyContainer
from dps.prisoners.tests.officers import officer, statements, words_of
from dps.prisoners.tests.people import NOON, booking_of, make_agencies, make_person

pytestmark = pytest.mark.django_db
PAGE = "/prisoners/A1111AA/personal/"
ids = count(1)


@pytest.fixture
def person() -> Person:
    make_agencies()
    for code, words in (("BULK", "Bulk"), ("VALU", "Valuables")):
        ReferenceCode.objects.create(domain="PPTY_CNTNR", code=code, description=words)
    Location.objects.create(
        id=900, agency="LEI", code="PROP", path="RES-PROP", type="STOR", local_name="Property store"
    )
    Location.objects.create(id=901, agency="MDI", code="PROP", path="PROP-2", type="STOR")
    return make_person("A1111AA")


def kept(
    booking: Booking, container: str, seal: str = "", *, location: int | None = None, active: bool = True
) -> PropertyContainer:
    return PropertyContainer.objects.create(
        id=next(ids), booking=booking, container=container, seal_mark=seal, location_id=location, active=active
    )


def section(client: Client) -> str:
    """The words of the section."""
    return words_of(client.get(PAGE)).split("Container type", 1)[-1].split("Everything that was changed")[0]


def test_boxes_in_use_by_type_with_seal_and_where_they_stand(person: Person, client: Client) -> None:
    booking = booking_of(person)
    kept(booking, "VALU", "V-77", location=901)
    kept(booking, "BULK", "SEAL 02", location=900)
    kept(booking, "BULK", "SEAL 01", location=999_999)
    kept(booking, "ZZTOP", "Z 9")
    kept(booking, "")
    kept(booking, "BULK", "GONE", location=900, active=False)
    words = section(officer(client))
    assert (
        "Seal mark Location Bulk SEAL 01 Not known Bulk SEAL 02 Property store, Leeds (HMP) "
        "Not entered Not entered Not entered Valuables V-77 PROP-2, Moorland (HMP & YOI) ZZTOP Z 9 Not entered" in words
    )
    assert "GONE" not in words


def test_nothing_recorded_and_property_of_an_earlier_booking(person: Person, client: Client) -> None:
    before = Booking.objects.create(id=next(ids) + 500_000, person=person, sequence=2, in_out="OUT", agency="OUT", began_at=NOON)  # fmt: skip
    kept(before, "BULK", "BEFORE")
    page = words_of(officer(client).get(PAGE))
    assert "No property is recorded." in page and "BEFORE" not in page
    assert 'href="#property"' in client.get(PAGE).content.decode()


def test_only_those_of_the_prison_see_property(client: Client) -> None:
    make_agencies()
    for number, prison in (("B1111AA", "MDI"), ("C1111AA", "OUT"), ("D1111AA", "TRN")):
        kept(booking_of(make_person(number, prison=prison)), "BULK", "SECRET")
    officer(client, "GLOBAL_SEARCH", "INACTIVE_BOOKINGS")
    for number in ("B1111AA", "C1111AA", "D1111AA"):
        page = client.get(f"/prisoners/{number}/personal/")
        assert page.status_code == 200 and "SECRET" not in page.content.decode(), number
        assert 'id="property"' not in page.content.decode(), number


def test_it_fails_alone(person: Person, client: Client) -> None:
    officer(client)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE prisoners_propertycontainer RENAME TO gone")
    page = client.get(PAGE).content.decode()
    assert page.count("Currently unavailable. Try again later.") == 1 and 'id="property"' in page
    assert "2 March 1985" in page


def test_much_costs_as_many_statements_as_little(person: Person, client: Client) -> None:
    officer(client)
    counts = set()
    for many in (1, 20):
        for place in range(many):
            kept(booking_of(person), "BULK", f"S{place}", location=(900, 901)[place % 2])
        counts.add(statements(client, PAGE))
    assert len(counts) == 1
