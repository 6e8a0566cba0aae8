"""Single sign-out: by a client's wish, by the person, by another room; and telling the clients."""

from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs

import pytest
import time_machine
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.test import Client as Browser
from procrastinate.contrib.django.models import ProcrastinateJob

from dps.identity.accounts.commands import create_user
from dps.identity.models import Account
from dps.identity.provider import backchannel, keys
from dps.identity.provider.jobs import tell_of_sign_out
from dps.identity.provider.models import Authorisation, Client
from dps.identity.provider.tests import flow
from dps.identity.sessions.commands import end_all_of, end_those_that_are_over
from dps.platform import local_time
from dps.platform.audit.models import AuditEntry

pytestmark = pytest.mark.django_db


def is_good(token: str) -> bool:
    return Browser().get("/api/users/me", headers=flow.bearer(token)).status_code == 200


def sign_out(browser: Browser, **asked: str) -> Any:
    return browser.get("/oauth2/logout", asked)


# asked by a client


def test_a_client_signs_out_who_it_signed_in(rp: Client, browser: Browser) -> None:
    given = flow.let_in(browser)
    reply = sign_out(browser, id_token_hint=given["id_token"], post_logout_redirect_uri=flow.AFTERWARDS, state="s t")
    assert reply.status_code == 302 and reply["Location"] == f"{flow.AFTERWARDS}?state=s+t"
    assert SESSION_KEY not in browser.session
    assert not is_good(given["access_token"])
    assert flow.refresh(given["refresh_token"]).status_code == 400
    assert AuditEntry.objects.filter(action="SIGNED_OUT", username="AISHA_GEN").exists()
    assert sign_out(browser, client_id="rp", post_logout_redirect_uri=flow.AFTERWARDS)["Location"] == flow.AFTERWARDS


def test_an_expired_hint_will_do(rp: Client, aisha: Account) -> None:
    with time_machine.travel("2026-11-24T09:00:00Z", tick=False) as clock:
        browser = Browser()
        browser.post("/sign-in", {"username": "aisha_gen", "password": "landing keys kettle 7"})
        hint = flow.let_in(browser)["id_token"]
        for _ in range(3):
            clock.shift(40 * 60)
            browser.get("/")
        reply = sign_out(browser, id_token_hint=hint)
        assert reply["Location"] == "/sign-in?signed-out=yes"
        assert "You have signed out" in browser.get(reply["Location"]).content.decode()


def test_a_post_from_the_client_does_the_same(rp: Client, browser: Browser) -> None:
    hint = flow.let_in(browser)["id_token"]
    strict = Browser(enforce_csrf_checks=True)
    first = strict.post(
        "/oauth2/logout", {"id_token_hint": hint, "post_logout_redirect_uri": flow.AFTERWARDS, "x": "y"}
    )
    assert first.status_code == 302 and first["Location"].startswith("/oauth2/logout?id_token_hint=")
    strict.cookies = browser.cookies
    assert strict.get(first["Location"])["Location"] == flow.AFTERWARDS


@pytest.mark.parametrize(
    "hint", ["none", "rubbish", "of an earlier session", "of another person", "of another client", "an access token"]
)
def test_without_a_hint_of_this_session_people_are_asked(
    rp: Client, browser: Browser, aisha: Account, hint: str
) -> None:
    given = flow.let_in(browser)
    asked = {"post_logout_redirect_uri": flow.AFTERWARDS, "client_id": "rp", "state": "<s>"}
    if hint == "of an earlier session":
        earlier = flow.let_in(browser)["id_token"]
        browser.post("/sign-out")
        browser.post("/sign-in", {"username": "aisha_gen", "password": "landing keys kettle 7"})
        given = flow.let_in(browser)
        asked["id_token_hint"] = earlier
    elif hint == "of another person":
        claims = flow.claims_of(given["id_token"])
        asked["id_token_hint"] = keys.sign({**claims, "sub": "OTHER"}, kind="JWT")
    elif hint == "of another client":
        flow.make_client("other")
        asked["id_token_hint"] = flow.let_in(browser, client_id="other")["id_token"]
    elif hint != "none":
        asked["id_token_hint"] = {"rubbish": "a.b.c", "an access token": given["access_token"]}[hint]
    reply = sign_out(browser, **asked)
    page = reply.content.decode()
    assert reply.status_code == 200 and "Do you want to sign out?" in page
    assert "<s>" not in page
    assert is_good(given["access_token"]), "nothing happens by asking"
    sent = {"answer": "yes", "client_id": "rp", "post_logout_redirect_uri": flow.AFTERWARDS, "state": "<s>"}
    assert Browser(enforce_csrf_checks=True).post("/oauth2/logout", sent).status_code == 403
    assert browser.post("/oauth2/logout", {**sent, "answer": "no"})["Location"] == "/"
    assert is_good(given["access_token"])
    assert browser.post("/oauth2/logout", sent)["Location"] == f"{flow.AFTERWARDS}?state=%3Cs%3E"
    assert not is_good(given["access_token"])


