"""From the authorise address to the tokens: who is let in, what the tokens say, and every refusal."""

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.shortcuts import redirect
from django.test import Client as Browser
from pytest_django import DjangoAssertNumQueries

from dps.identity.accounts.commands import create_user
from dps.identity.models import Account
from dps.identity.provider import keys, step_up
from dps.identity.provider.models import Authorisation, Client
from dps.identity.provider.tests import flow
from dps.platform import local_time
from dps.platform.audit.models import AuditEntry

pytestmark = pytest.mark.django_db


def test_somebody_signed_in_is_let_in_without_a_page(rp: Client, browser: Browser) -> None:
    reply = flow.authorise(browser)
    said = flow.told(reply)
    assert said["state"] == "some-state" and said["iss"] == settings.PUBLIC_URL and said["code"]
    assert reply["Cache-Control"] == "no-store"


def test_what_the_tokens_say(rp: Client, browser: Browser, aisha: Account) -> None:
    given = flow.let_in(browser, scope="openid profile email")
    claims, header = flow.claims_of(given["access_token"]), flow.header_of(given["access_token"])
    assert header["typ"] == "at+jwt" and header["alg"] == "RS256"
    assert set(claims) == {
        "sub", "user_name", "user_id", "user_uuid", "name", "auth_source", "authorities", "scope", "client_id",
        "grant_type", "jti", "iss", "aud", "exp", "iat", "sid",
    }  # fmt: skip
    assert claims["sub"] == claims["user_name"] == "AISHA_GEN"
    assert claims["name"] == "Aisha Holroyd" and claims["auth_source"] == "nomis"
    assert claims["user_id"] == claims["user_uuid"] == str(Account.objects.get().key)  # no staff number
    assert claims["authorities"] == ["ROLE_GLOBAL_SEARCH", "ROLE_PRISON"]
    assert claims["iss"] == settings.PUBLIC_URL and claims["aud"] == "oauth2-resource"
    assert claims["grant_type"] == "authorization_code" and claims["client_id"] == "rp"
    assert claims["scope"] == given["scope"] == "openid profile email"
    assert claims["exp"] - claims["iat"] == given["expires_in"] == 1200
    assert claims["sid"] == browser.session["public_id"]
    for repeated in ("sub", "user_name", "user_id", "auth_source", "jti", "iss"):
        assert given[repeated] == claims[repeated]
    assert given["token_type"] == "Bearer" and given["refresh_token"].count(".") == 0

    identity = flow.claims_of(given["id_token"])
    assert flow.header_of(given["id_token"])["typ"] == "JWT"
    assert identity["sub"] == "AISHA_GEN" and identity["aud"] == "rp" and identity["nonce"] == "some-nonce"
    assert identity["auth_time"] == browser.session["since"]
    assert identity["amr"] == ["pwd"] and identity["acr"] == "1" and identity["sid"] == claims["sid"]
    assert identity["user_uuid"] == claims["user_uuid"]
    Client.objects.update(claim_filter="-user_uuid")
    assert "user_uuid" not in flow.claims_of(flow.let_in(browser)["id_token"]), "a filter holds for both tokens"


def test_only_hashes_are_kept(rp: Client, browser: Browser) -> None:
    code = flow.told(flow.authorise(browser))["code"]
    given = flow.exchange(code).json()
    with connection.cursor() as cursor:
        for table in ("provider_authorisation", "oauth2_provider_accesstoken", "oauth2_provider_refreshtoken",
                      "oauth2_provider_grant", "audit_auditentry"):  # fmt: skip
            cursor.execute(f"SELECT string_agg(t::text, '|') FROM {table} t")
            kept = cursor.fetchone()[0] or ""
            for secret in (code, given["access_token"], given["refresh_token"], given["id_token"], flow.SECRET):
                assert secret not in kept, table
    assert flow.SECRET not in Client.objects.get().client_secret


def test_two_ways_of_proving_oneself_are_told(rp: Client, browser: Browser) -> None:
    session = browser.session
    session["methods"] = ["pwd", "otp"]
    session.save()
    identity = flow.claims_of(flow.let_in(browser)["id_token"])
    assert identity["amr"] == ["pwd", "otp", "mfa"] and identity["acr"] == "2"


