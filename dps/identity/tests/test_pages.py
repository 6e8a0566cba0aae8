import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from pytest_django import DjangoAssertNumQueries

from dps.estate.commands import load_estate
from dps.estate.models import Location
from dps.identity.accounts.commands import create_user
from dps.identity.conftest import PASSWORD
from dps.identity.models import Account, StaffSession
from dps.identity.sessions.store import kept_as
from dps.identity.sessions.where import address_of
from dps.identity.sign_in.pages import REFUSED
from dps.platform import local_time
from dps.platform.audit.models import AuditEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    return Client(raise_request_exception=False)


def sign_in(client: Client, username: str = "aisha_gen", password: str = PASSWORD, **more: str) -> HttpResponse:
    return client.post("/sign-in", {"username": username, "password": password, **more})


def text_of(response: HttpResponse) -> str:
    return response.content.decode()


# signing in


def test_the_page_has_what_password_managers_need(client: Client) -> None:
    page = text_of(client.get("/sign-in?next=/estate/"))
    assert re.search(r'<input[^>]*id="id_username"[^>]*autocomplete="username"', page)
    assert re.search(r'<input[^>]*id="id_password"[^>]*type="password"[^>]*autocomplete="current-password"', page)
    assert '<input type="hidden" name="next" value="/estate/">' in page
    assert "csrfmiddlewaretoken" in page


def test_signing_in_leads_home_or_to_the_page_wanted(client: Client, aisha: Account) -> None:
    answer = sign_in(client)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    client.post("/sign-out")
    assert sign_in(client, next="/prisoners/?term=smi")["Location"] == "/prisoners/?term=smi"
    assert client.get("/sign-in?next=/estate/")["Location"] == "/estate/"


@pytest.mark.parametrize(
    "elsewhere", ["//evil", "/\\evil", "https://evil", "https:evil", "javascript:alert(1)", "/sign-out"]
)
def test_nobody_is_led_elsewhere(client: Client, aisha: Account, elsewhere: str) -> None:
    assert sign_in(client, next=elsewhere)["Location"] == "/"
    assert client.get("/sign-in", {"next": elsewhere})["Location"] == "/"


def test_both_boxes_empty_gives_two_errors(client: Client) -> None:
    page = text_of(sign_in(client, "", ""))
    assert page.count('<li><a href="#id_') == 2
    assert '<a href="#id_username">Enter your user name</a>' in page
    assert '<a href="#id_password">Enter your password</a>' in page
    assert "<title>Error: Sign in" in page


def test_every_refusal_reads_the_same_and_keeps_the_name_not_the_password(client: Client, aisha: Account) -> None:
    Account.objects.create(username="GONE", password=aisha.password, inactive=True)
    Account.objects.create(username="SHUT", password=aisha.password, locked=True)
    pages = set()
    for username, password in (
        ("aisha_gen", "a wrong password"),
        ("nobody_at_all", PASSWORD),
        ("gone", PASSWORD),
        ("shut", PASSWORD),
        ("shut", "a wrong password"),
    ):
        answer = sign_in(client, username, password)
        page = text_of(answer)
        assert answer.status_code == 400
        assert f'value="{username}"' in page
        assert password not in page
        pages.add(re.sub(r'nonce="[^"]*"|csrfmiddlewaretoken" value="[^"]*"', "", page).replace(username, "X"))
        assert REFUSED in page
    assert len(pages) == 1
    assert SESSION_KEY not in client.session


def test_ten_wrong_tries_lock_on_the_page_too(client: Client, aisha: Account) -> None:
    for _ in range(10):
        sign_in(client, password="wrong")
    assert sign_in(client).status_code == 400
    assert AuditEntry.objects.filter(action="ACCOUNT_LOCKED", subject_id="AISHA_GEN").exists()


def test_who_locks_their_own_account_on_the_sign_in_page_is_signed_out(client: Client, aisha: Account) -> None:
    sign_in(client)
    for _ in range(9):
        assert sign_in(client, password="wrong", again="yes").status_code == 400
    assert client.get("/").status_code == 200
    with time_machine.travel(local_time.now() + timedelta(minutes=3)):  # late enough for the session to be saved
        answer = sign_in(client, password="wrong", again="yes")
        assert answer.status_code == 400 and REFUSED in text_of(answer) and "Sign out" not in text_of(answer)
        assert client.get("/")["Location"] == "/sign-in"
    assert not StaffSession.objects.filter(account_id=aisha.pk).exists()


