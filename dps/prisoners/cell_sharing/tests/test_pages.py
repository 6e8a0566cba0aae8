"""The CSRA history and the page of one review, against the tables (prisoners.md 1.2, 4)."""

from datetime import date

import pytest
from django.test import Client

from dps.estate.models import ReferenceCode
from dps.prisoners.models import Assessment, AssessmentAnswer, Booking
from dps.prisoners.search.commands import refresh_records
from dps.prisoners.tests.officers import officer, statements, words_of
from dps.prisoners.tests.people import booking_of, make_agencies, make_person

pytestmark = pytest.mark.django_db
ADDRESS = "/prisoners/A1111AA/csra/"


@pytest.fixture
def booking() -> Booking:
    make_agencies()
    for domain, code, words in (
        ("CSRA", "HI", "High"),
        ("CSRA", "STANDARD", "Standard"),
        ("COMMITTEE", "REVIEW", "Review Board"),
    ):
        ReferenceCode.objects.create(domain=domain, code=code, description=words)
    return booking_of(make_person("A1111AA", "O'BRIEN", "SEÁN"))


def review(booking: Booking, sequence: int, level: str, **more: object) -> Assessment:
    return Assessment.objects.create(
        booking=booking, sequence=sequence,
        **{"kind": "CSRA", "type": "CSRF", "on": date(2026, 6, sequence), "status": "A", "calculated_level": level,
           "agency": "LEI", **more},
    )  # fmt: skip


def test_the_history_of_every_booking_without_reviews_that_have_no_level(booking: Booking, client: Client) -> None:
    old = Booking.objects.create(id=99_000, person=booking.person, sequence=2, in_out="OUT", agency="OUT")
    review(
        old, 1, "HI", agency="MDI", type="CSRREV", on=date(2020, 1, 1), assessor="JO RAY", comment="Fought in a cell"
    )
    review(booking, 2, "PEND")
    review(booking, 3, "STANDARD", review_level="HI", evaluated_on=date(2026, 6, 4))
    review(booking, 4, "C", kind="CATEGORY", type="CATEGORY")
    refresh_records(["A1111AA"])
    words = words_of(officer(client).get(ADDRESS))
    assert "Current rating High, since 3 June 2026" in words
    assert (
        "2 reviews" in words
        and "03/06/2026 Full assessment High Level changed at approval Leeds (HMP) Not entered Details of the review of "
        "03/06/2026 01/01/2020 Review High Waiting for approval Moorland (HMP & YOI) Jo Ray Fought in a cell"
        in words
    )


@pytest.mark.parametrize(
    ("asked", "days"),
    [
        ({"level": "HI"}, ["02"]),
        ({"prison": "MDI"}, ["03"]),
        ({"since-day": "2", "since-month": "6", "since-year": "2026"}, ["03", "02"]),
        ({"until-day": "1", "until-month": "6", "until-year": "2026"}, ["01"]),
        ({"level": "HI", "prison": "MDI"}, []),
    ],
)
def test_each_filter(booking: Booking, client: Client, asked: dict[str, str], days: list[str]) -> None:
    for sequence, (level, prison) in enumerate([("STANDARD", "LEI"), ("HI", "LEI"), ("STANDARD", "MDI")], start=1):
        review(booking, sequence, level, agency=prison)
    words = words_of(officer(client).get(ADDRESS, asked))
    assert [day for day in ("03", "02", "01") if f"{day}/06/2026 Full" in words] == days
    assert ("No review matches these filters." in words) is (not days)


def test_a_filter_that_cannot_be_understood_is_told(booking: Booking, client: Client) -> None:
    review(booking, 1, "HI")
    asked = {"level": "x", "since-day": "31", "since-month": "2", "since-year": "2026"}
    words = words_of(officer(client).get(ADDRESS, asked))
    assert "CSRA level: choose one from the list" in words and "Date from must be a real date" in words
    assert "01/06/2026 Full" in words


