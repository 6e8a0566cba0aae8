"""One person's timeline: newest first, as far as the viewer may know, whatever is broken."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dps.estate.commands import load_estate
from dps.identity.accounts.commands import create_user
from dps.prisoners.models import Adjudication, AdjudicationHearing, CellAssignment, IncentiveReview, Movement, Person
from dps.prisoners.tests.people import booking_of, give_alert, make_agencies, make_cell, make_person
from dps.prisoners.timeline.queries import SIZE

pytestmark = pytest.mark.django_db
PAGE = "/prisoners/A1111AA/timeline/"


@pytest.fixture
def person() -> Person:
    load_estate()
    make_agencies()
    return make_person("A1111AA")


def signed_in(client: Client, *roles: str, caseloads: tuple[str, ...] = ("LEI",)) -> Client:
    client.force_login(
        create_user(
            username="OFFICER", first_name="Ann", last_name="Lee", email="a@b.uk", password=None,
            roles=["PRISON", *roles], caseloads=list(caseloads),
        )
    )  # fmt: skip
    return client


def told(page: str) -> list[str]:
    """The entries, top to bottom."""
    rows = re.findall(r"<tr class=\"govuk-table__row\">(.*?)</tr>", page, re.S)[1:]
    return [re.sub(r"<[^>]+>", "|", row) for row in rows]


def test_everything_that_happened_newest_first(person: Person, client: Client) -> None:
    booking = booking_of(person)
    cell = make_cell("LEI", "A-1-001")
    CellAssignment.objects.create(
        booking=booking,
        sequence=1,
        living_unit_id=cell.pk,
        started_at=datetime(2026, 9, 2, 8, tzinfo=UTC),
        reason="ADM",
    )
    IncentiveReview.objects.create(booking=booking, sequence=1, level="STD", on=date(2026, 9, 3))
    adjudication = Adjudication.objects.create(id=77, booking=booking)
    AdjudicationHearing.objects.create(
        hearing_id=1, adjudication=adjudication, at=datetime(2026, 9, 5, 9, tzinfo=UTC), finding="PROVED"
    )
    give_alert(person, "XVL", ends=date(2026, 9, 4))
    rows = told(signed_in(client).get(PAGE).content.decode())
    wanted = ["Adjudication 77", "Alert ended: Violent", "Incentive level: Standard", "Moved to A-1-001", "Came into Leeds",
              "Alert started: Violent"]  # fmt: skip
    assert [next(w for w in wanted if w in row) for row in rows] == wanted
    assert "5 September 2026 at 10:00" in rows[0] and "|4 September 2026|" in rows[1]


def test_only_what_the_viewer_may_know(person: Person, client: Client) -> None:
    Movement.objects.filter(booking=booking_of(person)).update(at=datetime(2026, 9, 1, tzinfo=UTC))
    adjudication = Adjudication.objects.create(id=77, booking=booking_of(person))
    AdjudicationHearing.objects.create(
        hearing_id=1, adjudication=adjudication, at=datetime(2026, 9, 5, tzinfo=UTC), finding="PROVED"
    )
    page = signed_in(client, "GLOBAL_SEARCH", caseloads=("MDI",)).get(PAGE).content.decode()
    assert "Came into Leeds" in page and "Adjudication" not in page and 'value="cell"' not in page
    assert "Adjudication" not in client.get(PAGE + "?show=adjudication").content.decode(), "nor by asking"


def test_filters_and_pages_lose_and_repeat_nothing(person: Person, client: Client) -> None:
    booking = booking_of(person)
    for n in range(2 * SIZE + 7):
        Movement.objects.create(
            booking=booking, sequence=10 + n, at=datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=n // 4), type="CRT",
            direction="OUT", to_agency="LEI",
        )  # fmt: skip
    give_alert(person, "XVL")
    signed_in(client)
    seen, address = 0, PAGE + "?show=movement"
    for _ in range(3):
        page = client.get(address).content.decode()
        assert "Alert started" not in page
        seen += len(told(page))
        older = re.search(r'href="(\?[^"]+)" rel="next"', page)
        address = PAGE + older[1].replace("&amp;", "&") if older else ""
    assert (seen, address) == (2 * SIZE + 8, "")


@pytest.mark.parametrize("before", ["x", "2026-01-01", "|||", "2026-13-01T00:00:00+00:00|a|b", "%00"])
def test_a_place_nobody_gave_is_the_beginning(person: Person, client: Client, before: str) -> None:
    assert signed_in(client).get(PAGE, {"before": before}).status_code in (200, 400)


def test_a_broken_source_is_named_and_the_rest_shown(person: Person, client: Client) -> None:
    signed_in(client)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE prisoners_incentivereview RENAME TO gone")
    page = client.get(PAGE).content.decode()
    assert "Incentives are currently unavailable" in page and "Came into Leeds" in page


def test_it_costs_the_same_however_much_happened(person: Person, client: Client) -> None:
    signed_in(client).get(PAGE)
    counts = []
    for many in (1, 40):
        for _ in range(many):
            give_alert(person, "XVL")
        with CaptureQueriesContext(connection) as asked:
            client.get(PAGE)
        counts.append(len(asked))
    assert counts[0] == counts[1]
