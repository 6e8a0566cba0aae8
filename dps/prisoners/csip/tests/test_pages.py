"""The CSIP card, the history behind it and the operation, against the tables (prisoners.md 1.2, 3)."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from dps.estate import queries as estate
from dps.estate.models import ReferenceCode
from dps.identity.provider.tests import flow
from dps.platform import local_time
from dps.platform.audit.models import AuditEntry
from dps.prisoners.models import Booking, CsipRecord, CsipReview
from dps.prisoners.tests.officers import officer, statements, words_of
from dps.prisoners.tests.people import booking_of, make_agencies, make_person

pytestmark = pytest.mark.django_db
LOOK, ADDRESS, API = "/prisoners/A1111AA/", "/prisoners/A1111AA/csip/", "/api/prisoners/A1111AA/csip"
TODAY = local_time.today()


def day(text: date) -> str:
    return text.strftime("%d/%m/%Y")


@pytest.fixture
def booking() -> Booking:
    make_agencies()
    ReferenceCode.objects.create(domain="CSIP_TYP", code="INT", description="Intimidation")
    estate.forget_kept()
    return booking_of(make_person("A1111AA", "O'BRIEN", "SEÁN"))


def referral(booking: Booking, id: int, **more: Any) -> CsipRecord:
    return CsipRecord.objects.create(
        id=id, booking=booking,
        **{"prison": "LEI", "referred_on": date(2026, 5, id), "referral_complete": True, "incident_type": "INT", **more},
    )  # fmt: skip


def plan(booking: Booking, id: int, **more: Any) -> CsipRecord:
    return referral(booking, id, **{"screening_outcome": "CUR", "case_manager": "Jo Ray", **more})


def test_an_open_plan_whose_review_is_late(booking: Booking, client: Client) -> None:
    late = TODAY - timedelta(days=3)
    plan(booking, 1, first_review_on=TODAY, log_code="LEI-7")
    CsipReview.objects.create(id=1, record_id=1, sequence=2, next_review_on=late)
    CsipReview.objects.create(id=2, record_id=1, sequence=1, next_review_on=TODAY, closed_on=TODAY)
    referral(booking, 2, screening_outcome="NFA", prison="MDI", incident_type="NEW?")
    officer(client)
    assert (
        f"(CSIP) CSIP open Next review {day(late)} 3 days overdue History 2 referrals, 1 plan CSIP history"
        in words_of(client.get(LOOK))
    )
    words = words_of(client.get(ADDRESS))
    assert (
        "2 referrals" in words
        and "02/05/2026 No further action Moorland (HMP & YOI) NEW? Not entered None No plan 01/05/2026 LEI-7 CSIP open"
        f" Leeds (HMP) Intimidation Jo Ray {day(late)} 3 days overdue Not closed"
        in words
    )


@pytest.mark.parametrize(
    ("facts", "card"),
    [
        ({}, "Referral submitted Referred 01/05/2026 History 1 referral, 0 plans"),
        ({"referral_complete": False, "referred_on": None}, "Referral pending Referred Not entered History 1 referral"),
        (
            {"screening_outcome": "CUR", "case_manager": "Jo"},
            "CSIP open Next review Not set History 1 referral, 1 plan",
        ),
    ],
)
def test_the_card_says_what_matters_of_each_status(
    booking: Booking, client: Client, facts: dict[str, Any], card: str
) -> None:
    referral(booking, 1, **facts)
    assert card in words_of(officer(client).get(LOOK))


def test_a_plan_that_was_closed(booking: Booking, client: Client) -> None:
    plan(booking, 1)
    CsipReview.objects.create(id=1, record_id=1, sequence=1, closed_on=date(2026, 7, 4), next_review_on=TODAY)
    assert "CSIP closed Closed 04/07/2026 History 1 referral, 1 plan" in words_of(officer(client).get(LOOK))
    assert "Jo Ray None 04/07/2026" in words_of(client.get(ADDRESS))


def test_records_of_every_booking_and_of_nobody_else(booking: Booking, client: Client) -> None:
    old = Booking.objects.create(id=99_000, person=booking.person, sequence=2, in_out="OUT", agency="OUT")
    referral(old, 1, referred_on=date(2019, 1, 1))
    referral(booking_of(make_person("B1111AA")), 2)
    words = words_of(officer(client).get(ADDRESS))
    assert "1 referral " in words and "01/01/2019" in words


def test_nothing_is_known(booking: Booking, client: Client) -> None:
    words = words_of(officer(client).get(LOOK))
    assert "(CSIP) No CSIP history" in words
    assert "Seán O'Brien has no CSIP history." in words_of(client.get(ADDRESS))


@pytest.mark.parametrize(
    ("prison", "roles", "status"),
    [
        ("LEI", (), 200), ("MDI", ("GLOBAL_SEARCH",), 404), ("TRN", ("GLOBAL_SEARCH",), 404),
        ("OUT", ("INACTIVE_BOOKINGS",), 404),
    ],
)  # fmt: skip
def test_who_reads_it(client: Client, prison: str, roles: tuple[str, ...], status: int) -> None:
    make_agencies()
    make_person("A1111AA", prison=prison)
    assert officer(client, *roles).get(ADDRESS).status_code == status
    look = client.get(LOOK)
    assert look.status_code == 200
    assert ("(CSIP)" in words_of(look)) is (status == 200), "there is no card for whoever may not read it"


def test_the_page_costs_the_same_however_many_and_the_quick_look_no_more(booking: Booking, client: Client) -> None:
    officer(client)
    look = statements(client, LOOK)
    plan(booking, 1)
    one = statements(client, ADDRESS)
    for id in range(2, 30):
        plan(booking, id)
        CsipReview.objects.create(id=id, record_id=id, sequence=1, next_review_on=TODAY)
    assert one == statements(client, ADDRESS) <= 10
    assert statements(client, LOOK) == look


def test_the_operation(booking: Booking) -> None:
    flow.have_a_key()
    system = Client(headers=flow.bearer(flow.machine_token(flow.make_machine(roles=("VIEW_PRISONER_DATA",)))))
    assert system.get(API).json() == {"referralCount": 0, "planCount": 0, "current": None, "records": []}
    late = TODAY - timedelta(days=1)
    plan(booking, 1, first_review_on=late, incident_on=date(2026, 4, 30))
    referral(booking, 2, screening_outcome="OPE")
    told = system.get(API).json()
    assert told["current"] == told["records"][1] == {
        "id": 1, "logCode": None, "status": "CSIP_OPEN", "prisonId": "LEI", "incidentType": "INT",
        "incidentOn": "2026-04-30", "referredOn": "2026-05-01", "caseManager": "Jo Ray",
        "nextReviewOn": late.isoformat(), "daysOverdue": 1, "closedOn": None,
    }  # fmt: skip
    assert (told["referralCount"], told["planCount"]) == (2, 1)
    assert told["records"][0]["status"] == "INVESTIGATION_PENDING"
    viewed = AuditEntry.objects.filter(action="PRISONER_VIEWED", subject_id="A1111AA")
    assert {entry.details["page"] for entry in viewed} == {"csip history (API)"}
    assert system.get("/api/prisoners/Z9999ZZ/csip").status_code == 404


@pytest.mark.parametrize(("prison", "status"), [("LEI", 200), ("MDI", 404)])
def test_staff_read_by_the_operation_what_they_read_on_the_page(client: Client, prison: str, status: int) -> None:
    flow.have_a_key()
    flow.make_client()
    make_agencies()
    make_person("A1111AA", prison=prison)
    tokens = flow.let_in(officer(client, "GLOBAL_SEARCH"), scope="openid read")
    assert Client(headers=flow.bearer(tokens["access_token"])).get(API).status_code == status
