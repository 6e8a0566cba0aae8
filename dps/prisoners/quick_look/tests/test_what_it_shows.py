"""What the quick look shows (prisoners.md 2, 3), from rows in the tables; each card failing alone; its cost."""

import html
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dps.identity.accounts.commands import create_user
from dps.platform import local_time
from dps.prisoners.models import (
    AccountBalance,
    Adjudication,
    AdjudicationHearing,
    Assessment,
    Booking,
    Charge,
    Contact,
    CourtAppearance,
    CourtCase,
    Image,
    IncentiveReview,
    Movement,
    NonAssociation,
    Person,
    Punishment,
    ReleaseDetail,
    ScheduledEvent,
    SentenceCalculation,
    Visit,
    VisitBalance,
)
from dps.prisoners.search.commands import refresh_records
from dps.prisoners.tests.people import booking_of, give_alert, make_agencies, make_person

pytestmark = pytest.mark.django_db
TODAY = local_time.today()
NOW = local_time.now()


@pytest.fixture
def person() -> Person:
    make_agencies()
    return make_person("A1111AA", "O'BRIEN", "SEÁN")


@pytest.fixture
def booking(person: Person) -> Booking:
    return booking_of(person)


@pytest.fixture
def look(client: Client) -> Callable[[], str]:
    """The words of the quick look, as an officer of Leeds with the release dates role reads them."""
    client.force_login(
        create_user(username="OFFICER", email="o@justice.gov.uk", first_name="Sam", last_name="Hall",
                    password="correct horse battery 9", roles=("RELEASE_DATES_CALCULATOR", "INACTIVE_BOOKINGS"),
                    caseloads=("LEI",))
    )  # fmt: skip

    def read() -> str:
        refresh_records(["A1111AA"])
        return words_of(client.get("/prisoners/A1111AA/"))

    return read


def words_of(reply: HttpResponse) -> str:
    assert reply.status_code == 200
    main = reply.content.decode().split("<main", 1)[1]
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", main)))


def at(days: int, hour: int = 10) -> datetime:
    return datetime.combine(TODAY, datetime.min.time(), UTC) + timedelta(days=days, hours=hour)


def test_somebody_about_whom_nothing_is_known(person: Person, look: Callable[[], str]) -> None:
    words = look()
    for expected in (
        "O'Brien, Seán A1111AA", "In Leeds (HMP)", "Category Not entered", "CSRA Not entered", "Incentive level Not entered",
        "Nothing scheduled", "Spends £0.00", "Next visit None scheduled",
        "Proven in last 3 months 0 No active punishments", "Nationality Not entered",
        "In this prison 0", "Social 0 Official 0", "Next court appearance None scheduled Active cases 0",
    ):  # fmt: skip
        assert expected in words


def test_money_in_pounds_less_what_is_held(person: Person, look: Callable[[], str]) -> None:
    AccountBalance.objects.create(person=person, prison="LEI", account="SPENDS", balance_pence=123_456, hold_pence=56)
    AccountBalance.objects.create(person=person, prison="LEI", account="CASH", balance_pence=5)
    AccountBalance.objects.create(person=person, prison="MDI", account="SAVINGS", balance_pence=999_999)
    assert "Spends £1,234.00 Private cash £0.05 Savings £0.00" in look()


def test_visits(booking: Booking, look: Callable[[], str]) -> None:
    VisitBalance.objects.create(booking=booking, visiting_orders=2, privileged_visiting_orders=1)
    for number, (days, status) in enumerate([(-1, "SCH"), (1, "CANC"), (3, "SCH"), (9, "SCH")]):
        Visit.objects.create(id=number, booking=booking, starts_at=at(days, 14), type="SCON", status=status)
    words = look()
    assert f"Next visit {local_time.long_date(TODAY + timedelta(3))} at 14:00" in words
    assert "Visits left 3 Including 1 privileged visit" in words