def test_one_review_with_each_of_its_levels(booking: Booking, client: Client) -> None:
    one = review(
        booking, 1, "STANDARD", override_level="HI", review_level="HI", evaluated_on=date(2026, 6, 4), committee="RECP",
        next_review_on=date(2027, 6, 1), comment="<b>Calm</b>", override_reason="PREV", override_comment="Fought <in> 2019",
        approval_committee="REVIEW", approval_comment="We agree",
    )  # fmt: skip
    pending = review(booking, 2, "PEND")
    waiting = review(booking, 3, "HI")
    words = words_of(officer(client).get(f"{ADDRESS}{one.id}/"))
    assert (
        "Classification High Approval Approved Type Full assessment Level calculated Standard Level chosen instead High "
        "Reason for choosing it PREV Comment on choosing it Fought <in> 2019 "
        "Level approved High Location Leeds (HMP) Assessor Not entered Assessor’s committee RECP Comment <b>Calm</b> "
        "Approved on 4 June 2026 Approving committee Review Board Comment of the approving committee We agree "
        "Next review 1 June 2027 "
        "Questions and answers No answers were recorded." in words
    )
    words = words_of(client.get(f"{ADDRESS}{waiting.id}/"))
    assert "Level chosen instead None Reason for choosing it None Comment on choosing it None" in words
    assert "Approved on Not approved Approving committee Not entered Comment of the approving committee None" in words
    other = review(booking_of(make_person("B1111AA")), 1, "HI")
    for number in (pending.id, other.id, 10**30):
        assert client.get(f"{ADDRESS}{number}/").status_code == 404


def answer(booking: Booking, sequence: int, item: int, place: int, question: str, words: str) -> None:
    AssessmentAnswer.objects.create(
        booking=booking, assessment_sequence=sequence, item=item, question=question, question_order=place, answer=words
    )


def test_the_questions_and_answers_of_a_review(booking: Booking, client: Client) -> None:
    one = review(booking, 1, "HI")
    review(booking, 2, "STANDARD")
    old = Booking.objects.create(id=99_000, person=booking.person, sequence=2, in_out="OUT", agency="OUT")
    review(old, 1, "HI")
    answer(booking, 1, 1, 2001, "Willing to share?", "<i>No</i>")
    answer(booking, 1, 2, 1001, "Any fires?", "Yes")
    answer(booking, 1, 3, 1001, "Any fires?", "Twice")
    answer(booking, 1, 4, 99_099, "", "Said nothing more")
    answer(booking, 2, 1, 1001, "Any fires?", "of another review")
    answer(old, 1, 1, 1001, "Any fires?", "of another booking")
    words = words_of(officer(client).get(f"{ADDRESS}{one.id}/"))
    assert (
        "Questions and answers Any fires? Yes Twice Willing to share? <i>No</i> Question not recorded Said nothing more "
        "Questions that were left unanswered are not listed." in words
    )
    assert "of another" not in words


@pytest.mark.parametrize(
    ("prison", "roles", "status"),
    [
        ("LEI", (), 200), ("MDI", ("GLOBAL_SEARCH",), 404), ("TRN", ("GLOBAL_SEARCH",), 200),
        ("TRN", ("INACTIVE_BOOKINGS",), 404), ("OUT", ("INACTIVE_BOOKINGS",), 404),
    ],
)  # fmt: skip
def test_who_sees_the_history(client: Client, prison: str, roles: tuple[str, ...], status: int) -> None:
    make_agencies()
    one = review(booking_of(make_person("A1111AA", prison=prison)), 1, "HI")
    assert officer(client, *roles).get(f"{ADDRESS}{one.id}/").status_code == status
    one.delete()
    reply = client.get(ADDRESS)
    assert reply.status_code == status
    assert status == 404 or "has no cell sharing risk reviews recorded" in words_of(reply)
    linked = "csra/" in client.get("/prisoners/A1111AA/").content.decode()
    assert linked is (status == 200), "the card of the quick look leads here only if it opens"


def test_the_page_costs_the_same_however_many(booking: Booking, client: Client) -> None:
    review(booking, 1, "HI")
    officer(client)
    one = statements(client, ADDRESS)
    for sequence in range(2, 30):
        review(booking, sequence, "HI")
    assert one == statements(client, ADDRESS) <= 11


def test_the_page_of_a_review_costs_the_same_however_many_answers(booking: Booking, client: Client) -> None:
    address = f"{ADDRESS}{review(booking, 1, 'HI').id}/"
    officer(client)
    none = statements(client, address)
    for sequence in range(2, 12):
        review(booking, sequence, "HI")
    for item in range(40):
        answer(booking, item % 3 + 1, item, item, f"Question {item}?", "Yes")
    assert none == statements(client, address) <= 12