@pytest.mark.parametrize("scope", [None, "read", "read write"])
def test_without_openid_there_is_no_id_token(rp: Client, browser: Browser, scope: str | None) -> None:
    given = flow.let_in(browser, scope=scope)
    assert "id_token" not in given
    assert given["scope"] == (scope or "read write")


def test_the_names_of_old_lead_to_the_same(rp: Client, browser: Browser) -> None:
    code = flow.told(flow.authorise(browser, "/oauth/authorize"))["code"]
    assert flow.exchange(code, path="/oauth/token").status_code == 200


def test_somebody_not_signed_in_signs_in_on_the_way(rp: Client, aisha: Account) -> None:
    browser = Browser()
    to_sign_in = flow.authorise(browser, login_hint="aisha_gen")
    assert to_sign_in["Location"].startswith("/sign-in?next=%2Foauth2%2Fauthorize%3F")
    page = browser.get(to_sign_in["Location"])
    assert 'value="aisha_gen"' in page.content.decode()
    assert f"form-action 'self' {flow.CALLBACK.removesuffix('/callback')};" in page["Content-Security-Policy"] + ";"
    wanted = parse_qs(urlsplit(to_sign_in["Location"]).query)["next"][0]
    on = browser.post("/sign-in", {"username": "aisha_gen", "password": "landing keys kettle 7", "next": wanted})
    assert on["Location"] == wanted
    said = flow.told(browser.get(on["Location"]))
    assert said["state"] == "some-state"
    assert flow.exchange(said["code"]).status_code == 200


def test_a_form_leads_only_to_registered_addresses(rp: Client) -> None:
    def policy(**changed: str) -> str:
        query = "&".join(
            f"{name}={value}" for name, value in {"client_id": "rp", "redirect_uri": flow.CALLBACK, **changed}.items()
        )
        return str(Browser().get("/sign-in", {"next": f"/oauth2/authorize?{query}"})["Content-Security-Policy"])

    assert "rp.example" in policy()
    for changed in (
        {"redirect_uri": "https://evil.example/x"},
        {"client_id": "other"},
        {"client_id": "%00"},
        {"client_id": ""},
    ):
        assert "form-action 'self'" in policy(**changed)
        assert "example" not in policy(**changed), changed
    assert "example" not in Browser().get("/sign-in", {"next": "/estate/"})["Content-Security-Policy"]


def test_a_post_comes_back_as_a_get(rp: Client, browser: Browser) -> None:
    strict = Browser(enforce_csrf_checks=True)
    strict.cookies = browser.cookies
    first = strict.post("/oauth2/authorize", flow.wish())
    assert first.status_code == 302 and first["Location"].startswith("/oauth2/authorize?response_type=code")
    assert "code" in flow.told(strict.get(first["Location"]))


# what cannot go back to the client


@pytest.mark.parametrize(
    "changed",
    [
        {"redirect_uri": "https://evil.example/callback"},
        {"redirect_uri": flow.CALLBACK + "/"},
        {"redirect_uri": flow.CALLBACK + "?a=b"},
        {"redirect_uri": flow.CALLBACK + "#x"},
        {"redirect_uri": flow.CALLBACK + "/../callback"},
        {"redirect_uri": flow.CALLBACK.upper()},
        {"redirect_uri": "https://rp.example@evil.example/callback"},
        {"redirect_uri": "http://rp.example/callback"},
        {"redirect_uri": "javascript:alert(1)"},
        {"redirect_uri": "//evil.example"},
        {"redirect_uri": ""},
        {"client_id": "nobody"},
        {"client_id": ""},
        {"client_id": None},
    ],
)
@pytest.mark.parametrize("prompt", [None, "none"])
def test_a_wrong_address_or_client_gets_a_page_and_never_a_redirect(
    rp: Client, browser: Browser, changed: dict[str, str | None], prompt: str | None
) -> None:
    Client.objects.update(redirect_uris=f"{flow.CALLBACK} https://rp.example/other")
    for who in (browser, Browser()):
        reply = flow.authorise(who, prompt=prompt, **changed)
        assert reply.status_code == 400
        assert "cannot be opened this way" in reply.content.decode()
        assert '="https://evil' not in reply.content.decode() and "Location" not in reply


