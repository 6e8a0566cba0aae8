"""Giving, refreshing, checking and revoking tokens, and every refusal of them."""

import base64
import json
from datetime import timedelta
from threading import Thread
from typing import Any
from urllib.parse import quote_plus

import pytest
import time_machine
from cryptography.hazmat.primitives import hmac
from cryptography.hazmat.primitives.hashes import SHA256
from django.db import connection
from django.test import Client as Browser
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey
from pytest_django import DjangoAssertNumQueries

from dps.identity.accounts.commands import disable
from dps.identity.models import Account, StaffSession
from dps.identity.provider import commands, keys, tokens
from dps.identity.provider.models import Authorisation, Client
from dps.identity.provider.tests import flow
from dps.platform import local_time
from dps.platform.access import SYSTEM
from dps.platform.audit.models import AuditEntry

pytestmark = pytest.mark.django_db


def is_good(token: str) -> bool:
    """Whether the API takes it."""
    return Browser().get("/api/users/me", headers=flow.bearer(token)).status_code == 200


def error_of(reply: Any, status: int = 400) -> str:
    assert reply.status_code == status, reply.content
    assert reply["Content-Type"] == "application/json" and reply["Cache-Control"] == "no-store"
    return str(reply.json()["error"])


# the code


def test_a_code_is_good_once_and_its_second_use_ends_what_it_gave(rp: Client, browser: Browser) -> None:
    code = flow.told(flow.authorise(browser))["code"]
    given = flow.exchange(code).json()
    assert is_good(given["access_token"])
    assert error_of(flow.exchange(code)) == "invalid_grant"
    assert not is_good(given["access_token"])
    assert error_of(flow.refresh(given["refresh_token"])) == "invalid_grant"
    assert AuditEntry.objects.get(action="TOKENS_REVOKED").details["because"] == "its code was used twice"


def test_a_code_is_good_for_sixty_seconds(rp: Client, aisha: Account) -> None:
    with time_machine.travel("2026-11-24T09:00:00Z", tick=False) as clock:
        browser = Browser()
        browser.post("/sign-in", {"username": "aisha_gen", "password": "landing keys kettle 7"})
        early, late = (flow.told(flow.authorise(browser))["code"] for _ in range(2))
        clock.shift(timedelta(seconds=59))
        assert flow.exchange(early).status_code == 200
        clock.shift(timedelta(seconds=1))
        assert error_of(flow.exchange(late)) == "invalid_grant"


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"code_verifier": flow.VERIFIER[:-1] + "X"}, "invalid_grant"),
        ({"code_verifier": flow.challenge()}, "invalid_grant"),
        ({"code_verifier": "short"}, "invalid_grant"),
        ({"code_verifier": ""}, "invalid_grant"),
        ({"redirect_uri": "https://rp.example/other"}, "invalid_grant"),
        ({"redirect_uri": "https://evil.example/"}, "invalid_grant"),
        ({"code": "made-up"}, "invalid_grant"),
        ({"code": ""}, "invalid_grant"),
        ({"grant_type": "password", "username": "aisha_gen", "password": "x"}, "unsupported_grant_type"),
        ({"grant_type": "urn:ietf:params:oauth:grant-type:device_code"}, "unsupported_grant_type"),
        ({"grant_type": "implicit"}, "unsupported_grant_type"),
        ({"grant_type": ""}, "unsupported_grant_type"),
        ({"grant_type": "client_credentials"}, "unauthorized_client"),
    ],
)
def test_a_code_is_good_only_with_what_it_was_made_for(
    rp: Client, browser: Browser, changed: dict[str, str], error: str
) -> None:
    Client.objects.update(redirect_uris=f"{flow.CALLBACK} https://rp.example/other")
    code = flow.told(flow.authorise(browser))["code"]
    assert error_of(flow.exchange(**{"code": code, **changed})) == error
    assert flow.exchange(code).status_code == 200, "a wrong try spends nothing"


def test_a_code_is_of_one_client(rp: Client, browser: Browser) -> None:
    flow.make_client("other")
    code = flow.told(flow.authorise(browser))["code"]
    assert error_of(flow.exchange(code, client_id="other")) == "invalid_grant"
    assert error_of(flow.exchange(code, client_id="other")) == "invalid_grant"
    assert flow.exchange(code).status_code == 200