def test_todays_schedule_in_three_parts(booking: Booking, look: Callable[[], str]) -> None:
    noon = local_time.in_london(NOW).replace(hour=12, minute=0, second=0, microsecond=0)
    for number, (hours, words, status) in enumerate(
        [
            (-1, "Bricks", "SCH"),
            (0, "Chapel", "SCH"),
            (5, "Gym", "COMP"),
            (1, "Dentist", "CANC"),
            (24, "Tomorrow", "SCH"),
        ]
    ):
        ScheduledEvent.objects.create(
            kind="APPOINTMENT", event_id=number, booking=booking, starts_at=noon + timedelta(hours=hours),
            ends_at=noon + timedelta(hours=hours, minutes=30), description=words, status=status,
        )  # fmt: skip
    words = look()
    assert "Morning Bricks 11:00 to 11:30 Afternoon Chapel 12:00 to 12:30 Evening Gym 17:00 to 17:30" in words
    assert "Dentist" not in words and "Tomorrow" not in words


def test_adjudications_of_three_months_and_punishments_that_still_run(
    booking: Booking, look: Callable[[], str]
) -> None:
    for number, (days, finding) in enumerate([(-10, "PROVED"), (-10, "NOT_PROVED"), (-200, "PROVED")]):
        Adjudication.objects.create(id=number, booking=booking)
        AdjudicationHearing.objects.create(hearing_id=number, adjudication_id=number, at=at(days), finding=finding)
    AdjudicationHearing.objects.create(hearing_id=9, adjudication_id=0, at=at(-5), finding="PROVED")
    for number, (code, days, months, status, began) in enumerate(
        [("CC", 7, None, "IMMEDIATE", -3), ("FORFEIT", None, 1, "IMMEDIATE", -3), ("EXTRA_WORK", 2, None, "IMMEDIATE", -30),
         ("CC", 7, None, "QUASHED", -1)]
    ):  # fmt: skip
        Punishment.objects.create(
            booking=booking, sequence=number, code=code, days=days, months=months, status=status,
            effective_on=TODAY + timedelta(began),
        )  # fmt: skip
    words = look()
    assert "Proven in last 3 months 1 " in words, "two results of one charge are one"
    punishments = words.split("Active punishments")[1].split("Court cases")[0]
    assert ", 7 days" in punishments and ", 1 month" in punishments and "months" not in punishments
    assert ", 2 days" not in punishments and punishments.count(", 7 days") == 1


def test_incentives_and_days_overdue(booking: Booking, look: Callable[[], str]) -> None:
    Movement.objects.update(at=at(-700))
    IncentiveReview.objects.create(booking=booking, sequence=1, level="STD", on=TODAY - timedelta(days=600))
    IncentiveReview.objects.create(booking=booking, sequence=2, level="ENH", on=TODAY - timedelta(days=400))
    words = look()
    assert "Incentives ENH " in words
    overdue = (TODAY - (TODAY - timedelta(days=400)).replace(year=(TODAY - timedelta(days=400)).year + 1)).days
    assert f"{overdue} days overdue" in words


def test_category_csra_and_key_worker(booking: Booking, look: Callable[[], str]) -> None:
    Assessment.objects.create(
        booking=booking, sequence=1, kind="CATEGORY", type="CATEGORY", on=date(2026, 5, 1), status="A",
        calculated_level="C", review_level="B", evaluation_result="APP", evaluated_on=date(2026, 5, 2),
        next_review_on=date(2027, 5, 1),
    )  # fmt: skip
    Assessment.objects.create(
        booking=booking, sequence=2, kind="CSRA", type="CSRF", on=date(2026, 6, 1), status="A", calculated_level="HI",
        review_level="HI", evaluation_result="APP", evaluated_on=date(2026, 6, 1),
    )  # fmt: skip
    words = look()
    assert "Next review: 01/05/2027" in words and "Last review: 01/06/2026" in words