def test_bytes_that_are_no_address_get_a_page(rp: Client, browser: Browser) -> None:
    for query in ("%zz", "client_id=rp&x=%g1", "client_id=rp&client_id=rp", "a" * 5000):
        assert browser.get(f"/oauth2/authorize?{query}").status_code == 400


# what does go back to the client


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"code_challenge": None, "code_challenge_method": None}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge_method": None}, "invalid_request"),
        ({"code_challenge_method": "S512"}, "invalid_request"),
        ({"code_challenge": "short"}, "invalid_request"),
        ({"code_challenge": flow.challenge()[:-1] + "="}, "invalid_request"),
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"response_type": "id_token"}, "unsupported_response_type"),
        ({"response_type": "code id_token"}, "unauthorized_client"),
        ({"response_type": "none"}, "unauthorized_client"),
        ({"response_type": None}, "invalid_request"),
        ({"scope": "openid everything"}, "invalid_scope"),
        ({"response_mode": "fragment"}, "invalid_request"),
        ({"response_mode": "form_post"}, "invalid_request"),
        ({"request": "eyJhbGciOiJub25lIn0.e30."}, "request_not_supported"),
        ({"request_uri": "https://evil.example/r"}, "request_uri_not_supported"),
        ({"prompt": "none login"}, "invalid_request"),
        ({"prompt": "create"}, "invalid_request"),
        ({"max_age": "soon"}, "invalid_request"),
        ({"max_age": "-1"}, "invalid_request"),
        ({"nonce": "n" * 256}, "invalid_request"),
    ],
)
def test_a_wrong_wish_is_told_to_the_client(
    rp: Client, browser: Browser, changed: dict[str, str | None], error: str
) -> None:
    said = flow.told(flow.authorise(browser, **changed))
    assert said["error"] == error
    assert said["state"] == "some-state" and said["iss"] == settings.PUBLIC_URL and "code" not in said
    assert not Authorisation.objects.exists()


def test_silently_means_without_any_page(rp: Client, browser: Browser) -> None:
    assert flow.told(flow.authorise(Browser(), prompt="none"))["error"] == "login_required"
    assert flow.told(flow.authorise(Browser(), prompt="none", scope="read"))["error"] == "login_required"
    assert flow.told(flow.authorise(browser, prompt="none"))["code"]


@pytest.mark.parametrize(
    "changed", [{"prompt": "login"}, {"max_age": "0"}, {"max_age": "60"}, {"prompt": "select_account"}]
)
def test_signing_in_again_on_request(rp: Client, aisha: Account, changed: dict[str, str]) -> None:
    with time_machine.travel("2026-11-24T09:00:00Z", tick=False) as clock:
        browser = Browser()
        browser.post("/sign-in", {"username": "aisha_gen", "password": "landing keys kettle 7"})
        clock.shift(timedelta(minutes=2))
        first = browser.session["public_id"]
        asked = flow.authorise(browser, **changed)
        assert asked["Location"].startswith("/sign-in?") and "again=yes" in asked["Location"]
        page = browser.get(asked["Location"]).content.decode()
        assert '<input type="hidden" name="again" value="yes">' in page
        if "max_age" in changed:
            assert flow.told(flow.authorise(browser, prompt="none", **changed))["error"] == "login_required"
        onward = parse_qs(urlsplit(asked["Location"]).query)["next"][0]
        sent = {"username": "aisha_gen", "next": onward, "again": "yes"}
        assert browser.post("/sign-in", {**sent, "password": "wrong"}).status_code == 400
        assert browser.session["public_id"] == first, "a wrong password signs nobody out"
        on = browser.post("/sign-in", {**sent, "password": "landing keys kettle 7"})
        said = flow.told(browser.get(on["Location"]))
        assert browser.session["public_id"] != first
        identity = flow.claims_of(flow.exchange(said["code"]).json()["id_token"])
        assert identity["auth_time"] == int(local_time.now().timestamp())


@pytest.mark.parametrize("changed", [{"prompt": "login"}, {"max_age": "600"}])
def test_somebody_not_signed_in_cannot_be_answered_for_unasked(rp: Client, changed: dict[str, str]) -> None:
    """Another system may know them still: it is told as well that they must prove anew who they are."""
    assert "again=yes" in flow.authorise(Browser(), **changed)["Location"]
    assert "again" not in flow.authorise(Browser())["Location"]


