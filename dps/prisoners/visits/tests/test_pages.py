"""The visits page, against the tables (prisoners.md 4)."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from dps.estate.models import ReferenceCode
from dps.prisoners.models import Booking, Person, Visit, VisitBalance, Visitor
from dps.prisoners.tests.officers import officer, statements, words_of
from dps.prisoners.tests.people import booking_of, make_agencies, make_person

pytestmark = pytest.mark.django_db
ADDRESS = "/prisoners/A1111AA/visits/"


@pytest.fixture
def booking() -> Booking:
    make_agencies()
    for domain, code, words in (
        ("VISIT_TYPE", "SCON", "Social"), ("VISIT_TYPE", "OFFI", "Official"), ("VIS_STS", "SCH", "Scheduled"),
        ("VIS_STS", "CANC", "Cancelled"), ("VIS_STS", "VDE", "Visitor refused entry"),
    ):  # fmt: skip
        ReferenceCode.objects.create(domain=domain, code=code, description=words)
    return booking_of(make_person("A1111AA", "O'BRIEN", "SEÁN"))


def visit(booking: Booking, number: int, day: date, **more: object) -> Visit:
    """From 14:00 to 15:30 in London."""
    return Visit.objects.create(
        id=number, booking=booking, starts_at=datetime(day.year, day.month, day.day, 13, tzinfo=UTC),
        ends_at=datetime(day.year, day.month, day.day, 14, 30, tzinfo=UTC),
        **{"type": "SCON", "status": "SCH", "agency": "LEI", **more},
    )  # fmt: skip


def test_visits_newest_first_with_visitors_in_order_and_the_orders_left(booking: Booking, client: Client) -> None:
    VisitBalance.objects.create(booking=booking, visiting_orders=-1, privileged_visiting_orders=2)
    old = Booking.objects.create(id=99_000, person=booking.person, sequence=2, in_out="OUT", agency="OUT")
    visit(old, 1, date(2026, 6, 1), status="CANC", outcome_reason="NO_ID", agency="MDI", type="OFFI")
    visit(booking, 2, date(2026, 7, 1))
    for number, (first, born, lead, outcome) in enumerate(
        [("TIM", date(2020, 8, 1), False, "ABS"), ("JO", None, False, ""), ("AMY", date(1990, 7, 1), True, "")]
    ):
        Visitor.objects.create(id=number, visit_id=2, first_name=first, last_name="HALL", date_of_birth=born, lead=lead, outcome=outcome)  # fmt: skip
    words = words_of(officer(client).get(ADDRESS))
    assert "Visiting orders left -1 Privileged visiting orders left 2" in words
    assert (
        "1 to 2 of 2 visits" in words
        and "01/07/2026 14:00 to 15:30 Social Scheduled Leeds (HMP) Amy Hall (lead visitor, aged 36) Jo Hall "
        "Tim Hall (aged 5, did not come) "
        "01/06/2026 14:00 to 15:30 Official Cancelled no identification shown Moorland (HMP & YOI) Not recorded"
        in words
    )


@pytest.mark.parametrize(
    ("asked", "days"),
    [
        ({"type": "OFFI"}, ["02"]),
        ({"status": "CANC"}, ["03"]),
        ({"prison": "MDI"}, ["04"]),
        ({"since-day": "3", "since-month": "6", "since-year": "2026"}, ["04", "03"]),
        ({"until-day": "2", "until-month": "6", "until-year": "2026"}, ["02", "01"]),
        ({"until-day": "31", "until-month": "12", "until-year": "9999", "type": "SCON"}, ["04", "03", "01"]),
        ({"type": "OFFI", "status": "CANC"}, []),
    ],
)
def test_each_filter(booking: Booking, client: Client, asked: dict[str, str], days: list[str]) -> None:
    for day, more in enumerate([{}, {"type": "OFFI"}, {"status": "CANC"}, {"agency": "MDI"}], start=1):
        visit(booking, day, date(2026, 6, day), **more)
    words = words_of(officer(client).get(ADDRESS, asked))
    assert [day for day in ("04", "03", "02", "01") if f"{day}/06/2026 14:00" in words] == days
    assert ("No visit matches these filters." in words) is (not days)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"type": "x"}, "Type: choose one from the list"),
        ({"since-day": "31", "since-month": "2", "since-year": "2026"}, "Date from must be a real date"),
        (
            {"since-day": "2", "since-month": "6", "since-year": "2026", "until-day": "1", "until-month": "6",
             "until-year": "2026"},
            "Date to must be the same as or after date from",
        ),
    ],
)  # fmt: skip
def test_a_filter_that_cannot_be_understood_is_told(
    booking: Booking, client: Client, asked: dict[str, str], told: str
) -> None:
    visit(booking, 1, date(2026, 6, 3))
    words = words_of(officer(client).get(ADDRESS, asked))
    assert "There is a problem" in words and told in words and "03/06/2026" in words


def test_twenty_a_page_at_the_same_cost(booking: Booking, client: Client) -> None:
    visit(booking, 1, date(2026, 6, 1))
    officer(client)
    one = statements(client, ADDRESS)
    for number in range(2, 46):
        visit(booking, number, date(2026, 1 + number % 6, 1 + number % 20))
        Visitor.objects.create(id=number, visit_id=number, last_name="HALL")
    assert one == statements(client, ADDRESS) <= 15
    seen = []
    for page in ("", "2", "3", "99"):
        words = words_of(client.get(ADDRESS, {"page": page}))
        seen.append(words.split(" of 45 visits")[0].rsplit(" ", 3)[1:])
    assert seen == [["1", "to", "20"], ["21", "to", "40"], ["41", "to", "45"], ["41", "to", "45"]]


def test_none_and_nobody_of_another_prison(booking: Booking, client: Client) -> None:
    assert "Visiting orders left Not entered" in (words := words_of(officer(client, "GLOBAL_SEARCH").get(ADDRESS)))
    assert "Seán O'Brien has no visits recorded." in words
    make_person("B1111AA", prison="MDI")
    assert client.get("/prisoners/B1111AA/visits/").status_code == 404
    assert Person.objects.count() == 2