def test_a_client_without_a_secret_still_needs_its_verifier(key: Any, browser: Browser) -> None:
    flow.make_client("public", client_type="public")
    sent = {"grant_type": "authorization_code", "redirect_uri": flow.CALLBACK, "client_id": "public"}
    code = flow.told(flow.authorise(browser, client_id="public"))["code"]
    assert Browser().post("/oauth2/token", {**sent, "code": code}).status_code == 400
    reply = Browser().post("/oauth2/token", {**sent, "code": code, "code_verifier": flow.VERIFIER})
    assert reply.status_code == 200
    assert Browser().post("/oauth2/token", {"grant_type": "client_credentials", "client_id": "public"}).status_code in (
        400,
        401,
    )


# who asks


@pytest.mark.parametrize(
    ("client_id", "secret"),
    [
        ("rp", "wrong"),
        ("rp", ""),
        ("nobody", flow.SECRET),
        ("", ""),
        ("rp\x00", flow.SECRET),
        ("rp", flow.SECRET + " "),
    ],
)
def test_a_wrong_client_is_401(rp: Client, browser: Browser, client_id: str, secret: str) -> None:
    code = flow.told(flow.authorise(browser))["code"]
    reply = flow.exchange(code, client_id=client_id, secret=secret)
    assert error_of(reply, 401) == "invalid_client"
    assert reply["WWW-Authenticate"].startswith("Basic")
    sent = {"grant_type": "authorization_code", "code": code, "client_id": client_id, "client_secret": secret}
    assert Browser().post("/oauth2/token", sent).status_code in (400, 401)
    assert flow.exchange(code).status_code == 200


@pytest.mark.parametrize(
    "header", ["Basic", "Basic !!!", "Basic " + base64.b64encode(b"rp").decode(), "Basic /////w==", "Bearer x", "x"]
)
def test_credentials_that_cannot_be_read_are_401(machine: Client, header: str) -> None:
    reply = Browser().post("/oauth2/token", {"grant_type": "client_credentials"}, headers={"authorization": header})
    assert error_of(reply, 401) == "invalid_client"


def test_secrets_with_special_characters_as_they_are_encoded_or_in_the_body(machine: Client) -> None:
    asked = {"grant_type": "client_credentials"}
    assert flow.ask_token(client_id="machine", **asked).status_code == 200
    assert flow.ask_token(client_id="machine", secret=quote_plus(flow.SECRET), **asked).status_code == 200
    body = {**asked, "client_id": "machine", "client_secret": flow.SECRET}
    assert Browser().post("/oauth2/token", body).status_code == 200
    assert Browser().post("/oauth2/token", body, headers={"authorization": "basic x"}).status_code == 200


def test_a_client_whose_secret_is_empty_or_not_hashed_is_nobody(key: Any) -> None:
    flow.make_machine()
    Client.objects.update(client_secret="")
    assert flow.ask_token(client_id="machine", secret="", grant_type="client_credentials").status_code == 401
    Client.objects.update(client_secret="plain")
    assert flow.ask_token(client_id="machine", secret="plain", grant_type="client_credentials").status_code == 401


def test_secrets_never_stand_in_addresses_or_twice(machine: Client) -> None:
    query = f"grant_type=client_credentials&client_id=machine&client_secret={quote_plus(flow.SECRET)}"
    for path in ("token", "introspect", "revoke"):
        assert error_of(Browser().post(f"/oauth2/{path}?{query}")) == "invalid_request"
        twice = f"{query}&client_id=other"
        reply = Browser().post(f"/oauth2/{path}", twice, content_type="application/x-www-form-urlencoded")
        assert error_of(reply) == "invalid_request"
        assert Browser().get(f"/oauth2/{path}").status_code == 405


@pytest.mark.parametrize(
    ("allowed", "address", "status"),
    [
        ([], "10.1.2.3", 200),
        (["10.0.0.0/8"], "10.1.2.3", 200),
        (["10.1.2.3"], "10.1.2.3", 200),
        (["10.1.2.4", "192.168.0.0/16"], "10.1.2.3", 401),
        (["10.0.0.0/8"], "::ffff:10.1.2.3", 200),
        (["2001:db8::/32"], "2001:db8::1", 200),
        (["2001:db8::/32"], "10.1.2.3", 401),
        (["rubbish"], "10.1.2.3", 401),
        (["10.0.0.0/8"], "", 401),
    ],
)
def test_a_client_may_ask_only_from_its_networks(
    machine: Client, allowed: list[str], address: str, status: int
) -> None:
    Client.objects.update(allowed_addresses=allowed)
    sent = {"grant_type": "client_credentials"}
    reply = Browser().post("/oauth2/token", sent, headers=flow.basic("machine"), REMOTE_ADDR=address)
    assert reply.status_code == status
    sent = {"token": "x"}
    reply = Browser().post("/oauth2/introspect", sent, headers=flow.basic("machine"), REMOTE_ADDR=address)
    assert reply.status_code == status


