"""Requests that no browser of ours sends: refused in words, never an error of ours."""

import html

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client, override_settings

from dps.platform.web.tests.conftest import HOST, Away

pytestmark = pytest.mark.django_db
FORM = "application/x-www-form-urlencoded"
NOT_READ = "Something in that address or form could not be read"


@pytest.mark.parametrize(
    "query", ["a=%00", "%00=a", "a=b%00c", "a=%ff", "%ff=a", "a=%ed%a0%80", "a=%c0%af", "term=smith&a=%80"]
)
@pytest.mark.parametrize("address", ["/", "/sign-in", "/prisoners/", "/nothing-here", "/health", "/info"])
def test_a_query_that_cannot_be_read(officer: Client, address: str, query: str) -> None:
    reply = officer.get(f"{address}?{query}")
    assert reply.status_code == 400
    assert NOT_READ in reply.content.decode()
    assert reply["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/%00", 400), ("/prisoners/%00/", 400), ("/prisoners/A1234%00/", 400), ("/prisoners/%ff%fe/", 404),
        ("/%ed%a0%80", 404), ("/prisoners/A1234BC%0d%0aSet-Cookie:a=b/", 404), ("/" + "a" * 10_000, 404),
        ("/prisoners/" + "%F0%9F%97%9D" * 900 + "/", 404), ("/..%2f..%2fetc/passwd", 404), ("//evil.example/%2f..", 404),
    ],
)  # fmt: skip
def test_an_address_that_cannot_be_read(officer: Client, path: str, status: int) -> None:
    reply = officer.get(path)
    assert reply.status_code == status
    assert "<h1" in reply.content.decode()


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"username=%00&password=x", FORM), (b"username=%ff&password=x", FORM), (b"%00=1", FORM),
        (b"username=a", f"{FORM}; charset=utf-16"), (b"x", "multipart/form-data"), (b"x", "multipart/form-data; boundary=\x7f"),
        (b'--b\r\nContent-Disposition: form-data; name="username"\r\n\r\n\x00\r\n--b--\r\n', "multipart/form-data; boundary=b"),
        (b'--b\r\nContent-Disposition: form-data; name="username"\r\n\r\n\xff\r\n--b--\r\n', "multipart/form-data; boundary=b"),
    ],
)  # fmt: skip
def test_a_form_that_cannot_be_read(client: Client, body: bytes, kind: str) -> None:
    reply = client.post("/sign-in", body, content_type=kind)
    assert reply.status_code == 400
    assert NOT_READ in reply.content.decode()


@pytest.mark.parametrize(
    ("body", "kind"),
    [(b'{"username": "a"}', "application/json"), (b"<a/>", "text/xml"), (b"", ""), (b"", FORM), (b"&&==&", FORM),
     (b"--b--\r\n", "multipart/form-data; boundary=b")],
)  # fmt: skip
def test_a_form_without_fields_is_told_what_is_missing(client: Client, body: bytes, kind: str) -> None:
    reply = client.post("/sign-in", body, content_type=kind)
    assert reply.status_code == 400
    assert "Enter your user name" in reply.content.decode()


def test_control_characters_are_left_out_of_what_was_typed(officer: Client) -> None:
    reply = officer.get("/prisoners/?term=smi%01%1f%7fth%08")
    assert reply.status_code == 200
    assert 'value="smith"' in reply.content.decode()


@pytest.mark.parametrize(
    "body",
    [
        b"reason=" + b"x" * settings.DATA_UPLOAD_MAX_MEMORY_SIZE,
        b"&".join(b"f%d=1" % n for n in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1)),
    ],
    ids=["bytes", "fields"],
)
def test_a_form_too_large_to_be_typed(client: Client, body: bytes) -> None:
    reply = client.post("/design/", body, content_type=FORM)
    assert reply.status_code == 400
    assert NOT_READ in reply.content.decode()


def test_the_largest_form_that_is_allowed(client: Client) -> None:
    body = "&".join(f"f{n}=1" for n in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS - 1))
    assert "There is a problem" in client.post("/design/", body, content_type=FORM).content.decode()


def test_too_many_fields_in_the_query(officer: Client) -> None:
    query = "&".join(f"f{n}=1" for n in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1))
    reply = officer.get(f"/prisoners/?{query}")
    assert reply.status_code == 400
    assert NOT_READ in reply.content.decode()


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "testserver@evil.example", "a b", "[::1", "", "localhost:x"]
)
@pytest.mark.parametrize("address", ["/sign-in", "/", "/nothing-here"])
def test_a_host_that_is_not_ours(officer: Client, host: str, address: str) -> None:
    reply = officer.get(address, headers={"host": host})
    assert reply.status_code == 400
    assert NOT_READ in reply.content.decode()
    assert "evil" not in reply.content.decode()


@pytest.mark.parametrize("host", ["testserver", "localhost", "localhost:8000", "127.0.0.1:8001", "LOCALHOST"])
def test_a_host_that_is_ours(officer: Client, host: str) -> None:
    assert officer.get("/", headers={"host": host}).status_code == 200