def test_court_and_release_dates_confirmed_first(booking: Booking, look: Callable[[], str]) -> None:
    CourtCase.objects.create(id=1, booking=booking, status="A")
    CourtCase.objects.create(id=2, booking=booking, status="I")
    for number, (days, status) in enumerate([(-1, "SCH"), (2, "CANC"), (5, "SCH")]):
        CourtAppearance.objects.create(id=number, booking=booking, at=at(days), status=status, court="LEEDCC")
    Charge.objects.create(id=1, booking=booking, offence_code="TH68", description="Theft", most_serious=False)
    Charge.objects.create(id=2, booking=booking, offence_code="CJ88", description="Robbery", most_serious=True)
    SentenceCalculation.objects.create(
        id=1, booking=booking, calculated_at=at(-5),
        dates={"CRD": ["2027-03-01", "2027-04-02"], "SED": ["2029-03-01", None], "HDCED": [None, None]},
    )  # fmt: skip
    ReleaseDetail.objects.create(booking=booking, confirmed_on=date(2027, 4, 5))
    words = look()
    card = words.split("Court cases and release dates")[1]
    assert f"{local_time.long_date(TODAY + timedelta(5))}, LEEDCC Active cases 1" in card
    assert card.index("5 April 2027") < card.index("2 April 2027") < card.index("1 March 2029")
    assert "1 March 2027" not in card, "an overridden date replaces the calculated one"
    assert "Robbery" in words and "Theft" not in words


def test_non_associations_here_and_elsewhere(person: Person, look: Callable[[], str]) -> None:
    for number, prison in (
        ("B1111AA", "LEI"),
        ("C1111AA", "MDI"),
        ("D1111AA", "OUT"),
        ("E1111AA", "TRN"),
        ("F1111AA", "LEI"),
    ):
        other = make_person(number, prison=prison)
        ended = TODAY if number == "F1111AA" else None
        NonAssociation.objects.create(person=person, other=other, sequence=1, expires_on=ended)
    NonAssociation.objects.create(person=person, other_id="B1111AA", sequence=2)
    assert "In this prison 1 In other establishments 1" in look()


def test_contacts_that_are_active(booking: Booking, look: Callable[[], str]) -> None:
    for number, (kind, active) in enumerate([("S", True), ("S", True), ("S", False), ("O", True)]):
        Contact.objects.create(id=number, booking=booking, type=kind, active=active)
    assert "Social 2 Official 1" in look()


def test_flags_by_label_and_the_alerts_no_flag_stands_for(person: Person, look: Callable[[], str]) -> None:
    for code, kind in (("XSA", "X"), ("SA", "S"), ("HA", "H"), ("ZZZ", "Z")):
        give_alert(person, code, type=kind)
    give_alert(person, "XA", ends=TODAY)
    words = look()
    assert "ACCT open Staff assaulter +1 active alert" in words.replace("  ", " "), "two alerts share a flag"
    assert "Arsonist" not in words, "an alert ends at the beginning of its last day"


@pytest.mark.parametrize(
    ("days", "words", "not_words"),
    [(0, "Arrived today", "last 3 days"), (2, "Arrived in the last 3 days", "Arrived today"), (3, "", "Arrived")],
)
def test_new_arrivals_are_told(
    booking: Booking, look: Callable[[], str], days: int, words: str, not_words: str
) -> None:
    Movement.objects.filter(booking=booking).update(at=NOW - timedelta(days=days))
    seen = look()
    assert words in seen and not_words not in seen


@pytest.mark.parametrize(("prison", "words"), [("OUT", "has been released"), ("TRN", "being transferred")])
def test_people_who_are_not_here(client: Client, look: Callable[[], str], prison: str, words: str) -> None:
    make_agencies()
    make_person("A1111AA", prison=prison)
    seen = look()
    assert words in seen and "Money" not in seen and "Visits" not in seen and "Nationality" not in seen


