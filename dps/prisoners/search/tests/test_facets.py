"""Counts beside the choices of a filter are what choosing them gives."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dps.estate import queries as estate
from dps.estate.models import ReferenceCode
from dps.prisoners.models import (
    Assessment,
    ImprisonmentStatus,
    IncentiveReview,
    KeyWorker,
    Language,
    ProfileDetail,
    SentenceCalculation,
)
from dps.prisoners.search import queries
from dps.prisoners.search.commands import refresh_records
from dps.prisoners.search.facets import count_facets
from dps.prisoners.search.filters import Filters
from dps.prisoners.search.rules import read_term
from dps.prisoners.search.tests.test_pages import officer
from dps.prisoners.tests.people import booking_of, give_alert, make_agencies, make_cell, make_person

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def people() -> None:
    """Twelve people of Leeds who differ in everything that is filtered by, one elsewhere."""
    make_agencies()
    for place, (code, band) in enumerate([("RX", "12"), ("SENT03", "2"), ("LR", "2"), ("IMMIG", "8")]):
        ReferenceCode.objects.create(
            domain="IMP_STS", code=code, description=code, sequence=place, attributes={"band": band}
        )
    for domain, code in (("IEP_LEVEL", "STD"), ("IEP_LEVEL", "ENH"), ("CSRA", "HI"), ("CSRA", "STANDARD"), ("RELF", "MOS"),
                         ("RELF", "RC"), ("LANG", "POL"), ("LANG", "ENG"), ("CATEGORY", "B"), ("CATEGORY", "C")):  # fmt: skip
        ReferenceCode.objects.create(domain=domain, code=code, description=f"{domain} {code}")
    estate.forget_kept()
    cells = [make_cell("LEI", path) for path in ("A-1-001", "A-1-002", "A-2-001", "B-1-001")]
    for i in range(12):
        born = date(2008 - i * 4, 1, 1)
        person = make_person(f"A{i:04d}AA", "SMITH", "JOHN" if i % 2 else "PAUL", cell=cells[i % 4], born=born)
        booking = booking_of(person)
        if i % 5 == 0:
            booking.in_out = "OUT"
            booking.save()
        booking.movements.update(at=datetime(2026, 11, 24, tzinfo=UTC) - timedelta(hours=40 * i))
        ImprisonmentStatus.objects.create(
            booking=booking, sequence=1, status=["RX", "SENT03", "LR", "IMMIG"][i % 4], latest=True
        )
        IncentiveReview.objects.create(booking=booking, sequence=1, level=["STD", "ENH"][i % 2], on=TODAY)
        for sequence, (kind, level) in enumerate(
            [("CATEGORY", "BC"[i % 2]), ("CSRA", ["HI", "STANDARD"][i % 3 == 0])], 1
        ):
            Assessment.objects.create(
                booking=booking, sequence=sequence, kind=kind, type=kind, on=TODAY, status="A", calculated_level=level
            )
        ProfileDetail.objects.create(booking=booking, sequence=1, type="RELF", code=["MOS", "RC"][i % 2])
        Language.objects.create(booking=booking, code=["POL", "ENG"][i % 3 == 0], type="PRIM")
        KeyWorker.objects.create(
            booking=booking,
            staff_id=7 + i % 2,
            last_name="REED",
            first_name="JO",
            assigned_at=datetime(2026, 1, 1, tzinfo=UTC),
        )
        dates = {
            "CRD": [(TODAY + timedelta(days=5 * i)).isoformat(), None],
            "SED": [(TODAY + timedelta(days=9 * i)).isoformat(), None],
        }
        SentenceCalculation.objects.create(
            id=900 + i, booking=booking, calculated_at=datetime(2026, 1, 1, tzinfo=UTC), dates=dates
        )
        give_alert(person, ["XSA", "SA", "XA"][i % 3])
        give_alert(person, "HA", ends=TODAY if i % 2 else None)
        if i % 4 == 0:
            give_alert(person, "SA")
    make_person("B1234BC", "SMITH", "JOHN", prison="MDI")
    refresh_records([f"A{i:04d}AA" for i in range(12)])


def found(filters: Filters, typed: str) -> int:
    return queries.search_prison(
        read_term(typed), prison="LEI", filters=filters, sort="name", first=0, size=50, today=TODAY
    ).total


CODES = {flag.label: flag.codes for flag in estate.alert_flags()}
CHOICES: list[tuple[str, str, dict[str, Any]]] = [
    *(("legal", code, {"legal_status": code}) for code in ("REMAND", "SENTENCED", "RECALL", "IMMIGRATION_DETAINEE", "CONVICTED")),
    *(("age", band, {"age_band": band}) for band in ("under-21", "21-29", "30-39", "40-49", "50-over")),
    *(("arrived", hours, {"arrived_within_hours": int(hours)}) for hours in ("24", "72")),
    *(("leaves", days, {"leaves_within_days": int(days)}) for days in ("7", "14", "28", "90")),
    *(("incentive", code, {"incentive": code}) for code in ("STD", "ENH")),
    *(("category", code, {"category": code}) for code in "BC"),
    *(("csra", code, {"csra": code}) for code in ("HI", "STANDARD")),
    *(("inside", code, {"inside": code}) for code in ("IN", "OUT")),
    *(("photo", code, {"photo": code}) for code in ("YES", "NO")),
    *(("religion", code, {"religion": code}) for code in ("MOS", "RC")),
    *(("language", code, {"language": code}) for code in ("POL", "ENG")),
    *(("key_worker", f"{n}|REED, JO", {"key_worker": n}) for n in (7, 8)),
    *(("location", path, {"location": path}) for path in ("A", "A-1", "A-1-001", "A-2", "B")),
    *(("alerts", label, {"alert_codes": CODES[label]}) for label in ("Staff assaulter", "Arsonist", "ACCT open")),
]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "filters"),
    [
        ("", Filters()), ("paul", Filters()), ("A0001AA", Filters()), ("", Filters(incentive="STD")),
        ("smith", Filters(location="A-1", csra="HI")), ("", Filters(alert_codes=("XSA", "SA"), language="POL")),
        ("", Filters(born_from=date(1980, 1, 1), born_to=date(2000, 1, 1))),
        ("", Filters(leaves_within_days=28, inside="IN", legal_status="CONVICTED")),
    ],
)  # fmt: skip
def test_each_count_is_how_many_that_choice_shows(freezer: Any, typed: str, filters: Filters) -> None:
    counts = count_facets(read_term(typed), prison="LEI", filters=filters, today=TODAY)
    for facet, value, chosen in CHOICES:
        if value == "A-1-001" and not filters.location:
            continue  # cells are counted only once a place was chosen
        wanted = found(replace(filters, **chosen), typed)
        assert counts.get(facet, {}).get(value, 0) == wanted, (facet, value)


@pytest.fixture
def freezer(monkeypatch: pytest.MonkeyPatch) -> None:
    from dps.platform import local_time

    monkeypatch.setattr(local_time, "now", lambda: datetime(2026, 11, 24, 12, tzinfo=UTC))


def test_something_is_counted() -> None:
    counts = count_facets(read_term(""), prison="LEI", filters=Filters(), today=TODAY)
    assert counts["location"]["A"] == 9 and counts["inside"]["OUT"] == 3 and counts["photo"] == {"NO": 12}
    assert counts["alerts"]["ACCT open"] == 6, "those that ended today do not count"


def test_all_facets_are_one_statement() -> None:
    with CaptureQueriesContext(
        connection,
    ) as run:
        count_facets(read_term("smith"), prison="LEI", filters=Filters(incentive="STD"), today=TODAY)
    assert len(run) == 1


def test_the_page_shows_the_counts_and_offers_what_somebody_has(client: Client) -> None:
    body = officer(client).get("/prisoners/?religion=MOS").content.decode()
    assert "RELF MOS (6)" in body and "RELF RC (6)" in body, "its own filter does not lower a facet"
    assert "IEP_LEVEL STD (6)" in body and "IEP_LEVEL ENH" not in body
    assert "Religion, faith or belief: RELF MOS" in body and "Reed, Jo (6)" in body
    assert "Arsonist (" in body


@pytest.mark.parametrize(
    ("query", "shown"),
    [("location=A-1-001", 3), ("location=LEI-A-1", 6), ("photo=YES", 0), ("key_worker=7", 6), ("inside=OUT", 3),
     ("born_from-day=1&born_from-month=1&born_from-year=1990", 5), ("cellLocationPrefix=B", 3), ("language=ENG", 4)],
)  # fmt: skip
def test_filters_in_the_address(client: Client, query: str, shown: int) -> None:
    assert officer(client).get(f"/prisoners/?{query}").content.decode().count("data-result=") == shown


def test_births_the_wrong_way_round_are_told(client: Client) -> None:
    years = "born_from-day=1&born_from-month=1&born_from-year=1990&born_to-day=1&born_to-month=1&born_to-year=1980"
    body = officer(client).get(f"/prisoners/?{years}").content.decode()
    assert "Born on or before must not be earlier" in body and "data-result=" not in body


def test_landings_are_offered_and_cells_of_the_landing_looked_at(client: Client) -> None:
    from dps.estate.models import Location

    Location.objects.create(id=10**6, agency="LEI", code="A", path="A", type="WING", sort_key="A")
    Location.objects.create(id=10**6 + 1, agency="LEI", code="1", path="A-1", type="LAND", sort_key="A-00000001")
    body = officer(client).get("/prisoners/").content.decode()
    assert "– A-1 (6)" in body and "Cell A-1-001" not in body
    assert "Cell A-1-001 (3)" in client.get("/prisoners/?location=A-1").content.decode()
