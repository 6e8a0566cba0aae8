"""Every page of the product as Internet Explorer 8 reads it, with people in it."""

import re
import time
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from dps.case_notes.tests.given import give_notes
from dps.estate.models import ReferenceCode
from dps.identity.accounts.catalogue import load_roles
from dps.identity.models import Account
from dps.key_workers.tests.workers import give_key_work
from dps.legacy.models import SetAsideRow
from dps.platform.access import all_grants
from dps.platform.access.addresses import all_addresses
from dps.platform.design.ie8 import MOST_SELECTORS, as_seen, problems_in_page, problems_in_stylesheet
from dps.prisoners.models import AccountBalance, SentenceCalculation
from dps.prisoners.names.tests.officers import give_alias_number_address_phone_and_email
from dps.prisoners.tests.particulars import give_contact_mark_and_service
from dps.prisoners.tests.people import booking_of, give_alert, give_identifier, make_agencies, make_cell, make_person
from tests.samples import KEY, concrete, first_and_last, some_at_a_time

pytestmark = pytest.mark.django_db

FOR_MACHINES = (
    "/health", "/info", "/metrics", "/robots.txt", "/live/", "/api/", "/.well-known/", "/notify/stand-in/", "/oauth",
    "/notify/receipts",
)  # fmt: skip
PAGES = [
    concrete(address.route)
    for address in all_addresses()
    if "GET" in address.methods and not address.is_operation and not address.route.startswith(FOR_MACHINES)
]
MORE = [
    "/prisoners/?term=smith", "/prisoners/?view=grid", "/prisoners/?term=smith&size=20&page=2", "/prisoners/?showAll=true",
    "/prisoners/?term=smith&legal=REMAND&age=30-39&alerts=Arsonist&incentive=STD", "/prisoners/?term=nobodyatall",
    "/prisoners/?location=MDI-1", f"/prisoners/?term={'x' * 200}", f"/prisoners/?from={'x' * 1500}&term=smith",
    "/prisoners/global?term=smith", "/prisoners/global?term=smith&similar=yes", "/prisoners/global?term=A9999ZZ",
    "/prisoners/global?term=smith&born-day=31&born-month=2&born-year=1990&sex=Q", "/prisoners/A1234BC/alerts/?show=inactive",
    "/prisoners/B1234BC/", "/prisoners/C1234BC/", "/prisoners/D1234BC/", "/prisoners/E1234BC/", "/prisoners/E1234BC/alerts/",
    "/prisoners/A1234BC/?from=/prisoners/%3Fterm%3Dsmith", "/prisoners/Z9999ZZ/", "/estate/?words=leeds&closed=yes&serves=F",
    "/estate/codes/?list=IEP_LEVEL", "/estate/codes/?words=zzzz", "/nomis/set-aside/?kind=UNREADABLE", "/nothing-here", "/?a=%00",
]  # fmt: skip
NEEDS_POST = {
    "/change-caseload": {"caseload": "XXX"},
    "/design/": {"name": "", "born-day": "31", "born-month": "2", "born-year": "2026"},
}


@pytest.fixture(autouse=True)
def people() -> None:
    """Two who share a cell in Leeds, one of them with everything; one elsewhere, released, in transit, in hospital."""
    make_agencies()
    for domain, code in (
        ("IEP_LEVEL", "STD"),
        ("IEP_LEVEL", "ENH"),
        ("CATEGORY", "C"),
        ("ALERT", "X"),
        ("ALERT_CODE", "XA"),
    ):
        ReferenceCode.objects.create(domain=domain, code=code, description=f"Words of {code}")
    cell = make_cell("LEI", "A-1-001")
    person = make_person("A1234BC", "SMITH", "JOHN", cell=cell, aliases=[("SMYTHE", "JACK")])
    for code in ("HA", "XA", "XEL", "PEEP", "RSS"):
        give_alert(person, code)
    give_alert(person, "XVL", ends=date(2026, 3, 1))
    give_identifier(person, "PNC", "2001/23456A")
    for account in AccountBalance.Account.values:
        AccountBalance.objects.create(person=person, prison="LEI", account=account, balance_pence=-250)
    SentenceCalculation.objects.create(
        id=1,
        booking=booking_of(person),
        calculated_at=datetime(2026, 1, 1, tzinfo=UTC),
        dates={"CRD": ["2027-03-01", None]},
    )
    give_contact_mark_and_service(person)
    give_alias_number_address_phone_and_email(person)
    give_notes(person.number, KEY)
    give_key_work(person.number)
    make_person("F1234BC", "SMITH", "ADAM", cell=cell)
    make_person("B1234BC", "SMITH", "PAUL", prison="MDI")
    make_person("C1234BC", "SMITH", "ADAM", prison="OUT")
    make_person("D1234BC", "SMITH", "IVAN", prison="TRN")
    make_person("E1234BC", "SMITH", "MARK", prison="OUT", movement=("REL", "HP", "HAZLWD"))
    load_roles()
    Account.objects.create(
        username="OFFICER", email="officer@justice.gov.uk", first_name="Sam", last_name="Hall", roles=["PRISON", "POM"],
        caseloads=["LEI", "MDI"], active_caseload="LEI",
    )  # fmt: skip
    now = datetime(2026, 11, 24, 12, tzinfo=UTC)
    SetAsideRow.objects.create(
        feed="people", key={"id": 1}, kind="UNREADABLE", reason="A <b>reason</b>", first_seen_at=now, last_seen_at=now
    )