def test_the_question_may_lead_to_the_registered_address_only(rp: Client, browser: Browser) -> None:
    good = sign_out(browser, client_id="rp", post_logout_redirect_uri=flow.AFTERWARDS)
    assert "form-action 'self' https://rp.example" in good["Content-Security-Policy"]
    bad = sign_out(browser, client_id="rp", post_logout_redirect_uri="https://evil.example/")
    assert "evil" not in bad["Content-Security-Policy"] and 'value="https://evil' not in bad.content.decode()


@pytest.mark.parametrize(
    "uri",
    ["https://evil.example/", "//evil.example", "javascript:alert(1)", flow.AFTERWARDS + "/x", flow.AFTERWARDS + "?a=b",
     flow.AFTERWARDS + "#x", flow.AFTERWARDS.upper(), flow.CALLBACK, "https://rp.example@evil.example/bye", ""],
)  # fmt: skip
def test_signing_out_never_leads_elsewhere(rp: Client, browser: Browser, uri: str) -> None:
    hint = flow.let_in(browser)["id_token"]
    for who in (Browser(), browser):
        assert sign_out(who, id_token_hint=hint, post_logout_redirect_uri=uri)["Location"] == "/sign-in?signed-out=yes"
    sent = {"answer": "yes", "client_id": "rp", "post_logout_redirect_uri": uri}
    assert Browser().post("/oauth2/logout", sent)["Location"] == "/sign-in?signed-out=yes"


def test_an_address_needs_the_client_that_registered_it(rp: Client, browser: Browser) -> None:
    flow.make_client("other", post_logout_redirect_uris="https://other.example/")
    hint = flow.let_in(browser)["id_token"]
    asked = {"post_logout_redirect_uri": flow.AFTERWARDS}
    assert sign_out(Browser(), **asked)["Location"] == "/sign-in?signed-out=yes"
    assert sign_out(Browser(), client_id="other", **asked)["Location"] == "/sign-in?signed-out=yes"
    assert sign_out(Browser(), client_id="other", id_token_hint=hint, **asked)["Location"] == "/sign-in?signed-out=yes"


# ended otherwise


@pytest.mark.parametrize(
    "way", ["signing out", "signing in as somebody else", "an administrator", "signing in again", "idle"]
)
def test_every_end_of_a_session_ends_its_tokens(
    rp: Client, browser: Browser, aisha: Account, details: dict[str, Any], way: str
) -> None:
    elsewhere = Browser()
    elsewhere.post("/sign-in", {"username": "aisha_gen", "password": "landing keys kettle 7"})
    mine, other = flow.let_in(browser), flow.let_in(elsewhere)
    if way == "signing out":
        browser.post("/sign-out")
    elif way == "signing in as somebody else":
        create_user(**{**details, "username": "OTHER"})
        browser.post("/sign-in", {"username": "other", "password": "landing keys kettle 7", "again": "yes"})
        assert browser.session["_auth_user_id"] != str(aisha.pk)
    elif way == "an administrator":
        end_all_of(aisha.pk, but=elsewhere.session["public_id"])
    elif way == "signing in again":
        browser.post("/sign-in", {"username": "aisha_gen", "password": "landing keys kettle 7", "again": "yes"})
    else:
        session = browser.session
        session["seen"] = session["seen"] - 4000
        session.save()
        browser.get("/")
    assert not is_good(mine["access_token"]) and flow.refresh(mine["refresh_token"]).status_code == 400
    assert is_good(other["access_token"]), "the other browser stays signed in"
    ended = Authorisation.objects.exclude(ended_at=None)
    assert ended.count() == 1