def test_a_client_past_its_last_day_gets_nothing_and_its_tokens_open_nothing(machine: Client) -> None:
    Client.objects.update(ends_on="2026-11-24")
    with time_machine.travel("2026-11-24T23:50:00Z", tick=False) as clock:
        given = flow.machine_token(machine)
        assert is_good(given)
        clock.shift(timedelta(minutes=11))
        assert not is_good(given)
        assert error_of(flow.ask_token(client_id="machine", grant_type="client_credentials"), 401) == "invalid_client"


# a client that acts by itself


def test_what_a_machine_token_says(machine: Client) -> None:
    reply = flow.ask_token(client_id="machine", grant_type="client_credentials").json()
    claims = flow.claims_of(reply["access_token"])
    assert "refresh_token" not in reply and "id_token" not in reply
    assert set(claims) == {
        "sub", "auth_source", "authorities", "scope", "client_id", "grant_type", "jti", "iss", "aud", "exp", "iat",
    }  # fmt: skip
    assert claims["sub"] == claims["client_id"] == "machine"
    assert claims["auth_source"] == "none" and claims["authorities"] == ["ROLE_USER_PERMISSIONS__RO"]
    assert claims["scope"] == "read write" and claims["grant_type"] == "client_credentials"
    assert {name: reply[name] for name in ("sub", "auth_source", "jti", "iss")} == {
        name: claims[name] for name in ("sub", "auth_source", "jti", "iss")
    }


def test_a_machine_that_acts_for_somebody(machine: Client, aisha: Account) -> None:
    claims = flow.claims_of(flow.machine_token(machine, username="aisha_gen", auth_source="NOMIS"))
    assert claims["sub"] == claims["user_name"] == "AISHA_GEN"
    assert claims["auth_source"] == "nomis"
    assert claims["authorities"] == ["ROLE_USER_PERMISSIONS__RO"], "the roles stay the client's"


@pytest.mark.parametrize(
    ("change", "source", "given"),
    [
        ({}, None, True),
        ({}, "nomis", True),
        ({}, "auth", False),  # not of that source
        ({"inactive": True}, None, False),
        ({"locked": True}, None, False),
        ({"inactive": True}, "nomis", False),
        ({"username": "OTHER"}, None, False),
        ({"username": "OTHER"}, "nomis", False),
        ({"username": "OTHER"}, "delius", True),  # kept elsewhere
        ({"username": "OTHER"}, "azuread", True),
        ({"username": "OTHER"}, "none", True),
    ],
)
def test_whom_a_machine_may_act_for(
    machine: Client, aisha: Account, change: dict[str, Any], source: str | None, given: bool
) -> None:
    Account.objects.update(**change)
    sent = {"username": " aisha_gen "} | ({"auth_source": source} if source else {})
    reply = flow.ask_token(client_id="machine", grant_type="client_credentials", **sent)
    if given:
        claims = flow.claims_of(reply.json()["access_token"])
        assert (claims["sub"], claims["auth_source"]) == ("AISHA_GEN", source or "none")
    else:
        assert error_of(reply) == "invalid_request"
        assert AuditEntry.objects.get(action="TOKEN_REFUSED").subject_id == "machine"


@pytest.mark.parametrize(
    ("sent", "error"),
    [
        ({"auth_source": "facebook"}, "invalid_request"),
        ({"username": "two words"}, "invalid_request"),
        ({"username": "x" * 241}, "invalid_request"),
        ({"username": "ünïcode"}, "invalid_request"),
        ({"scope": "openid"}, "invalid_scope"),
        ({"scope": "reporting"}, "invalid_scope"),
    ],
)
def test_a_machine_that_asks_too_much(machine: Client, sent: dict[str, str], error: str) -> None:
    assert error_of(flow.ask_token(client_id="machine", grant_type="client_credentials", **sent)) == error


