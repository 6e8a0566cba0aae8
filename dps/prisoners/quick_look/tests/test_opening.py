"""Who may open whom, through the pages (prisoners.md 1.1); what is recorded; what a stranger learns."""

import re

import pytest
from django.test import Client

from dps.identity.accounts.commands import create_user
from dps.platform.audit.models import AuditEntry
from dps.prisoners.models import Person
from dps.prisoners.search.commands import refresh_records
from dps.prisoners.tests.people import booking_of, give_identifier, make_agencies, make_person

pytestmark = pytest.mark.django_db
NUMBERS = {"mine": "A1111AA", "elsewhere": "B1111AA", "moving": "C1111AA", "released": "D1111AA",
           "patient here": "E1111AA", "patient elsewhere": "F1111AA", "never booked": "G1111AA"}  # fmt: skip


@pytest.fixture(autouse=True)
def _people() -> None:
    make_agencies()
    make_person(NUMBERS["mine"], "SMITH", "MINE")
    make_person(NUMBERS["elsewhere"], "SMITH", "ELSEWHERE", prison="MDI")
    make_person(NUMBERS["moving"], "SMITH", "MOVING", prison="TRN")
    make_person(NUMBERS["released"], "SMITH", "RELEASED", prison="OUT")
    for which, supporting in (("patient here", "LEI"), ("patient elsewhere", "MDI")):
        make_person(NUMBERS[which], "SMITH", "PATIENT", prison="OUT", movement=("REL", "HP", "HAZLWD"))
        Person.objects.filter(pk=NUMBERS[which]).update(supporting_prison=supporting, hospital="HAZLWD")
    make_person(NUMBERS["never booked"], "SMITH", "NEVER", booked=False)
    refresh_records(list(NUMBERS.values()))


def signed_in(client: Client, *roles: str, caseloads: tuple[str, ...] = ("LEI", "BXI")) -> Client:
    client.force_login(
        create_user(username="OFFICER", email="o@justice.gov.uk", first_name="Sam", last_name="Hall",
                    password="correct horse battery 9", roles=roles, caseloads=caseloads)
    )  # fmt: skip
    return client


@pytest.mark.parametrize(
    ("roles", "opens"),
    [
        ((), {"mine"}),
        (("GLOBAL_SEARCH",), {"mine", "elsewhere", "moving"}),
        (("INACTIVE_BOOKINGS",), {"mine", "moving", "released", "patient here", "patient elsewhere"}),
        (("POM",), {"mine", "patient here"}),
        (("POM", "GLOBAL_SEARCH"), {"mine", "elsewhere", "moving", "patient here"}),
        (
            ("GLOBAL_SEARCH", "INACTIVE_BOOKINGS"),
            {"mine", "elsewhere", "moving", "released", "patient here", "patient elsewhere"},
        ),
    ],
)
@pytest.mark.parametrize("page", ["", "alerts/"])
def test_who_may_open_whom(client: Client, roles: tuple[str, ...], opens: set[str], page: str) -> None:
    signed_in(client, *roles)
    for which, number in NUMBERS.items():
        if which == "never booked":
            continue
        status = client.get(f"/prisoners/{number}/{page}").status_code
        assert status == (200 if which in opens else 404), which


def test_probation_staff_open_nobody(client: Client) -> None:
    signed_in(client, "PROBATION", "GLOBAL_SEARCH", "INACTIVE_BOOKINGS", caseloads=())
    assert {client.get(f"/prisoners/{number}/").status_code for number in NUMBERS.values()} <= {403, 404}


def without_what_differs_anyway(body: bytes) -> str:
    return re.sub(r'nonce="[^"]*"|[0-9a-f]{32}|value="[A-Za-z0-9]{64}"|value="[0-9a-f-]{36}"', "", body.decode())


def test_not_allowed_and_not_there_look_the_same(client: Client) -> None:
    signed_in(client)
    hidden = client.get(f"/prisoners/{NUMBERS['released']}/")
    nobody = client.get("/prisoners/Z9999ZZ/")
    assert hidden.status_code == nobody.status_code == 404
    assert without_what_differs_anyway(hidden.content) == without_what_differs_anyway(nobody.content).replace(
        "Z9999ZZ", NUMBERS["released"]
    )
    entries = AuditEntry.objects.filter(action="PRISONER_VIEW_REFUSED").order_by("id")
    assert [(e.subject_id, e.details["known"]) for e in entries] == [(NUMBERS["released"], True), ("Z9999ZZ", False)]


def test_a_view_is_recorded_with_who_and_where(client: Client) -> None:
    signed_in(client).get(f"/prisoners/{NUMBERS['mine']}/")
    entry = AuditEntry.objects.get(action="PRISONER_VIEWED")
    assert (entry.username, entry.caseload, entry.subject_id) == ("OFFICER", "LEI", NUMBERS["mine"])


def test_a_merged_number_leads_to_the_survivor_with_its_page_and_query(client: Client) -> None:
    give_identifier(Person.objects.get(pk=NUMBERS["mine"]), "MERGED", "Y7777YY")
    signed_in(client)
    assert client.get("/prisoners/Y7777YY/?from=/prisoners/")["Location"] == "/prisoners/A1111AA/?from=/prisoners/"
    assert client.get("/prisoners/a1111aa/alerts/")["Location"] == "/prisoners/A1111AA/alerts/"


def test_a_merged_number_tells_nothing_to_those_who_may_not_open_the_survivor(client: Client) -> None:
    give_identifier(Person.objects.get(pk=NUMBERS["released"]), "MERGED", "Y7777YY")
    assert signed_in(client).get("/prisoners/Y7777YY/").status_code == 404


@pytest.mark.parametrize(
    "nonsense", ["A111", "1234567", "A1111AAX", "%27%20OR%201=1", "..%2F..", "A1111%C3%84A", "%F0%9F%98%80", "A" * 500]
)
@pytest.mark.parametrize("page", ["", "alerts/", "location/", "photo"])
def test_nonsense_is_not_found(client: Client, nonsense: str, page: str) -> None:
    assert signed_in(client).get(f"/prisoners/{nonsense}/{page}").status_code == 404


def test_where_somebody_lives_is_not_shown_on_global_search_alone(client: Client) -> None:
    signed_in(client, "GLOBAL_SEARCH")
    assert client.get(f"/prisoners/{NUMBERS['mine']}/location/").status_code == 200
    assert client.get(f"/prisoners/{NUMBERS['elsewhere']}/location/").status_code == 404
    assert "location/" not in client.get(f"/prisoners/{NUMBERS['elsewhere']}/").content.decode()


@pytest.mark.parametrize(
    "address", ["https://evil.example/", "//evil.example", "/prisoners/\\evil", "javascript:alert(1)"]
)
def test_the_way_back_never_leads_elsewhere(client: Client, address: str) -> None:
    body = signed_in(client).get(f"/prisoners/{NUMBERS['mine']}/", {"from": address}).content.decode()
    links = re.findall(r'(?:href|action)="([^"]+)"', body)
    assert links and all(re.match(r"/(?![/\\])|#|\?", link) for link in links), links
    kept = client.get(f"/prisoners/{NUMBERS['mine']}/", {"from": "/prisoners/?term=smi&page=2"}).content.decode()
    assert 'href="/prisoners/?term=smi&amp;page=2"' in kept


def test_somebody_never_booked_needs_a_role(client: Client) -> None:
    assert signed_in(client).get(f"/prisoners/{NUMBERS['never booked']}/").status_code == 404
    assert booking_of(Person.objects.get(pk=NUMBERS["mine"])).in_out == "IN"