@pytest.mark.parametrize("way", ["idle", "locked"])
def test_tokens_end_with_a_session_nobody_comes_back_to_and_with_a_lock(
    rp: Client, browser: Browser, aisha: Account, way: str
) -> None:
    Client.objects.update(backchannel_logout_uri="https://rp.example/backchannel")
    given, sid = flow.let_in(browser), browser.session["public_id"]
    assert is_good(given["access_token"])
    if way == "locked":
        for _ in range(10):
            Browser().post("/sign-in", {"username": "aisha_gen", "password": "wrong"})
        Account.objects.filter(pk=aisha.pk).update(locked=False)
    else:
        assert end_those_that_are_over(local_time.now() + timedelta(minutes=settings.IDLE_MINUTES - 1)) == 0
        given = flow.refresh(given["refresh_token"]).json()
        assert is_good(given["access_token"])
        assert end_those_that_are_over(local_time.now() + timedelta(minutes=settings.IDLE_MINUTES + 1)) == 1
    assert not is_good(given["access_token"]) and flow.refresh(given["refresh_token"]).status_code == 400
    (job,) = ProcrastinateJob.objects.filter(task_name="tell_of_sign_out")
    assert job.args["session"] == sid


# telling the clients


def test_clients_that_want_it_are_told_by_a_job_of_the_same_transaction(rp: Client, browser: Browser) -> None:
    Client.objects.update(backchannel_logout_uri="https://rp.example/backchannel")
    flow.make_client("quiet")
    flow.let_in(browser)
    flow.let_in(browser)
    flow.let_in(browser, client_id="quiet")
    sid = browser.session["public_id"]
    browser.post("/sign-out")
    (job,) = ProcrastinateJob.objects.filter(task_name="tell_of_sign_out")
    assert job.args == {"client": rp.pk, "username": "AISHA_GEN", "session": sid}


class _Receiver(BaseHTTPRequestHandler):
    status = 200
    got: list[dict[str, list[str]]] = []
    paths: list[str] = []

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        type(self).got.append(parse_qs(body))
        type(self).paths.append(self.path)
        self.send_response(self.status)
        self.send_header("Location", "/elsewhere")
        self.end_headers()

    def do_GET(self) -> None:
        type(self).paths.append(self.path)
        self.send_response(200)
        self.end_headers()

    def log_message(self, *args: Any) -> None:
        pass


@pytest.fixture
def receiver() -> Iterator[str]:
    """A client's server on this machine."""
    _Receiver.got, _Receiver.paths, _Receiver.status = [], [], 200
    server = HTTPServer(("127.0.0.1", 0), _Receiver)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/backchannel"
    server.shutdown()
    server.server_close()


def tell(rp: Client) -> None:
    tell_of_sign_out(client=rp.pk, username="AISHA_GEN", session="0f8fad5b-d9cb-469f-a165-70867728950e")


def test_a_logout_token_says_what_the_standard_wants(rp: Client, receiver: str) -> None:
    Client.objects.update(backchannel_logout_uri=receiver)
    tell(rp)
    ((token,),) = [got["logout_token"] for got in _Receiver.got]
    claims = flow.claims_of(token)
    assert flow.header_of(token)["typ"] == "logout+jwt"
    assert set(claims) == {"iss", "sub", "aud", "iat", "exp", "jti", "sid", "events"}, "and no nonce"
    assert (claims["aud"], claims["sub"], claims["sid"]) == ("rp", "AISHA_GEN", "0f8fad5b-d9cb-469f-a165-70867728950e")
    assert claims["events"] == {"http://schemas.openid.net/event/backchannel-logout": {}}
    assert 0 < claims["exp"] - claims["iat"] <= 120 and abs(claims["iat"] - local_time.now().timestamp()) < 5


@pytest.mark.parametrize(
    ("status", "again"),
    [(200, False), (204, False), (302, False), (307, False), (400, False), (404, False), (500, True), (503, True)],
)
def test_who_fails_is_told_again_and_nobody_is_followed(rp: Client, receiver: str, status: int, again: bool) -> None:
    Client.objects.update(backchannel_logout_uri=receiver)
    _Receiver.status = status
    if again:
        with pytest.raises(backchannel.NotTold):
            tell(rp)
    else:
        tell(rp)
    assert _Receiver.paths == ["/backchannel"]


def test_who_cannot_be_reached_is_told_again(rp: Client) -> None:
    Client.objects.update(backchannel_logout_uri="http://127.0.0.1:1/backchannel")
    with pytest.raises(backchannel.NotTold):
        tell(rp)


@pytest.mark.parametrize(
    "uri",
    [
        "",
        "http://rp.example/x",
        "http://169.254.169.254/",
        "ftp://localhost/",
        "file:///etc/passwd",
        "https://",
        "http://[",
        "https://user:pass@rp.example/",
    ],
)
def test_nobody_is_told_at_any_other_address(rp: Client, uri: str, monkeypatch: pytest.MonkeyPatch) -> None:
    Client.objects.update(backchannel_logout_uri=uri)
    monkeypatch.setattr(backchannel.requests, "post", lambda *a, **k: pytest.fail("asked"))
    tell(rp)
    Client.objects.all().delete()
    tell(rp)
