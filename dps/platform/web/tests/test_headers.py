"""What every answer tells the browser to allow, to keep and to forget."""

import re
from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.test import Client, override_settings

from dps.platform.web.tests.conftest import Away

pytestmark = pytest.mark.django_db
PAGES = ["/", "/prisoners/", "/prisoners/?term=smith", "/prisoners/global?term=smith", "/prisoners/A1234BC/", "/estate/", "/nomis/",
         "/prisoners/A1234BC/alerts/", "/change-caseload", "/sign-out", "/nothing-here", "/design/errors/500", "/?a=%00"]  # fmt: skip
OPEN = ["/sign-in", "/health", "/info", "/metrics", "/robots.txt", "/design/"]
FIXED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def policy_of(header: str) -> dict[str, list[str]]:
    return {words[0]: words[1:] for words in (part.split() for part in header.split(";")) if words}


class _Inline(HTMLParser):
    """Finds whatever the policy would stop: scripts and styles of the page's own, and addresses that run one."""

    def __init__(self, nonce: str) -> None:
        super().__init__()
        self.nonce, self.stopped, self.scripts = nonce, [], 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.scripts += tag == "script"
        if (
            (tag == "script" and given.get("nonce") != self.nonce)
            or tag == "style"
            or any(name.startswith("on") or name == "style" for name in given)
            or any(
                (given.get(name) or "").strip().lower().startswith(("javascript:", "data:"))
                for name in ("href", "src", "action")
            )
        ):
            self.stopped.append(self.get_starttag_text())


@pytest.mark.parametrize("address", [*PAGES, *OPEN])
def test_headers_of_every_answer(officer: Client, address: str) -> None:
    reply = officer.get(address)
    assert {name: reply.get(name) for name in FIXED} == FIXED
    policy = policy_of(reply["Content-Security-Policy"])
    assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == ["'none'"]
    assert policy["form-action"] == policy["style-src"] == policy["img-src"] == ["'self'"]
    assert policy["connect-src"] == ["'self'", settings.LIVE_URL]
    assert policy["script-src"][0] == "'self'" and len(policy["script-src"]) <= 2
    assert "unsafe" not in reply["Content-Security-Policy"] and "*" not in reply["Content-Security-Policy"]
    assert "Server" not in reply and "X-Powered-By" not in reply


@pytest.mark.parametrize("address", [*PAGES, "/sign-in", "/design/"])
def test_the_policy_stops_nothing_of_our_own_and_every_script_carries_its_nonce(officer: Client, address: str) -> None:
    reply = Client().get(address) if address == "/sign-in" else officer.get(address)
    nonce = re.search(r"'nonce-([^']{20,})'", reply["Content-Security-Policy"])
    assert nonce
    inline = _Inline(nonce[1])
    inline.feed(re.sub(r"<!--\[if lte IE 8\]>.*?<!\[endif\]-->", "", reply.content.decode(), flags=re.S))
    assert inline.scripts == 2
    assert not inline.stopped


def test_a_nonce_is_used_once(officer: Client) -> None:
    assert len({officer.get("/")["Content-Security-Policy"] for _ in range(5)}) == 5


@pytest.mark.parametrize(
    "body", ["<p onclick=x>", "<p style='a'>", "<style>", "<script>", "<script nonce=no>", "<a href=' javascript:x'>"]
)
def test_what_the_policy_would_stop_would_be_seen(body: str) -> None:
    inline = _Inline("yes")
    inline.feed(f"<script nonce=yes></script>{body}")
    assert len(inline.stopped) == 1


@pytest.mark.parametrize("address", PAGES)
def test_a_shared_computer_keeps_no_page(officer: Client, address: str) -> None:
    assert officer.get(address)["Cache-Control"] == "no-store"


@pytest.mark.parametrize("address", ["/", "/prisoners/?term=smith", "/prisoners/A1234BC/"])
def test_a_redirect_to_sign_in_keeps_nothing(client: Client, address: str) -> None:
    assert client.get(address)["Cache-Control"] == "no-store"


@pytest.mark.parametrize("https", [True, False])
def test_https_only_where_it_is_served_so(https: bool) -> None:
    with override_settings(SECURE_HSTS_SECONDS=31_536_000):
        assert ("Strict-Transport-Security" in Client().get("/sign-in", secure=https)) == https
    assert "Strict-Transport-Security" not in Client().get("/sign-in", secure=https)


def test_in_production_cookies_stay_on_https_and_away_from_scripts(away: Away) -> None:
    reply = away.ask("/sign-in")
    assert reply.status == 200
    assert reply.headers["strict-transport-security"] == "max-age=31536000"
    cookie = {
        part.strip().split("=")[0].lower(): part.strip().partition("=")[2]
        for part in reply.headers["set-cookie"].split(";")
    }
    assert cookie.keys() >= {"csrftoken", "secure", "httponly"} and cookie["samesite"] == "Lax"
    assert "server" not in reply.headers or "Python" not in reply.headers["server"]
    assert "strict-transport-security" not in away.ask("/sign-in", X_Forwarded_Proto="http").headers


@pytest.mark.parametrize("address", ["/design/", "/design/errors/500"])
def test_in_production_the_gallery_is_not_there(away: Away, address: str) -> None:
    assert away.ask(address).status == 404