@pytest.mark.parametrize("address", ["/health", "/health/liveness", "/health/readiness", "/info", "/metrics"])
def test_machines_ask_by_whatever_name(client: Client, address: str) -> None:
    assert client.get(address, headers={"host": "10.0.3.7:8000"}).status_code == 200


def test_the_live_process_asks_by_an_address_of_its_own(officer: Client) -> None:
    with override_settings(ALLOWED_HOSTS=[HOST]):
        reply = officer.get("/live/may-listen?topic=A1234BC", headers={"host": "127.0.0.1:8000"})
        assert reply.status_code in (204, 404)
        assert officer.get("/", headers={"host": "127.0.0.1:8000"}).status_code == 400


@pytest.mark.parametrize("token", [None, "", "x" * 64, "\x00", "<script>"])
def test_a_form_without_its_token_has_expired(officer: Client, token: str | None) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(get_user_model().objects.get())
    strict.get("/change-caseload")
    reply = strict.post(
        "/change-caseload", {"caseload": "MDI", **({"csrfmiddlewaretoken": token} if token is not None else {})}
    )
    if token == "\x00":
        assert reply.status_code == 400
        return
    assert reply.status_code == 403
    assert "This form has expired" in reply.content.decode()
    assert reply["Cache-Control"] == "no-store"
    assert get_user_model().objects.get().active_caseload == "LEI"


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND"])
@pytest.mark.parametrize("address", ["/", "/prisoners/", "/prisoners/A1234BC/", "/sign-in", "/health"])
def test_a_method_that_means_nothing_here(officer: Client, address: str, method: str) -> None:
    reply = officer.generic(method, address)
    assert reply.status_code == 405
    assert {"GET", "HEAD"} <= {name.strip() for name in reply["Allow"].split(",")}
    assert "cannot be used" in reply.content.decode()


@pytest.mark.parametrize("address", ["/", "/prisoners/?term=smith", "/health", "/nothing-here"])
def test_head_answers_as_get_without_a_body(officer: Client, address: str) -> None:
    shown, asked = officer.get(address), officer.head(address)
    assert (asked.status_code, asked.content) == (shown.status_code, b"")


SESSIONS = [
    "",
    "x",
    "\x00",
    r'"\000aaaaaaaaaaaa"',
    r'"a\012\015aaaaaaaa"',
    "' OR 1=1 --",
    "a" * 4000,
    "%00%ff",
    "\xff\xfe" * 20,
    "🗝".encode().decode("latin-1") * 9,
]


@pytest.mark.parametrize("session", SESSIONS)
def test_a_session_that_was_never_given(officer: Client, session: str) -> None:
    officer.cookies.clear()
    for name in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, "messages"):
        reply = officer.get("/prisoners/", headers={"cookie": f"{name}={session}"})
        assert reply.status_code in (302, 400), name
        if reply.status_code == 302:
            assert reply["Location"].startswith("/sign-in")
        else:
            assert NOT_READ in reply.content.decode()


@pytest.mark.parametrize(
    "cookies", ["", ";", "=", ";;;=;", "a" * 8000, "dps-session", 'dps-session="', "dps-session=a; dps-session=b"]
)
def test_cookies_that_cannot_be_read(client: Client, cookies: str) -> None:
    reply = client.get("/", headers={"cookie": cookies})
    assert reply.status_code == 302
    assert client.get("/sign-in", headers={"cookie": cookies}).status_code == 200


def test_messages_that_were_tampered_with_are_not_shown(officer: Client) -> None:
    officer.cookies["messages"] = 'W1sib29wcyIsMCwyNSwiPHNjcmlwdD4iXV0:1xyz:forged<script>"'
    reply = officer.get("/")
    assert reply.status_code == 200
    assert "oops" not in html.unescape(reply.content.decode())


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"GET /\xff\xfe?a=\xff HTTP/1.1\r\nHost: " + HOST.encode() + b"\r\n\r\n", b"400"),
        (b"GET /%ff%fe HTTP/1.1\r\nHost: " + HOST.encode() + b"\r\n\r\n", b"404"),
        (b"GET /%00 HTTP/1.1\r\nHost: " + HOST.encode() + b"\r\n\r\n", b"400"),
        (b"GET /sign-in HTTP/1.1\r\nHost: evil.example\r\n\r\n", b"400"),
        (b"GET /sign-in HTTP/1.1\r\nHost: " + HOST.encode() + b"\r\nCookie: dps-session=\"\\000aaaaaaaaa\"\r\n\r\n", b"400"),
        (b"GET /sign-in HTTP/1.1\r\nHost: " + HOST.encode() + b"\r\nCookie: a=\xff\xfe\r\n\r\n", b"200"),
        (b"POST /sign-in HTTP/1.1\r\nHost: " + HOST.encode() + b"\r\nContent-Length: -1\r\n\r\n", b"400"),
        (b"POST /sign-in HTTP/1.1\r\nHost: " + HOST.encode() + b"\r\nContent-Length: x\r\n\r\n", b"400"),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", b"400"),
    ],
)  # fmt: skip
def test_over_the_wire(away: Away, request_: bytes, status: bytes) -> None:
    assert away.raw(request_).split(b" ")[1] == status
    assert away.ask("/health/liveness").status == 200