@pytest.mark.parametrize(
    "typed",
    ["'; DROP TABLE x; --", "<script>alert(1)</script>", "x" * 241, "x" * 100_000, "\x01", "🗝", "%s", "{{7*7}}"],
)
def test_nonsense_is_refused_in_words(client: Client, aisha: Account, typed: str) -> None:
    for username, password in ((typed, typed), ("aisha_gen", typed), (typed, PASSWORD)):
        answer = sign_in(client, username, password, next=typed)
        assert answer.status_code == 400
        assert "There is a problem" in text_of(answer)
        assert "<script>alert" not in text_of(answer)


def test_a_null_byte_is_malformed(client: Client) -> None:
    assert sign_in(client, "a\x00b").status_code == 400


def test_a_form_from_another_site_is_refused(aisha: Account) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert sign_in(strict).status_code == 403
    assert SESSION_KEY not in strict.session
    strict.force_login(aisha)
    assert strict.post("/sign-out").status_code == 403
    assert strict.post("/change-caseload", {"caseload": "MDI"}).status_code == 403


def test_where_it_came_from_is_recorded(client: Client, aisha: Account) -> None:
    client.post("/sign-in", {"username": "aisha_gen", "password": PASSWORD}, REMOTE_ADDR="10.1.2.3")
    entry = AuditEntry.objects.get(action="SIGNED_IN")
    assert (entry.username, entry.address) == ("AISHA_GEN", "10.1.2.3")
    assert entry.request_id


# sessions


def test_a_session_gets_a_new_key_at_sign_in_and_ends_at_sign_out(client: Client, aisha: Account) -> None:
    client.cookies["dps-session"] = "chosenbyanattacker0123456789abcd"
    sign_in(client)
    first = client.cookies["dps-session"].value
    assert first != "chosenbyanattacker0123456789abcd"
    assert client.cookies["dps-session"]["httponly"]
    answer = client.post("/sign-out")
    assert answer["Location"] == "/sign-in?signed-out=yes"
    assert "You have signed out" in text_of(client.get(answer["Location"]))
    assert not StaffSession.objects.filter(session_key=kept_as(first)).exists()
    client.cookies["dps-session"] = first
    assert client.get("/")["Location"] == "/sign-in"
    sign_in(client)
    assert client.cookies["dps-session"].value != first


def test_asking_for_sign_out_by_link_only_asks(client: Client, aisha: Account) -> None:
    client.force_login(aisha)
    assert "Do you want to sign out?" in text_of(client.get("/sign-out"))
    assert client.get("/").status_code == 200


@pytest.mark.parametrize("change", [{"inactive": True}, {"locked": True}, {"password": "argon2$changed"}])
def test_an_account_that_is_closed_locked_or_changed_is_out_at_once(
    client: Client, aisha: Account, change: dict[str, Any]
) -> None:
    client.force_login(aisha)
    assert client.get("/").status_code == 200
    Account.objects.filter(pk=aisha.pk).update(**change)
    assert client.get("/")["Location"] == "/sign-in"
    Account.objects.filter(pk=aisha.pk).update(inactive=False, locked=False, password=aisha.password)
    assert client.get("/")["Location"] == "/sign-in", "the old session must be gone"


def test_an_account_that_is_deleted_is_out_at_once(client: Client, aisha: Account) -> None:
    client.force_login(aisha)
    Account.objects.all().delete()
    assert client.get("/")["Location"] == "/sign-in"


def test_new_roles_count_from_the_next_page_on(client: Client, aisha: Account) -> None:
    client.force_login(aisha)
    assert client.get("/nomis/").status_code == 403
    Account.objects.filter(pk=aisha.pk).update(roles=[*aisha.roles, "CENTRAL_ADMIN"])
    assert client.get("/nomis/").status_code == 200
    Account.objects.filter(pk=aisha.pk).update(roles=[])
    assert client.get("/estate/").status_code == 403


