"""The location page and the page of one stay, against the tables (prisoners.md 1.2, 4)."""

from datetime import timedelta

import pytest
from django.test import Client

from dps.estate.models import Location, ReferenceCode
from dps.identity.accounts.commands import create_user
from dps.platform import local_time
from dps.platform.audit.models import AuditEntry
from dps.prisoners.models import Booking, CellAssignment, NonAssociation, Person
from dps.prisoners.search.commands import refresh_records
from dps.prisoners.search.models import SearchRecord
from dps.prisoners.tests.officers import officer, statements, words_of
from dps.prisoners.tests.people import NOON, booking_of, give_alert, make_agencies, make_cell, make_person

pytestmark = pytest.mark.django_db
ADDRESS = "/prisoners/A1111AA/location/"


def moved(
    booking: Booking, sequence: int, cell: Location, starts: int, ends: int | None, by: str = ""
) -> CellAssignment:
    """Days from noon of 24 November 2026."""
    return CellAssignment.objects.create(
        booking=booking, sequence=sequence, living_unit_id=cell.id, started_at=NOON + timedelta(days=starts),
        ended_at=None if ends is None else NOON + timedelta(days=ends), moved_by=by, reason="ADM",
    )  # fmt: skip


@pytest.fixture
def cell() -> Location:
    make_agencies()
    ReferenceCode.objects.create(domain="NON_ASSO_TYP", code="LAND", description="Not on one landing")
    found = make_cell("LEI", "A-1-001")
    Location.objects.filter(pk=found.pk).update(operational_capacity=2)
    return found


@pytest.fixture
def person(cell: Location) -> Person:
    return make_person("A1111AA", "O'BRIEN", "SEÁN", cell=cell)


def test_where_they_live_since_when_by_whom_and_with_whom(person: Person, cell: Location, client: Client) -> None:
    create_user(username="MOVER", email="m@justice.gov.uk", first_name="Jo", last_name="Ray",
                password="correct horse battery 9", caseloads=("LEI",))  # fmt: skip
    moved(booking_of(person), 1, cell, -3, None, by="MOVER")
    make_person("B1111AA", "BLUE", "IAN", cell=cell)
    reply = officer(client).get(ADDRESS)
    assert (
        "Establishment Leeds (HMP) Location A-1-001 Room for 2 people Moved in 21 November 2026 at 12:00 "
        "Moved in by Jo Ray Currently sharing with Blue, Ian" in words_of(reply)
    )
    assert 'href="/prisoners/B1111AA/"' in reply.content.decode()
    assert "Previous locations None are recorded." in words_of(reply)
    assert AuditEntry.objects.get(action="PRISONER_VIEWED").details == {"page": "location"}


def test_a_history_that_is_behind_does_not_say_when_they_moved_in(person: Person, client: Client) -> None:
    moved(booking_of(person), 1, make_cell("LEI", "B-1-001"), -3, None)
    words = words_of(officer(client).get(ADDRESS))
    assert "Location A-1-001 Room for 2 people Moved in Not recorded" in words
    assert "B-1-001 21 November 2026 at 12:00 Not recorded Not recorded" in words


def test_previous_locations_of_every_booking_newest_first_by_prison(
    person: Person, cell: Location, client: Client
) -> None:
    booking, elsewhere, reception = booking_of(person), make_cell("MDI", "C-1-001"), make_cell("LEI", "RECP")
    old = Booking.objects.create(id=99_000, person=person, sequence=2, in_out="OUT", agency="OUT", ended_at=NOON - timedelta(200))  # fmt: skip
    moved(old, 1, cell, -300, None)
    moved(booking, 1, reception, -20, -19)
    moved(booking, 2, make_cell("LEI", "A-1-009"), -19, None)
    moved(booking, 3, elsewhere, -10, -5)
    moved(booking, 4, cell, -5, None)
    reply = officer(client).get(ADDRESS)
    words = words_of(reply)
    places = [words.index(part) for part in (
        "Moorland (HMP & YOI): 14 November 2026 to 19 November 2026", "C-1-001 14",
        "Leeds (HMP): 4 November 2026 to 14 November 2026", "A-1-009 5", "Reception 4",
        "Leeds (HMP): 28 January 2026 to 8 May 2026", "A-1-001 28",
    )]  # fmt: skip
    assert places == sorted(places)
    assert "A-1-009 5 November 2026 at 12:00 Not recorded 14 November 2026 at 12:00" in words, (
        "ended when the next began"
    )
    assert reply.content.decode().count("View details") == 3, "not of reception"


@pytest.mark.parametrize("prison", ["OUT", "TRN"])
def test_somebody_who_is_in_no_prison_lives_nowhere_now(client: Client, prison: str, cell: Location) -> None:
    person = make_person("A1111AA", prison=prison)
    moved(booking_of(person), 1, cell, -9, -2)
    words = words_of(officer(client, "INACTIVE_BOOKINGS").get(ADDRESS))
    assert "Current location" not in words and "Cell sharing check" not in words
    assert "Leeds (HMP): 15 November 2026 to 22 November 2026 " in words