def officer(**changes: object) -> Client:
    given = {
        "roles": sorted({grant.role for grant in all_grants()}),
        "caseloads": ["LEI", "MDI"],
        "active_caseload": "LEI",
    }
    client = Client(raise_request_exception=False)
    client.force_login(
        Account.objects.create(username="LOOKING", first_name="Aisha", last_name="Holroyd", **{**given, **changes})
    )
    session = client.session
    session.update({"password_confirmed": int(time.time()), "methods": ["pwd", "otp"]})
    session.save()
    return client


def check(html: str, address: str = "") -> None:
    assert problems_in_page(html) == [], address
    assert not re.search(r"<(?:input|button|select)\b[^>]*\bplaceholder=", html), "a hint it does not show"


@pytest.mark.parametrize("part", some_at_a_time([*PAGES, *MORE]), ids=first_and_last)
def test_every_page(part: Sequence[str]) -> None:
    client = officer()
    for address in part:
        _as_it_is_read(Client() if address == "/sign-in" else client, address)


def _as_it_is_read(client: Client, address: str) -> None:
    for place in range(25 if "size=20" in address else 0):
        make_person(f"G{place:04d}AA", "SMITH", f"AB{chr(65 + place)}")
    reply = client.get(address)
    if reply.status_code == 302 or not reply.get("Content-Type", "").startswith("text/html"):
        assert reply.status_code in (200, 302, 400, 404), f"{address}: led elsewhere, or a file"
        return
    assert reply.status_code in (200, 400, 403, 404), address
    assert reply["Cache-Control"] == "no-store", "a shared computer keeps no page"
    assert "page=2" not in address or 'rel="prev"' in reply.content.decode()
    check(reply.content.decode(), address)
    as_it = client.get(f"{address}{'&' if '?' in address else '?'}ie8=1").content.decode()
    assert "%00" in address or ("dps.css" not in as_it and "<script" not in as_it)


@pytest.mark.parametrize("address", NEEDS_POST)
def test_every_form_with_mistakes(address: str) -> None:
    html = officer().post(address, NEEDS_POST[address]).content.decode()
    assert "There is a problem" in html
    check(html)


def test_signing_in_with_mistakes() -> None:
    html = Client().post("/sign-in", {"username": "", "password": ""}).content.decode()
    assert "There is a problem" in html
    check(html)


@pytest.mark.parametrize("address", ["/", "/prisoners/", "/prisoners/A1234BC/", "/change-caseload"])
@pytest.mark.parametrize(
    "changes", [{"caseloads": [], "active_caseload": ""}, {"caseloads": ["LEI"]}, {"roles": ["PRISON"]}, {"roles": []}],
    ids=["no prison", "one prison", "one role", "no role"],
)  # fmt: skip
def test_pages_of_others(address: str, changes: dict[str, object]) -> None:
    reply = officer(**changes).get(address, follow=True)
    assert reply.status_code in (200, 403, 404)
    check(reply.content.decode())


def test_the_message_after_a_change() -> None:
    html = officer().post("/change-caseload", {"caseload": "MDI"}, follow=True).content.decode()
    assert "You are now working in" in html
    check(html)


def test_every_sheet_and_script_it_is_sent_is_there_and_is_one_that_it_can_use() -> None:
    client = officer()
    found: set[str] = set()
    for address in PAGES:
        found |= set(
            re.findall(
                r'(?:href|src)="/static/([^"]+\.(?:css|js|png|gif|jpg))',
                as_seen(client.get(address).getvalue().decode(errors="replace")),
            )
        )
    sheets = {path for path in found if path.endswith(".css")}
    assert sheets == {"built/ie8.css"}
    for path in found:
        assert finders.find(path), path
    css = "".join(Path(finders.find(path)).read_text() for path in sheets)
    assert len(re.findall(r"[,{]", css)) > 300 and problems_in_stylesheet(css) == []
    assert problems_in_stylesheet(css + ".a{width:1px}" * MOST_SELECTORS)


def test_a_page_it_cannot_use_would_be_seen() -> None:
    html = officer().get("/prisoners/").content.decode()
    for spoilt in (
        "<svg></svg>",
        '<p style="color: red">',
        "<button>Outside</button>",
        '<script src="/x.js"></script>',
    ):
        with pytest.raises(AssertionError):
            check(html.replace("</main>", f"{spoilt}</main>"))