def test_an_idle_session_ends(client: Client, aisha: Account) -> None:
    with time_machine.travel("2026-11-24T09:00:00Z", tick=False) as clock:
        sign_in(client)
        assert client.get("/").status_code == 200
        clock.shift(timedelta(minutes=settings.IDLE_MINUTES - 1))
        assert client.get("/").status_code == 200
        clock.shift(timedelta(minutes=settings.IDLE_MINUTES - 1))
        assert client.get("/").status_code == 200
        clock.shift(timedelta(minutes=settings.IDLE_MINUTES, seconds=1))
        assert client.get("/estate/")["Location"] == "/sign-in?next=%2Festate%2F"


def test_a_session_ends_after_twelve_hours_however_busy(client: Client, aisha: Account) -> None:
    with time_machine.travel("2026-11-24T06:00:00Z", tick=False) as clock:
        sign_in(client)
        for _ in range(24):
            assert client.get("/").status_code == 200
            clock.shift(timedelta(minutes=30))
        assert client.get("/").status_code == 200
        clock.shift(timedelta(minutes=1))
        assert client.get("/").status_code == 302


def test_looking_at_a_page_writes_nothing_and_reads_the_account_once(
    client: Client, aisha: Account, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    load_estate()
    client.force_login(aisha)
    client.get("/")
    with django_assert_num_queries(2) as done:  # the session and the account; names of prisons are kept
        client.get("/")
    assert all(query["sql"].startswith("SELECT") for query in done.captured_queries)


@pytest.mark.parametrize(
    ("https", "direct", "forwarded", "address"),
    [
        (False, "10.0.0.1", "6.6.6.6", "10.0.0.1"),
        (False, "", "", None),
        (True, "10.0.0.1", "6.6.6.6, 51.2.3.4", "51.2.3.4"),
        (True, "10.0.0.1", "51.2.3.4:50123", "51.2.3.4"),
        (True, "10.0.0.1", "[2001:db8::7]:443", "2001:db8::7"),
        (True, "10.0.0.1", "2001:db8::7", "2001:db8::7"),
        (True, "10.0.0.1", "fe80::1%eth0", "fe80::1"),
        (True, "10.0.0.1", "unknown", "10.0.0.1"),
        (True, "10.0.0.1", "' OR 1=1", "10.0.0.1"),
        (True, "10.0.0.1", "", "10.0.0.1"),
        (True, "unix:", "", None),
    ],
)
def test_the_address_is_one_the_audit_can_keep(
    settings: Any, https: bool, direct: str, forwarded: str, address: str | None
) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if https else None
    request = RequestFactory().get("/", REMOTE_ADDR=direct, HTTP_X_FORWARDED_FOR=forwarded)
    assert address_of(request) == address


# home


@pytest.fixture
def leeds(db: None) -> None:
    load_estate()
    for number, (path, name) in enumerate([("10", ""), ("A", "Block A"), ("2", "")], start=1):
        Location.objects.create(id=number, agency="LEI", code=path, path=path, type="WING", local_name=name,
                                sort_key=path.rjust(8, "0"))  # fmt: skip


def test_home_offers_search_in_my_prison(client: Client, details: dict[str, Any], leeds: None) -> None:
    client.force_login(create_user(**details, caseloads=["LEI"]))
    page = text_of(client.get("/"))
    assert '<form class="dps-searchbox" method="get" action="/prisoners/"' in page
    assert '<option value="">All of Leeds (HMP)</option>' in page
    assert '<option value="A">Block A</option>' in page
    assert "global" not in page
    assert "change-caseload" not in page
    assert 'href="/estate/"' in page and 'href="/nomis/"' not in page


def test_home_offers_search_everywhere_to_those_who_may(client: Client, aisha: Account, leeds: None) -> None:
    client.force_login(aisha)
    page = text_of(client.get("/"))
    assert 'name="scope" type="radio" value="global"' in page
    assert 'name="scope" type="radio" value="prison" checked' in page
    assert 'Leeds (HMP)<span class="govuk-visually-hidden"> (change the prison' in page


def test_somebody_without_a_prison_searches_everywhere(client: Client, details: dict[str, Any], leeds: None) -> None:
    client.force_login(create_user(**details, roles=["GLOBAL_SEARCH", "PROBATION"]))
    page = text_of(client.get("/"))
    address = re.search(r'<form class="dps-searchbox" method="get" action="([^"]*)"', page)
    assert address and client.get(address[1], {"term": "smith"}).status_code == 200


def test_somebody_with_nothing_is_told_whom_to_ask(client: Client, details: dict[str, Any]) -> None:
    client.force_login(create_user(**details))
    page = text_of(client.get("/"))
    assert "no caseload set up" in page
    assert "dps-searchbox" not in page and page.count('class="dps-tile"') == 1, "only what everybody has"


def test_tiles_and_navigation_lead_only_where_one_may_go(client: Client, aisha: Account, leeds: None) -> None:
    client.force_login(aisha)
    for roles in (["PRISON"], ["GLOBAL_SEARCH"], ["CENTRAL_ADMIN"], ["PRISON", "GLOBAL_SEARCH", "CENTRAL_ADMIN"]):
        Account.objects.filter(pk=aisha.pk).update(roles=roles)
        page = text_of(client.get("/"))
        links = set(re.findall(r'<h3 class="dps-tile__name"><a[^>]*href="([^"]*)"', page))
        links |= set(re.findall(r'class="dps-navigation__link[^"]*" href="([^"]*)"', page))
        assert links, roles
        for link in links:
            assert client.get(link).status_code == 200, (roles, link)


# changing prison


def test_changing_prison(client: Client, aisha: Account, leeds: None) -> None:
    client.force_login(aisha)
    page = text_of(client.get("/change-caseload"))
    assert re.findall(r'<option value="(\w+)"( selected)?>([^<]*)', page) == [
        ("LEI", " selected", "Leeds (HMP)"),
        ("MDI", "", "Moorland (HMP &amp; YOI)"),
    ]
    answer = client.post("/change-caseload", {"caseload": "MDI"}, follow=True)
    assert "You are now working in Moorland (HMP &amp; YOI)" in text_of(answer)
    aisha.refresh_from_db()
    assert aisha.active_caseload == "MDI"


@pytest.mark.parametrize("to", ["", "BXI", "lei", "x" * 5000, "'"])
def test_changing_to_what_is_not_mine_is_refused_in_words(client: Client, aisha: Account, to: str) -> None:
    client.force_login(aisha)
    answer = client.post("/change-caseload", {"caseload": to})
    assert answer.status_code == 400
    assert "There is a problem" in text_of(answer)
    aisha.refresh_from_db()
    assert aisha.active_caseload == "LEI"


def test_one_prison_leaves_nothing_to_change(client: Client, details: dict[str, Any]) -> None:
    client.force_login(create_user(**details, caseloads=["LEI"]))
    assert client.get("/change-caseload")["Location"] == "/"
    assert client.post("/change-caseload", {"caseload": "LEI"})["Location"] == "/"


def test_no_page_is_kept_by_a_shared_computer(client: Client, aisha: Account) -> None:
    client.force_login(aisha)
    for address in ("/", "/sign-out", "/estate/", "/estate/XXX/"):
        assert client.get(address)["Cache-Control"] == "no-store", address


def test_the_clock_of_the_page_is_the_products(client: Client, aisha: Account) -> None:
    with time_machine.travel("2026-07-01T11:00:00Z", tick=False):
        sign_in(client)
        aisha.refresh_from_db()
        assert aisha.last_login == local_time.now()


# when things are away


def _away(*args: Any) -> None:
    raise OperationalError("server closed the connection unexpectedly")


@pytest.mark.parametrize("address", ["/", "/sign-in", "/estate/", "/nothing-here"])
def test_a_database_that_is_away_is_said_so(client: Client, aisha: Account, address: str) -> None:
    client.force_login(aisha)
    with connection.execute_wrapper(_away):
        answer = client.get(address)
    assert answer.status_code == 503
    assert answer["Retry-After"] == "30"
    assert "<h1" in text_of(answer)
    assert client.get("/").status_code == 200, "nobody is signed out by it"


def test_signing_in_while_the_database_is_away_is_said_so(client: Client, aisha: Account) -> None:
    with connection.execute_wrapper(_away):
        assert sign_in(client).status_code == 503
    assert sign_in(client).status_code == 302