def test_recent_enough_needs_no_page(rp: Client, browser: Browser) -> None:
    assert flow.told(flow.authorise(browser, max_age="3600"))["code"]
    assert flow.told(flow.authorise(browser, prompt="consent"))["code"], "consent is never asked of our own systems"


def test_a_hint_at_somebody_else_leads_to_signing_in(rp: Client, browser: Browser) -> None:
    mine = flow.let_in(browser)["id_token"]
    assert flow.told(flow.authorise(browser, id_token_hint=mine))["code"]
    create_user(
        username="OTHER", email="o@justice.gov.uk", first_name="O", last_name="Ther", password="landing keys kettle 7"
    )
    other = Browser()
    other.post("/sign-in", {"username": "other", "password": "landing keys kettle 7"})
    assert flow.authorise(other, id_token_hint=mine)["Location"].startswith("/sign-in?")
    assert flow.told(flow.authorise(other, id_token_hint=mine, prompt="none"))["error"] == "login_required"
    assert flow.told(flow.authorise(other, id_token_hint="rubbish", prompt="none"))["error"] == "login_required"


def test_a_client_may_want_one_kind_of_account(rp: Client, browser: Browser) -> None:
    Client.objects.update(scopes_allowed=["read", "delius"])
    assert flow.told(flow.authorise(browser))["error"] == "access_denied"
    Client.objects.update(scopes_allowed=["read", "delius", "nomis"])
    assert flow.told(flow.authorise(browser))["code"]
    assert flow.told(flow.authorise(browser, scope="nomis"))["error"] == "invalid_scope"


@pytest.mark.parametrize(("day", "status"), [("2026-11-24", 302), ("2026-11-25", 400)])
def test_a_client_lets_nobody_in_after_its_last_day(rp: Client, aisha: Account, day: str, status: int) -> None:
    Client.objects.update(ends_on="2026-11-24")
    with time_machine.travel(f"{day}T09:00:00Z", tick=False):
        assert flow.authorise(Browser()).status_code == status


def test_a_further_step_of_another_room(rp: Client, browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    def ask(request: Any, client: Client) -> Any:
        done = "otp" in request.session["methods"] or client.second_step == "none"
        return None if done else redirect(f"/second-step?next={request.get_full_path()}")

    monkeypatch.setattr(step_up, "_step_ups", [])  # without those of other rooms
    step_up.register_step_up(ask)
    assert flow.told(flow.authorise(browser))["code"]
    Client.objects.update(second_step="all")
    assert flow.authorise(browser)["Location"].startswith("/second-step?next=/oauth2/authorize?")
    assert flow.told(flow.authorise(browser, prompt="none"))["error"] == "interaction_required"
    session = browser.session
    session["methods"] = ["pwd", "otp"]
    session.save()
    assert flow.told(flow.authorise(browser))["code"]


def test_statements_of_letting_in(
    rp: Client, browser: Browser, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    flow.authorise(browser)
    with django_assert_num_queries(7):  # session, account, client; savepoint, the code, its audit, savepoint
        reply = flow.authorise(browser)
    code = flow.told(reply)["code"]
    keys.published()  # kept for some seconds
    with django_assert_num_queries(12):  # client, code, session; two tokens, audit, use noted, code used; savepoints
        flow.exchange(code)


def test_letting_in_is_recorded(rp: Client, browser: Browser) -> None:
    flow.let_in(browser)
    entries = AuditEntry.objects.filter(subject_type="client", subject_id="rp").order_by("pk")
    assert [(entry.action, entry.username) for entry in entries] == [
        ("LET_INTO_CLIENT", "AISHA_GEN"),
        ("TOKEN_GIVEN", "AISHA_GEN"),
    ]


@pytest.mark.parametrize("algorithm", ["HS256", "", "RS256"])
def test_no_client_can_have_another_signature(rp: Client, browser: Browser, algorithm: str) -> None:
    Client.objects.update(algorithm=algorithm)
    given = flow.let_in(browser)
    assert [flow.header_of(given[token])["alg"] for token in ("access_token", "id_token")] == ["RS256", "RS256"]