COLUMNS = {
    "Today's schedule": ("scheduledevent", "sub_type"), "Money": ("accountbalance", "hold_pence"),
    "Visits": ("visitbalance", "visiting_orders"), "Incentives": ("incentivereview", "sequence"),
    "Adjudications": ("punishment", "days"),
    "Non-associations": ("nonassociation", "other_id"), "External contacts": ("contact", "active"),
    "Personal": ("language", "code"), "Court cases and release dates": ("courtcase", "status"),
    "Offences and sentence": ("charge", "most_serious"),
}  # fmt: skip
"""A column that only this card reads."""
BROKEN = "Currently unavailable. Try again later."


@pytest.mark.parametrize("title", COLUMNS)
def test_one_broken_card_says_so_and_the_rest_goes_on(
    person: Person, client: Client, look: Callable[[], str], title: str
) -> None:
    assert BROKEN not in look()
    table, column = COLUMNS[title]
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE prisoners_{table} RENAME COLUMN {column} TO gone")
    words = words_of(client.get("/prisoners/A1111AA/"))
    assert words.count(BROKEN) == 1 and f"{title} {BROKEN}" in words
    for other in COLUMNS:
        assert other in words


def test_alerts_that_cannot_be_read(person: Person, client: Client, look: Callable[[], str]) -> None:
    look()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE prisoners_alert RENAME TO gone")
    reply = client.get("/prisoners/A1111AA/")
    assert reply.status_code == 200 and "Alerts are unavailable" in reply.content.decode()
    assert client.get("/prisoners/A1111AA/photo")["Location"].endswith("no-photo.png"), "to be safe"


def many_of_everything(booking: Booking, many: int) -> None:
    for n in range(many):
        give_alert(booking.person, f"X{n}")
        Visit.objects.create(id=n, booking=booking, starts_at=at(n), type="SCON", status="SCH")
        ScheduledEvent.objects.create(
            kind="ACTIVITY", event_id=n, booking=booking, starts_at=NOW, description=f"E{n}", status="SCH"
        )
        Charge.objects.create(id=n, booking=booking, offence_code=f"C{n}")


@pytest.mark.parametrize("many", [1, 60])
def test_the_page_costs_the_same_whatever_is_known(
    booking: Booking, client: Client, look: Callable[[], str], many: int
) -> None:
    """Session, account, header, audit, alerts, duplicates; all cards and what the actions ask in one."""
    many_of_everything(booking, many)
    look()
    with CaptureQueriesContext(connection) as asked:
        client.get("/prisoners/A1111AA/")
    assert len([one for one in asked if "SAVEPOINT" not in one["sql"]]) == 7


JPEG = b"\xff\xd8\xff\xe0 small"


def give_photo(booking: Booking) -> None:
    Image.objects.create(
        id=5, booking=booking, captured_at=NOW, object_type="OFF_BKG", view="FACE", orientation="FRONT", active=True,
        thumbnail=JPEG, full_size=JPEG + b" full",
    )  # fmt: skip
    refresh_records(["A1111AA"])


def test_the_photograph_is_private_and_kept_a_while(booking: Booking, client: Client, look: Callable[[], str]) -> None:
    give_photo(booking)
    look()
    reply = client.get("/prisoners/A1111AA/photo")
    assert (reply.content, reply["Content-Type"]) == (JPEG, "image/jpeg")
    assert "private" in reply["Cache-Control"]
    assert client.get("/prisoners/A1111AA/photo", headers={"If-None-Match": reply["ETag"]}).status_code == 304
    assert client.get("/prisoners/A1111AA/photo?size=full").content == JPEG + b" full"


def test_the_photograph_of_somebody_of_high_public_interest_is_withheld(
    booking: Booking, client: Client, look: Callable[[], str]
) -> None:
    give_photo(booking)
    give_alert(booking.person, "HPI")
    look()
    assert client.get("/prisoners/A1111AA/photo")["Location"].endswith("withheld.png")
