"""Stock OpenID clients sign people in at the running product, knowing nothing of it but its address."""

import json
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from html import unescape
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

import psycopg
import pytest
import requests
from authlib.integrations.requests_client import OAuth2Session
from joserfc import jwt
from joserfc.jwk import KeySet

from conftest import PASSWORD, ROOT, Site

CALLBACK, AFTERWARDS = "http://localhost:59999/callback", "http://localhost:59999/bye"
OFFICER = "MOORLAND_OFFICER"


@pytest.fixture(scope="module")
def registered(manage: Callable[..., str]) -> dict[str, str]:
    """A client that signs people in: its id and secret."""
    found: dict[str, str] = json.loads(
        manage(
            "create_api_client", "--name", "Stock client", "--redirect-uri", CALLBACK,
            "--post-logout-redirect-uri", AFTERWARDS,
        )
    )  # fmt: skip
    return found


@pytest.fixture
def stock(live_site: Site, registered: dict[str, str]) -> tuple[OAuth2Session, dict[str, Any]]:
    """Authlib's client, and what discovery told it."""
    told = requests.get(f"{live_site.address}/.well-known/openid-configuration", timeout=10).json()
    session = OAuth2Session(
        registered["client_id"],
        registered["client_secret"],
        redirect_uri=CALLBACK,
        scope="openid profile email",
        code_challenge_method="S256",
        token_endpoint=told["token_endpoint"],
    )
    return session, told


def browse(browser: requests.Session, url: str, until: str, username: str = OFFICER) -> str:
    """A browser without scripts: follows redirects, fills in the sign-in form, and stops at the client's address."""
    for _ in range(10):
        if url.startswith(until):
            return url
        reply = browser.get(url, allow_redirects=False, timeout=10)
        if reply.status_code == 200:
            sent = {
                name: unescape(value)
                for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', reply.text)
            }
            sent |= {"username": username, "password": PASSWORD}
            reply = browser.post(urljoin(url, "/sign-in"), sent, allow_redirects=False, timeout=10)
        assert reply.status_code == 302, (url, reply.status_code, reply.text[:500])
        url = urljoin(url, reply.headers["Location"])
    raise AssertionError(url)


def signed_in(stock: tuple[OAuth2Session, dict[str, Any]], browser: requests.Session, **more: str) -> dict[str, Any]:
    session, told = stock
    verifier = "v" * 50
    start, state = session.create_authorization_url(
        told["authorization_endpoint"], code_verifier=verifier, nonce="n-0S6", **more
    )
    back = browse(browser, start, CALLBACK)
    assert parse_qs(urlsplit(back).query)["iss"] == [told["issuer"]]
    found: dict[str, Any] = session.fetch_token(
        told["token_endpoint"], authorization_response=back, state=state, code_verifier=verifier
    )
    return found


def claims(token: str, told: dict[str, Any]) -> dict[str, Any]:
    published = KeySet.import_key_set(requests.get(told["jwks_uri"], timeout=10).json())
    return dict(jwt.decode(token, published, algorithms=["RS256"]).claims)


def test_authlib_signs_in_refreshes_reads_and_signs_out(
    live_site: Site, stock: tuple[OAuth2Session, dict[str, Any]]
) -> None:
    session, told = stock
    browser = requests.Session()
    first = signed_in(stock, browser)
    identity = claims(first["id_token"], told)
    assert identity["iss"] == told["issuer"] == live_site.address and identity["nonce"] == "n-0S6"
    assert identity["aud"] == session.client_id
    person = session.get(told["userinfo_endpoint"]).json()
    assert person["sub"] == identity["sub"] == OFFICER
    assert (person["name"], person["caseload"], person["caseloads"]) == ("Gareth Pugh", "MDI", ["MDI", "LEI"])
    assert person["email"] == "gareth.pugh@justice.gov.uk" and person["email_verified"] is True

    me = f"{live_site.address}/api/users/me"
    assert session.get(me).json()["username"] == OFFICER
    second = session.refresh_token(told["token_endpoint"], refresh_token=first["refresh_token"])
    assert second["access_token"] != first["access_token"] and second["refresh_token"] != first["refresh_token"]
    assert session.get(me).status_code == 200
    access = claims(second["access_token"], told)
    assert (
        access["user_name"] == OFFICER and "ROLE_PRISON" in access["authorities"] and access["auth_source"] == "nomis"
    )

    again = signed_in(stock, browser)  # single sign-on: the browser shows no form
    assert claims(again["id_token"], told)["sid"] == identity["sid"]

    end = f"{told['end_session_endpoint']}?id_token_hint={again['id_token']}&state=x&post_logout_redirect_uri={AFTERWARDS}"
    assert browse(browser, end, AFTERWARDS) == f"{AFTERWARDS}?state=x"
    assert session.get(me).status_code == 401, "every token of the session is gone"
    refused = requests.post(
        told["token_endpoint"],
        {"grant_type": "refresh_token", "refresh_token": second["refresh_token"]},
        auth=(session.client_id, session.client_secret),
        timeout=10,
    )
    assert (refused.status_code, refused.json()["error"]) == (400, "invalid_grant")


def test_the_key_is_changed_while_people_work(
    live_site: Site, stock: tuple[OAuth2Session, dict[str, Any]], manage: Callable[..., str]
) -> None:
    session, told = stock
    given = signed_in(stock, requests.Session())
    manage("rotate_signing_key")
    assert session.get(f"{live_site.address}/api/users/me").status_code == 200
    later = session.refresh_token(told["token_endpoint"], refresh_token=given["refresh_token"])
    assert claims(given["access_token"], told)["sub"] == claims(later["access_token"], told)["sub"] == OFFICER
    assert len(requests.get(told["jwks_uri"], timeout=10).json()["keys"]) >= 2


