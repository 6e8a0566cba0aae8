"""Reading somebody by the number they lost in a merge leads to the number that stayed, as pages do (search.md 1)."""

import re

import pytest
from django.test import Client

from dps.identity.accounts.commands import create_user
from dps.identity.provider.tests import flow
from dps.platform.access.addresses import all_addresses
from dps.platform.audit.models import AuditEntry
from dps.platform.web.moved import Moved
from dps.prisoners.tests.people import give_identifier, make_agencies, make_person

pytestmark = pytest.mark.django_db
READ = sorted(
    one.route.rpartition("<str:number>")[2].removeprefix("/")
    for one in all_addresses()
    if one.is_operation and "GET" in one.methods and re.fullmatch(r"/api/prisoners/<str:number>[a-z/-]*", one.route)
)
ROLES = ("VIEW_PRISONER_DATA", "PRISONER_ALERTS__RO", "PRISONER_ALERTS__RW", "ALLOCATIONS__ALLOCATIONS_RO")


def at(number: str, words: str) -> str:
    return f"/api/prisoners/{number}" + (f"/{words}" if words else "")


@pytest.fixture
def merged() -> None:
    make_agencies()
    give_identifier(make_person("A1111AA"), "MERGED", "Z9999ZZ")
    give_identifier(make_person("B1111AA", prison="MDI"), "MERGED", "Y9999ZZ")


@pytest.fixture
def system() -> Client:
    flow.have_a_key()
    return Client(headers=flow.bearer(flow.machine_token(flow.make_machine(roles=ROLES))))


@pytest.fixture
def staff() -> Client:
    flow.have_a_key()
    account = create_user(
        username="OFFICER", email="o@justice.gov.uk", first_name="S", last_name="H", password=None, caseloads=("LEI",)
    )
    browser = Client()
    browser.force_login(account)
    flow.make_client()
    return Client(headers=flow.bearer(flow.let_in(browser, scope="openid read")["access_token"]))


def test_the_walk_knows_the_operations() -> None:
    assert {"", "alerts", "csip", "personal", "allocations/current"} <= set(READ) and len(READ) > 20


@pytest.mark.parametrize("words", READ)
def test_a_system_is_led_to_the_number_that_stayed(merged: None, system: Client, words: str) -> None:
    reply = system.get(at("Z9999ZZ", words), {"size": "5"})
    assert (reply.status_code, reply["Location"]) == (301, at("A1111AA", words) + "?size=5")
    assert reply["Content-Type"] == "application/problem+json" and reply["Cache-Control"] == "no-store"
    assert not AuditEntry.objects.filter(action="PRISONER_VIEWED").exists()
    there = system.get(at("A1111AA", words))
    assert there.status_code in (200, 404) and there.get("Location") is None


def test_a_member_of_staff_is_led_only_to_whom_they_may_know_of(merged: None, staff: Client) -> None:
    for words in ("", "alerts", "visits"):
        assert staff.get(at("Z9999ZZ", words))["Location"] == at("A1111AA", words)
        assert staff.get(at("Y9999ZZ", words)).status_code == staff.get(at("X9999ZZ", words)).status_code == 404
    assert staff.head(at("Z9999ZZ", "visits")).status_code == 301


def test_nothing_is_written_by_an_old_number(merged: None, system: Client) -> None:
    sent = {"alertCode": "XA", "description": "Fire", "activeFrom": "2026-11-24"}
    reply = system.post(at("Z9999ZZ", "alerts"), sent, content_type="application/json")
    assert reply.status_code == 404 and "Location" not in reply


@pytest.mark.parametrize(
    ("asked", "there"),
    [
        ("/api/prisoners/Z9999ZZ", "/api/prisoners/A1111AA"),
        ("/api/prisoners/z9999zz/alerts?search=Z9999ZZ", "/api/prisoners/A1111AA/alerts?search=Z9999ZZ"),
        ("/api/prisoners/Z9999ZZ/x/Z9999ZZ?", "/api/prisoners/A1111AA/x/Z9999ZZ?"),
        ("/elsewhere", "/elsewhere"),
    ],
)
def test_the_address_to_go_to(asked: str, there: str) -> None:
    assert Moved("Z9999ZZ", "A1111AA").address(asked) == there
