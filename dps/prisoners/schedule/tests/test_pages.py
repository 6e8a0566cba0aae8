"""The schedule of this week and next, against the tables (prisoners.md 3)."""

from datetime import datetime, time, timedelta

import pytest
from django.test import Client

from dps.estate.models import Location, ReferenceCode
from dps.platform import local_time
from dps.prisoners.models import Booking, CourtAppearance, ScheduledEvent, Visit
from dps.prisoners.tests.officers import officer, statements, words_of
from dps.prisoners.tests.people import booking_of, make_agencies, make_cell, make_person

pytestmark = pytest.mark.django_db
ADDRESS = "/prisoners/A1111AA/schedule/"
TODAY = local_time.today()


@pytest.fixture
def booking() -> Booking:
    make_agencies()
    ReferenceCode.objects.create(domain="VISIT_TYPE", code="SCON", description="Social visit")
    return booking_of(make_person("A1111AA", "O'BRIEN", "SEÁN"))


def at(day: int, clock: str) -> datetime:
    """A London time, so many days from today."""
    return datetime.combine(TODAY + timedelta(days=day), time.fromisoformat(clock), local_time.LONDON)


def event(booking: Booking, number: int, starts: datetime, words: str, **more: object) -> None:
    ScheduledEvent.objects.create(
        event_id=number,
        booking=booking,
        starts_at=starts,
        description=words,
        **{"kind": "ACTIVITY", "status": "SCH", **more},
    )


def test_seven_days_from_today_and_the_seven_after_those(booking: Booking, client: Client) -> None:
    room = make_cell("LEI", "EDU-1")
    Location.objects.filter(pk=room.pk).update(local_name="Classroom 1")
    event(booking, 1, at(0, "09:00"), "Maths", ends_at=at(0, "11:30"), location_id=room.id)
    event(booking, 2, at(0, "08:00"), "Breakfast club")
    event(booking, 3, at(6, "17:00"), "Gym")
    event(booking, 4, at(7, "00:00"), "Next week")
    event(booking, 5, at(0, "10:00"), "To Moorland", kind="TRANSFER")
    event(booking, 6, at(0, "10:30"), "Called off", status="CANC")
    event(booking, 7, at(-1, "23:59"), "Yesterday")
    Visit.objects.create(id=1, booking=booking, starts_at=at(1, "14:00"), type="SCON", status="SCH")
    CourtAppearance.objects.create(id=1, booking=booking, at=at(2, "10:00"), court="LEI", status="SCH")
    CourtAppearance.objects.create(id=2, booking=booking, at=at(2, "11:00"), court="MDI", status="CANC")
    officer(client)
    words = words_of(client.get(ADDRESS))
    today, last = local_time.long_date(TODAY), local_time.long_date(TODAY + timedelta(6))
    assert f"{today} to {last} Day Morning Afternoon Evening {TODAY:%A} {today} 08:00: Breakfast club 09:00 to 11:30: Maths , Classroom 1 Nothing scheduled Nothing scheduled" in words  # fmt: skip
    assert "Nothing scheduled 14:00: Visit: Social visit Nothing scheduled" in words
    assert "10:00: Court: Leeds (HMP)" in words and "17:00: Gym" in words
    for gone in ("Next week 00", "Moorland", "Called off", "Yesterday"):
        assert gone not in words
    following = words_of(client.get(ADDRESS, {"week": "next"}))
    assert "00:00: Next week" in following and "Gym" not in following
    assert words_of(client.get(ADDRESS, {"week": "x"})) == words


def test_only_those_of_the_prison_see_it(client: Client) -> None:
    make_agencies()
    make_person("A1111AA", prison="MDI")
    assert officer(client, "GLOBAL_SEARCH").get(ADDRESS).status_code == 404


def test_the_page_costs_the_same_however_much_is_planned(booking: Booking, client: Client) -> None:
    event(booking, 1, at(0, "09:00"), "Maths")
    officer(client)
    one = statements(client, ADDRESS)
    for number in range(2, 40):
        event(booking, number, at(number % 7, "09:00"), "Maths")
        Visit.objects.create(id=number, booking=booking, starts_at=at(1, "14:00"), type="SCON", status="SCH")
    assert one == statements(client, ADDRESS) <= 11