def test_authlib_acts_by_itself(live_site: Site, manage: Callable[..., str]) -> None:
    made = json.loads(manage("create_api_client", "--name", "Machine", "--role", "USER_PERMISSIONS__RO"))
    told = requests.get(f"{live_site.address}/.well-known/openid-configuration", timeout=10).json()
    session = OAuth2Session(made["client_id"], made["client_secret"])
    token = session.fetch_token(told["token_endpoint"], grant_type="client_credentials")
    assert claims(token["access_token"], told)["authorities"] == ["ROLE_USER_PERMISSIONS__RO"]
    found = session.get(f"{live_site.address}/api/users/{OFFICER.lower()}/roles").json()
    assert {"roleCode": "UPDATE_ALERT"} in found


class _Told(BaseHTTPRequestHandler):
    tokens: list[str] = []

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        type(self).tokens.append(parse_qs(body)["logout_token"][0])
        self.send_response(200)
        self.end_headers()

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def listening(live_site: Site, registered: dict[str, str]) -> Iterator[Callable[[], str]]:
    """The client's own server, registered to be told of sign-outs."""
    _Told.tokens, heard = [], threading.Event()
    server = HTTPServer(("127.0.0.1", 0), _Told)
    threading.Thread(target=server.serve_forever, daemon=True).start()

    def register(uri: str) -> None:
        with psycopg.connect(live_site.database_url) as connection:
            connection.execute(
                "UPDATE provider_client SET backchannel_logout_uri = %s WHERE client_id = %s",
                [uri, registered["client_id"]],
            )

    def token() -> str:
        for _ in range(300):
            if _Told.tokens:
                return _Told.tokens[0]
            heard.wait(0.1)
        raise AssertionError("never told")

    register(f"http://127.0.0.1:{server.server_port}/signed-out")
    yield token
    register("")
    server.shutdown()
    server.server_close()


def test_a_client_is_told_when_somebody_signs_out_here(
    live_site: Site, stock: tuple[OAuth2Session, dict[str, Any]], listening: Callable[[], str]
) -> None:
    browser = requests.Session()
    given = signed_in(stock, browser)
    identity = claims(given["id_token"], stock[1])
    page = browser.get(f"{live_site.address}/sign-out", timeout=10)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
    assert token
    browser.post(f"{live_site.address}/sign-out", {"csrfmiddlewaretoken": token[1]}, timeout=10)
    told = claims(listening(), stock[1])
    assert (told["sub"], told["sid"], told["aud"]) == (identity["sub"], identity["sid"], identity["aud"])
    assert "http://schemas.openid.net/event/backchannel-logout" in told["events"]


def test_npms_openid_client_does_the_same(live_site: Site, registered: dict[str, str]) -> None:
    node = Path(sys.executable).parent / "node"
    given = {
        "issuer": live_site.address,
        "clientId": registered["client_id"],
        "clientSecret": registered["client_secret"],
        "callback": CALLBACK,
        "afterwards": AFTERWARDS,
        "username": OFFICER,
        "password": PASSWORD,
    }
    done = subprocess.run(
        [str(node), "tests/openid/sign_in.mjs", json.dumps(given)],
        cwd=ROOT, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["claims"]["sub"] == told["person"]["sub"] == OFFICER
    assert told["person"]["caseload"] == "MDI"
    assert told["known"]["active"] is True and told["after"] == {"active": False}
    assert told["gone"] == f"{AFTERWARDS}?state=bye"
    assert told["silent"] == "login_required"


class _Led(BaseHTTPRequestHandler):
    arrived: list[str] = []

    def do_GET(self) -> None:
        type(self).arrived.append(f"http://localhost:59999{self.path}")
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"Here")

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def arrived() -> Iterator[list[str]]:
    """Where browsers are led to: the client's own addresses, answered by it."""
    _Led.arrived = []
    server = HTTPServer(("localhost", 59999), _Led)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield _Led.arrived
    server.shutdown()
    server.server_close()


def test_a_real_browser_is_led_from_the_sign_in_form_to_the_client(
    page: Any, stock: tuple[OAuth2Session, dict[str, Any]], axe: Callable[[Any], None], arrived: list[str]
) -> None:
    """Browsers hold `form-action` against the redirects after a form: this is the way that would break."""
    session, told = stock
    start, _ = session.create_authorization_url(told["authorization_endpoint"], code_verifier="v" * 50)
    page.goto(start)
    axe(page)
    page.get_by_label("User name").fill(OFFICER)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{CALLBACK}?**")
    page.goto(f"{told['end_session_endpoint']}?client_id={session.client_id}&post_logout_redirect_uri={AFTERWARDS}")
    assert page.get_by_role("heading", name="Do you want to sign out?").is_visible()
    axe(page)
    page.get_by_role("button", name="Sign out").last.click()
    page.wait_for_url(AFTERWARDS)
    led = [address for address in arrived if not address.endswith("/favicon.ico")]
    assert led[0].startswith(CALLBACK) and led[-1] == AFTERWARDS
    page.goto(f"{told['authorization_endpoint']}?client_id=nobody")
    assert page.get_by_role("heading", name="That system cannot be opened this way").is_visible()
    axe(page)
    page.goto(told["service_documentation"])
    assert page.get_by_role("heading", name="API").first.is_visible()
    axe(page)