def test_parameters_never_pass_for_what_was_found(machine: Client, rp: Client, browser: Browser) -> None:
    """oauthlib's request shows every parameter as an attribute."""
    injected = {
        "authorisation": "x", "acts_for": "ROOT", "acts_for_source": "x", "user": "AISHA_GEN", "client": "rp", "scopes": "x",
        "browser_session": "x", "refresh_token_instance": "x", "expires_in": "999999", "extra_credentials": "x",
    }  # fmt: skip
    claims = flow.claims_of(flow.machine_token(machine, **injected))
    assert claims["sub"] == "machine" and claims["exp"] - claims["iat"] == 1200
    code = flow.told(flow.authorise(browser, **injected))["code"]
    reply = flow.exchange(code, **injected)
    assert reply.status_code == 200
    assert flow.claims_of(reply.json()["access_token"])["sub"] == "AISHA_GEN"


@pytest.mark.parametrize(
    ("claim_filter", "gone"),
    [
        ("", set()),
        ("-name", {"name"}),
        ("-name,-user_uuid,-authorities", {"name", "user_uuid", "authorities"}),
        ("-name,+name", set()),
        ("+user_name", set()),
        (" -user_id , -auth_source ", {"user_id", "auth_source"}),
        ("-sub,-exp,-iss,-client_id", set()),
    ],
)
def test_a_client_gets_only_the_claims_it_may_have(
    rp: Client, browser: Browser, claim_filter: str, gone: set[str]
) -> None:
    full = set(flow.claims_of(flow.let_in(browser)["access_token"]))
    Client.objects.update(claim_filter=claim_filter)
    given = flow.let_in(browser)
    assert full - set(flow.claims_of(given["access_token"])) == gone
    assert not gone & set(given)
    told = Browser().get("/oauth2/userinfo", headers=flow.bearer(given["access_token"])).json()
    assert not gone & set(told) and told["sub"] == "AISHA_GEN"
    assert is_good(given["access_token"]), "it opens the same"


def test_the_life_of_a_token_is_its_clients_but_ends_with_the_session(
    rp: Client, machine: Client, aisha: Account
) -> None:
    Client.objects.update(access_token_seconds=3600)
    claims = flow.claims_of(flow.machine_token(machine))
    assert claims["exp"] - claims["iat"] == 3600
    with time_machine.travel("2026-11-24T09:00:00Z", tick=False) as clock:
        browser = Browser()
        browser.post("/sign-in", {"username": "aisha_gen", "password": "landing keys kettle 7"})
        given = flow.let_in(browser)
        for _ in range(23):
            clock.shift(timedelta(minutes=30))
            browser.get("/")
            given = flow.refresh(given["refresh_token"]).json()
        assert given["expires_in"] == 1800, "twelve hours after signing in all is over"
        clock.shift(timedelta(minutes=30))
        assert error_of(flow.refresh(given["refresh_token"])) == "invalid_grant"
        assert not is_good(given["access_token"])


# refreshing


def test_a_refresh_token_is_exchanged_for_another(rp: Client, browser: Browser) -> None:
    first = flow.let_in(browser)
    second = flow.refresh(first["refresh_token"]).json()
    assert second["refresh_token"] != first["refresh_token"]
    assert is_good(second["access_token"]) and not is_good(first["access_token"])
    old, new = flow.claims_of(first["id_token"]), flow.claims_of(second["id_token"])
    assert (new["sub"], new["auth_time"], new["sid"]) == (old["sub"], old["auth_time"], old["sid"])
    assert "nonce" not in new
    assert flow.claims_of(second["access_token"])["grant_type"] == "authorization_code"
    narrow = flow.refresh(second["refresh_token"], scope="openid").json()
    assert narrow["scope"] == "openid"
    assert error_of(flow.refresh(narrow["refresh_token"], scope="openid write")) == "invalid_scope"


def test_a_refresh_token_that_comes_twice_ends_the_whole_family(rp: Client, browser: Browser) -> None:
    first = flow.let_in(browser)
    apart = flow.let_in(browser)
    second = flow.refresh(first["refresh_token"]).json()
    third = flow.refresh(second["refresh_token"]).json()
    assert error_of(flow.refresh(first["refresh_token"])) == "invalid_grant"
    assert not is_good(third["access_token"])
    assert error_of(flow.refresh(third["refresh_token"])) == "invalid_grant"
    assert is_good(apart["access_token"]), "another time of being let in is another family"