def test_who_shared_a_stay_with_days_linked_only_if_they_may_be_opened(
    person: Person, cell: Location, client: Client
) -> None:
    booking = booking_of(person)
    mine = moved(booking, 1, cell, -20, -10)
    here, gone, never, now = (make_person(f"{letter}1111AA", "BLUE", letter * 3, prison=prison) for letter, prison in
                              (("B", "LEI"), ("C", "OUT"), ("D", "LEI"), ("E", "LEI")))  # fmt: skip
    moved(booking_of(here), 1, cell, -15, -5)
    moved(booking_of(gone), 1, cell, -30, None)
    moved(booking_of(gone), 2, make_cell("LEI", "A-1-002"), -18, None)
    moved(booking_of(never), 1, cell, -10, -4)
    moved(booking_of(now), 1, cell, -12, None)
    reply = officer(client).get(f"{ADDRESS}{mine.id}/")
    words, body = words_of(reply), reply.content.decode()
    assert "Blue, Ccc C1111AA 4 November 2026 at 12:00 6 November 2026 at 12:00" in words
    assert "Blue, Bbb B1111AA 9 November 2026 at 12:00 14 November 2026 at 12:00" in words
    assert "Blue, Eee E1111AA 12 November 2026 at 12:00 14 November 2026 at 12:00" in words
    assert "D1111AA" not in words
    assert 'href="/prisoners/B1111AA/"' in body and 'href="/prisoners/C1111AA/"' not in body
    still = moved(booking, 2, cell, -3, None)
    assert "E1111AA 21 November 2026 at 12:00 Still sharing" in words_of(client.get(f"{ADDRESS}{still.id}/"))


def test_there_is_no_page_of_reception_nor_of_somebody_elses_stay(
    person: Person, cell: Location, client: Client
) -> None:
    other = moved(booking_of(make_person("B1111AA", cell=cell)), 1, cell, -9, None)
    waited = moved(booking_of(person), 1, make_cell("LEI", "RECP"), -20, -19)
    officer(client)
    for stay in (other.id, waited.id, 10**30):
        assert client.get(f"{ADDRESS}{stay}/").status_code == 404


def test_nobody_shares_reception(client: Client) -> None:
    make_agencies()
    reception = make_cell("LEI", "RECP")
    Location.objects.filter(pk=reception.pk).update(type="AREA")
    for number in ("A1111AA", "B1111AA"):
        make_person(number, cell=reception)
    words = words_of(officer(client).get(ADDRESS))
    assert "Location Reception" in words and "Currently sharing with Nobody" in words and "Room for" not in words


def test_the_cell_sharing_check(person: Person, cell: Location, client: Client) -> None:
    words = words_of(officer(client).get(ADDRESS))
    assert "Nothing to warn of" in words
    sharer, near = make_person("B1111AA", "BLUE", "IAN", cell=cell), make_person("C1111AA", "FOE", "AL", cell=make_cell("LEI", "A-1-002"))  # fmt: skip
    give_alert(sharer, "XR")
    give_alert(sharer, "XA", ends=local_time.today())
    NonAssociation.objects.create(person=person, other=near, sequence=1, restriction="LAND")
    NonAssociation.objects.create(person=person, other=sharer, sequence=1, expires_on=local_time.today())
    refresh_records(["B1111AA", "C1111AA"])
    SearchRecord.objects.filter(pk="B1111AA").update(csra="HI")
    words = words_of(client.get(ADDRESS))
    assert "Blue, Ian has a high cell sharing risk and is sharing a cell." in words
    assert "Foe, Al lives on the same landing, A-1-002, and must be kept apart from O'Brien, Seán: Not on one landing." in words  # fmt: skip
    assert "Blue, Ian shares this cell and has alerts: Racist." in words
    assert "must be kept apart from O'Brien" in words and words.count("must be kept apart") == 1, "the other has ended"


def test_the_check_is_only_for_those_of_the_prison(person: Person, client: Client) -> None:
    Person.objects.filter(pk=person.pk).update(supporting_prison="LEI")
    refresh_records(["A1111AA"])
    assert "Cell sharing check" not in words_of(officer(client, "POM").get(ADDRESS))


def test_both_pages_cost_the_same_however_many_there_are(person: Person, cell: Location, client: Client) -> None:
    booking = booking_of(person)
    mine = moved(booking, 1, cell, -9, None)
    officer(client)
    counts = set()
    for many in (1, 6):
        for place in range(many):
            other = make_person(f"{'BCDEFG'[place]}{many:04d}AA", "BLUE", "IAN", cell=cell)
            moved(booking_of(other), 1, cell, -5, None)
            NonAssociation.objects.create(person=person, other=other, sequence=1)
            give_alert(other, "XR")
            moved(booking, 10 * many + place, cell, -9, None)
        counts.add((statements(client, ADDRESS), statements(client, f"{ADDRESS}{mine.id}/")))
    assert len(counts) == 1 and max(counts.pop()) <= 16