def test_a_refresh_token_is_of_one_client_and_no_access_token(rp: Client, browser: Browser, machine: Client) -> None:
    flow.make_client("other")
    given = flow.let_in(browser)
    assert error_of(flow.refresh(given["refresh_token"], client_id="other")) == "invalid_grant"
    assert error_of(flow.refresh(given["refresh_token"], client_id="machine")) in (
        "invalid_grant",
        "unauthorized_client",
    )
    assert error_of(flow.refresh(given["access_token"])) == "invalid_grant"
    assert not is_good(given["refresh_token"]) and not is_good(given["id_token"])
    assert flow.refresh(given["refresh_token"]).status_code == 200


def test_a_refresh_token_lives_as_long_as_its_client_is_set(rp: Client, aisha: Account) -> None:
    Client.objects.update(refresh_token_seconds=600)
    with time_machine.travel("2026-11-24T09:00:00Z", tick=False) as clock:
        browser = Browser()
        browser.post("/sign-in", {"username": "aisha_gen", "password": "landing keys kettle 7"})
        given = flow.let_in(browser)
        clock.shift(timedelta(seconds=599))
        given = flow.refresh(given["refresh_token"]).json()
        clock.shift(timedelta(seconds=600))
        assert error_of(flow.refresh(given["refresh_token"])) == "invalid_grant"


def test_new_roles_count_from_the_next_token_on(rp: Client, browser: Browser, aisha: Account) -> None:
    given = flow.let_in(browser)
    Account.objects.update(roles=["PRISON", "OMIC_ADMIN"])
    again = flow.refresh(given["refresh_token"]).json()
    assert flow.claims_of(again["access_token"])["authorities"] == ["ROLE_OMIC_ADMIN", "ROLE_PRISON"]


def test_statements_of_refreshing_and_of_a_machine_token(
    rp: Client, machine: Client, browser: Browser, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    given = flow.let_in(browser)
    keys.published()
    with django_assert_num_queries(13):
        given = flow.refresh(given["refresh_token"]).json()
    flow.machine_token(machine)
    with django_assert_num_queries(7):  # client; token, audit; savepoints
        flow.machine_token(machine)


# when an account can no longer be used


@pytest.mark.parametrize("change", [{"inactive": True}, {"locked": True}])
def test_tokens_of_an_account_that_is_closed_open_nothing(
    rp: Client, browser: Browser, aisha: Account, change: dict[str, bool]
) -> None:
    given, code = flow.let_in(browser), flow.told(flow.authorise(browser))["code"]
    Account.objects.update(**change)
    assert not is_good(given["access_token"])
    assert Browser().get("/oauth2/userinfo", headers=flow.bearer(given["access_token"])).status_code == 401
    assert error_of(flow.refresh(given["refresh_token"])) == "invalid_grant"
    assert error_of(flow.exchange(code)) == "invalid_grant"


def test_closing_an_account_revokes_its_tokens_for_good(rp: Client, browser: Browser, aisha: Account) -> None:
    given = flow.let_in(browser)
    disable(username="AISHA_GEN", reason="Left the service", at=local_time.now(), by=SYSTEM)
    Account.objects.update(inactive=False)
    assert not is_good(given["access_token"])
    assert error_of(flow.refresh(given["refresh_token"])) == "invalid_grant"


def test_a_code_of_a_session_that_is_gone_gives_nothing(rp: Client, browser: Browser) -> None:
    code, given = flow.told(flow.authorise(browser))["code"], flow.let_in(browser)
    StaffSession.objects.all().delete()
    assert error_of(flow.exchange(code)) == "invalid_grant"
    assert error_of(flow.refresh(given["refresh_token"])) == "invalid_grant"


# tokens that are none


def forged(good: str, **changed: Any) -> list[str]:
    """Tokens with the same claims, signed in every way but ours."""
    header, payload, signature = good.split(".")
    claims = json.loads(base64.urlsafe_b64decode(payload + "=="))
    kid = flow.header_of(good)["kid"]
    public = keys.published()[0]
    pem = RSAKey.import_key(public).as_pem(private=False)
    stranger = RSAKey.generate_key(2048, private=True)

    def part(value: dict[str, Any]) -> str:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")

    def with_hmac(secret: bytes, algorithm: str = "HS256") -> str:
        first = f"{part({'typ': 'at+jwt', 'alg': algorithm, 'kid': kid})}.{payload}"
        made = hmac.HMAC(secret, SHA256())
        made.update(first.encode())
        return f"{first}.{base64.urlsafe_b64encode(made.finalize()).decode().rstrip('=')}"

    return [
        f"{part({'typ': 'at+jwt', 'alg': 'none', 'kid': kid})}.{payload}.",
        f"{part({'typ': 'at+jwt', 'alg': 'None', 'kid': kid})}.{payload}.{signature}",
        with_hmac(pem),
        with_hmac(pem.strip()),
        with_hmac(json.dumps(public).encode()),
        with_hmac(flow.SECRET.encode()),
        with_hmac(b""),
        with_hmac(pem, "RS256"),
        jwt.encode({"typ": "at+jwt", "alg": "RS256", "kid": kid}, claims, stranger),
        jwt.encode({"typ": "at+jwt", "alg": "RS256", "kid": "x"}, claims, stranger),
        jwt.encode({"typ": "at+jwt", "alg": "RS256", "kid": kid, "jwk": stranger.as_dict(private=False)}, claims, stranger),
        jwt.encode({"typ": "at+jwt", "alg": "HS256", "kid": kid}, claims, OctKey.import_key(b"x" * 32)),
        f"{header}.{part({**claims, 'sub': 'ROOT'})}.{signature}",
        f"{header}.{payload}.{signature[:-4]}AAAA",
        f"{header}.{payload}.",
        f"{header}.{payload}",
        "a.b.c", "..", ".", "", "x" * 5000, "🗝", "e30.e30.e30", good + ".x",
        keys.sign(claims, kind="JWT"),
        keys.sign({**claims, "iss": "https://evil.example"}, kind="at+jwt"),
        keys.sign({**claims, "aud": "rp"}, kind="at+jwt"),
        keys.sign({**claims, "aud": ["oauth2-resource", "x"]}, kind="at+jwt"),
        keys.sign({**claims, "exp": claims["iat"] - 10}, kind="at+jwt"),
        keys.sign({**claims, "exp": "tomorrow"}, kind="at+jwt"),
        keys.sign({name: value for name, value in claims.items() if name != "exp"}, kind="at+jwt"),
    ]  # fmt: skip


def test_no_forged_token_opens_anything(rp: Client, browser: Browser) -> None:
    good = flow.let_in(browser)["access_token"]
    assert is_good(good)
    for token in forged(good):
        with pytest.raises(tokens.NotAToken):
            tokens.check(token)
        reply = Browser().post("/api/token/verify", {"token": token}, content_type="application/json")
        assert reply.status_code == 400, token[:200]
        assert reply["Content-Type"] == "application/problem+json"
    assert is_good(good)


def test_a_well_signed_token_that_was_never_given_opens_nothing(rp: Client, browser: Browser) -> None:
    claims = flow.claims_of(flow.let_in(browser)["access_token"])
    with pytest.raises(tokens.NotGood) as refused:
        tokens.check(keys.sign({**claims, "jti": "another"}, kind="at+jwt"))
    assert not isinstance(refused.value, tokens.NotAToken)


def test_a_token_costs_one_statement(machine: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    given = flow.machine_token(machine)
    keys.published()
    with django_assert_num_queries(1) as done:
        assert is_good(given)
    assert "token_checksum" in done.captured_queries[0]["sql"]


# userinfo


def test_userinfo_says_who_and_where_now(rp: Client, browser: Browser, aisha: Account) -> None:
    given = flow.let_in(browser)
    Account.objects.update(active_caseload="MDI")
    for method in ("get", "post"):
        reply = getattr(Browser(), method)("/oauth2/userinfo", headers=flow.bearer(given["access_token"]))
        told = reply.json()
        assert told["sub"] == flow.claims_of(given["id_token"])["sub"]
        assert (told["caseload"], told["caseloads"]) == ("MDI", ["LEI", "MDI"])
        assert (told["name"], told["given_name"], told["family_name"]) == ("Aisha Holroyd", "Aisha", "Holroyd")
        assert (told["email"], told["email_verified"]) == ("aisha.holroyd@justice.gov.uk", True)
        assert reply["Cache-Control"] == "no-store"
    bare = flow.let_in(browser, scope="openid")
    told = Browser().get("/oauth2/userinfo", headers=flow.bearer(bare["access_token"])).json()
    assert "email" not in told and "name" not in told and told["caseload"] == "MDI"


def test_userinfo_needs_a_persons_openid_token(rp: Client, machine: Client, browser: Browser) -> None:
    refused = Browser().get("/oauth2/userinfo", headers=flow.bearer(flow.machine_token(machine)))
    assert refused.status_code == 403 and "insufficient_scope" in refused["WWW-Authenticate"]
    no_openid = flow.let_in(browser, scope="read")["access_token"]
    assert Browser().get("/oauth2/userinfo", headers=flow.bearer(no_openid)).status_code == 403
    assert Browser().get("/oauth2/userinfo").status_code == 401
    assert browser.get("/oauth2/userinfo").status_code == 401, "a cookie opens nothing"
    wrong = Browser().get("/oauth2/userinfo", headers=flow.bearer("x"))
    assert wrong.status_code == 401 and 'error="invalid_token"' in wrong["WWW-Authenticate"]
    good = flow.let_in(browser)["access_token"]
    assert Browser().get(f"/oauth2/userinfo?access_token={good}").status_code == 401


def test_statements_of_userinfo(
    rp: Client, browser: Browser, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    given = flow.let_in(browser)
    with django_assert_num_queries(1):
        assert browser.get("/oauth2/userinfo", headers=flow.bearer(given["access_token"])).status_code == 200


# introspection and revocation


def introspect(token: str, client_id: str = "rp") -> dict[str, Any]:
    reply = Browser().post("/oauth2/introspect", {"token": token}, headers=flow.basic(client_id))
    assert reply.status_code == 200, reply.content
    found: dict[str, Any] = reply.json()
    return found


def test_a_client_knows_of_its_own_tokens_only(rp: Client, browser: Browser) -> None:
    flow.make_client("other")
    given = flow.let_in(browser, scope="openid profile email")
    told = introspect(given["access_token"])
    assert told["active"] is True and told["username"] == told["sub"] == "AISHA_GEN" and told["client_id"] == "rp"
    assert told["exp"] and told["scope"] == "openid profile email"
    assert introspect(given["refresh_token"])["active"] is True
    for token in (given["access_token"], given["refresh_token"], "rubbish", given["id_token"]):
        assert introspect(token, "other") == {"active": False}
    flow.make_machine("registry", roles=("AUTH_TOKEN_VERIFICATION",))
    assert introspect(given["access_token"], "registry")["active"] is True
    assert introspect(given["refresh_token"], "registry") == {"active": False}


def test_introspection_needs_a_clients_secret(rp: Client, browser: Browser) -> None:
    given = flow.let_in(browser)
    flow.make_client("public", client_type="public")
    for headers in (
        {},
        flow.basic("rp", "wrong"),
        flow.basic("nobody"),
        flow.bearer(given["access_token"]),
        flow.basic("public"),
    ):
        reply = Browser().post("/oauth2/introspect", {"token": given["access_token"]}, headers=headers)
        assert error_of(reply, 401) == "invalid_client", headers
    assert error_of(Browser().post("/oauth2/introspect", {}, headers=flow.basic())) == "invalid_request"


@pytest.mark.parametrize("which", ["access_token", "refresh_token"])
def test_a_client_revokes_its_own_tokens_only(rp: Client, browser: Browser, which: str) -> None:
    flow.make_client("other")
    given = flow.let_in(browser)
    for hint in ({}, {"token_type_hint": "access_token"}):
        reply = Browser().post("/oauth2/revoke", {"token": given[which], **hint}, headers=flow.basic("other"))
        assert reply.status_code == 200 and is_good(given["access_token"])
    assert error_of(Browser().post("/oauth2/revoke", {"token": given[which]}, headers=flow.basic("rp", "x")), 401)
    assert Browser().post("/oauth2/revoke", {"token": given[which]}, headers=flow.basic()).status_code == 200
    assert not is_good(given["access_token"])
    assert error_of(flow.refresh(given["refresh_token"])) == "invalid_grant"
    assert Browser().post("/oauth2/revoke", {"token": "unknown"}, headers=flow.basic()).status_code == 200


def test_verifying_a_token(rp: Client, browser: Browser) -> None:
    given = flow.let_in(browser)["access_token"]

    def verify(token: str) -> Any:
        return Browser().post("/api/token/verify", {"token": token}, content_type="application/json")

    assert verify(given).json() == {"active": True}
    Browser().post("/oauth2/revoke", {"token": given}, headers=flow.basic())
    assert verify(given).json() == {"active": False}


# what is recorded and forgotten


def test_use_and_refusals_are_recorded(machine: Client, aisha: Account) -> None:
    with time_machine.travel("2026-11-24T09:20:00Z", tick=False) as clock:
        flow.machine_token(machine, username="aisha_gen")
        machine.refresh_from_db()
        assert machine.last_used_at is not None and machine.last_used_at.isoformat() == "2026-11-24T09:00:00+00:00"
        entry = AuditEntry.objects.get(action="SYSTEM_TOKEN_GIVEN")
        assert (entry.username, entry.subject_id, entry.address) == ("AISHA_GEN", "machine", "127.0.0.1")
        clock.shift(timedelta(minutes=41))
        flow.machine_token(machine)
        machine.refresh_from_db()
        assert machine.last_used_at.hour == 10
    flow.ask_token(client_id="machine", secret="wrong-secret", grant_type="client_credentials")
    flow.ask_token(client_id="stranger", secret="wrong-secret", grant_type="client_credentials")
    refused = AuditEntry.objects.filter(action="TOKEN_REFUSED")
    assert [(entry.subject_id, entry.details) for entry in refused] == [("machine", {"reason": "invalid_client"})]
    assert "wrong-secret" not in str(list(AuditEntry.objects.values()))


def test_what_is_over_is_forgotten_and_nothing_else(rp: Client, machine: Client, aisha: Account) -> None:
    from oauth2_provider.models import get_access_token_model, get_refresh_token_model

    counts = lambda: tuple(  # noqa: E731
        model.objects.count() for model in (Authorisation, get_refresh_token_model(), get_access_token_model())
    )
    with time_machine.travel("2026-11-24T09:00:00Z", tick=False) as clock:
        browser = Browser()
        browser.post("/sign-in", {"username": "aisha_gen", "password": "landing keys kettle 7"})
        given = flow.let_in(browser)
        flow.machine_token(machine)
        commands.forget_what_is_over()
        assert counts() == (1, 1, 2)
        clock.shift(timedelta(minutes=25))
        commands.forget_what_is_over()
        assert counts() == (1, 1, 1), "an expired token that can be refreshed is kept"
        assert flow.refresh(given["refresh_token"]).status_code == 200
        clock.shift(timedelta(hours=37))
        commands.forget_what_is_over()
        assert counts() == (0, 0, 0)


def test_the_issuer_is_ours_whatever_host_is_asked(rp: Client, browser: Browser, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    poison = {"HTTP_HOST": "evil.example", "HTTP_X_FORWARDED_HOST": "evil.example"}
    said = browser.get("/oauth2/authorize", flow.wish(), **poison)["Location"]
    assert "evil" not in said and f"iss={settings.PUBLIC_URL.split('://')[0]}" in said
    code = said.split("code=")[1].split("&")[0]
    sent = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": flow.CALLBACK,
        "code_verifier": flow.VERIFIER,
    }
    given = Browser().post("/oauth2/token", sent, headers=flow.basic(), **poison).json()
    assert flow.claims_of(given["access_token"])["iss"] == settings.PUBLIC_URL
    assert flow.claims_of(given["id_token"])["iss"] == settings.PUBLIC_URL
    for address in ("/.well-known/openid-configuration", "/api/openapi.json"):
        assert "evil" not in Browser().get(address, **poison).content.decode()


# at the same moment


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("what", ["code", "refresh_token"])
def test_of_two_at_the_same_moment_one_gets_tokens(rp: Client, browser: Browser, what: str) -> None:
    code = flow.told(flow.authorise(browser))["code"]
    given = flow.exchange(code).json() if what == "refresh_token" else {}
    replies: list[Any] = []

    def ask() -> None:
        try:
            replies.append(flow.exchange(code) if what == "code" else flow.refresh(given["refresh_token"]))
        finally:
            connection.close()

    threads = [Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(reply.status_code for reply in replies) == [200, 400, 400, 400]
    (winner,) = [reply.json() for reply in replies if reply.status_code == 200]
    assert winner["access_token"] and winner["refresh_token"]
    assert not is_good(winner["access_token"]), "who asks twice loses what it got"
