"""What every operation gets for nothing: callers, capabilities, errors, pages, repeats, its description."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client as Browser
from pytest_django import DjangoAssertNumQueries

from dps.identity.models import Account, Attempts
from dps.identity.provider.tests import flow
from dps.platform import local_time
from dps.platform.access import addresses
from dps.platform.api import repeats
from dps.platform.api.models import AnsweredWrite
from tests import some_api

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.some_api")]


class Machine:
    """A caller with a token."""

    def __init__(self, name: str = "machine", *roles: str, scope: str = "read write") -> None:
        self.token = flow.machine_token(flow.make_machine(name, roles=roles), scope=scope)
        self.browser = Browser(raise_request_exception=False)

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        sent = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        return self.browser.generic(
            method, path, sent, content_type="application/json", headers={**flow.bearer(self.token), **headers}
        )


@pytest.fixture
def officer(db: None) -> Machine:
    flow.have_a_key()
    return Machine("officer", "PRISON", "UPDATE_ALERT")


def problem(reply: Any, status: int) -> dict[str, Any]:
    assert reply.status_code == status, (reply.status_code, reply.content[:300])
    assert reply["Content-Type"] == "application/problem+json"
    assert reply["Cache-Control"] == "no-store" and reply["X-Request-Id"]
    told: dict[str, Any] = reply.json()
    assert told["status"] == status and told["title"] and told["detail"] and told["type"] == "about:blank"
    assert told["reference"] == reply["X-Request-Id"]
    return told


# who calls


@pytest.mark.parametrize(
    ("header", "challenge"),
    [
        (None, 'Bearer realm="dps"'),
        ("", 'Bearer realm="dps"'),
        ("Bearer", 'Bearer realm="dps", error="invalid_token"'),
        ("Bearer a b", 'Bearer realm="dps", error="invalid_token"'),
        ("Basic b2ZmaWNlcjp4", 'Bearer realm="dps", error="invalid_token"'),
        ("Bearer made.up.token", 'Bearer realm="dps", error="invalid_token"'),
    ],
)
def test_without_a_good_token_it_is_401(officer: Machine, header: str | None, challenge: str) -> None:
    for method, path in (("GET", "/api/notes/"), ("POST", "/api/notes/"), ("GET", "/api/notes/refused/broken")):
        for more in ({}, {"Idempotency-Key": "k"}):
            headers = {**({"authorization": header} if header is not None else {}), **more}
            reply = Browser().generic(method, path, headers=headers)
            problem(reply, 401)
            assert reply["WWW-Authenticate"] == challenge
    assert not Attempts.objects.exists() and not AnsweredWrite.objects.exists()


def test_a_cookie_opens_nothing_and_reads_nothing(
    officer: Machine, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    browser = Browser()
    browser.force_login(Account.objects.create(username="SIGNED_IN", roles=["PRISON"]))
    with django_assert_num_queries(0):
        problem(browser.get("/api/notes/"), 401)
    assert browser.get("/api/notes/open").json() == {"noteText": "nobody", "howMany": 1}
    assert "Vary" not in browser.get("/api/notes/open") and not browser.get("/api/notes/open").cookies


def test_a_capability_is_asked_before_anything_is_read(officer: Machine) -> None:
    nobody = Machine("nobody")
    for method, path, body in (("GET", "/api/notes/?page=x", None), ("POST", "/api/notes/", b"{not json")):
        problem(nobody.ask(method, path, body), 403)
        problem(officer.ask(method, path, body), 400)
    assert nobody.ask("GET", "/api/notes/open").status_code == 200
    only_sees = Machine("sees", "PRISON")
    assert only_sees.ask("GET", "/api/notes/").status_code == 200
    problem(only_sees.ask("POST", "/api/notes/", {"noteText": "x"}), 403)


@pytest.mark.parametrize("idempotency", [{}, {"Idempotency-Key": "k1"}])
def test_a_token_does_only_what_it_was_given_for(officer: Machine, idempotency: dict[str, str]) -> None:
    """Beside the capability; also before an earlier answer is given again."""
    asked = [("GET", "read", None), ("POST", "write", {"noteText": "one"})]
    only = {scope: Machine(scope, "PRISON", "UPDATE_ALERT", scope=scope) for _, scope, _ in asked}
    for method, scope, body in asked:
        assert only[scope].ask(method, "/api/notes/", body, **idempotency).status_code == 200
        for name, other in only.items():
            if name != scope:
                reply = other.ask(method, "/api/notes/", body, **idempotency)
                assert scope in problem(reply, 403)["detail"]
                challenge = f'Bearer realm="dps", error="insufficient_scope", scope="{scope}"'
                assert reply["WWW-Authenticate"] == challenge
    assert number_of("one") == 1
    assert only["write"].ask("HEAD", "/api/notes/").status_code == 403
    assert only["read"].ask("GET", "/api/notes/open").status_code == 200, "asks for no token"
    no_role = Machine("no role", scope="read").ask("GET", "/api/notes/")
    problem(no_role, 403)
    assert "WWW-Authenticate" not in no_role


def test_an_operation_that_declares_nothing_is_found_and_never_served(officer: Machine) -> None:
    found = {address.route: address for address in addresses.all_addresses()}
    assert found["/api/undeclared/forgotten"].capability is None
    assert found["/api/undeclared/forgotten"].is_operation
    problem(officer.ask("GET", "/api/undeclared/forgotten"), 500)


def test_every_operation_of_a_route_stands_for_itself() -> None:
    mine = [(one.methods, one.capability) for one in addresses.all_addresses() if one.route == "/api/notes/"]
    assert mine == [(("GET",), "tests:note:see"), (("POST",), "tests:note:write")]


def test_another_site_is_told_nothing(officer: Machine) -> None:
    strict = Browser(enforce_csrf_checks=True)
    headers = {**flow.bearer(officer.token), "origin": "https://evil.example"}
    reply = strict.post("/api/notes/", {"noteText": "x"}, content_type="application/json", headers=headers)
    assert reply.status_code == 200, "a token needs no form token"
    assert not [name for name in reply.headers if name.lower().startswith("access-control")]
    preflight = strict.options("/api/notes/", headers={"origin": "https://evil.example"})
    problem(preflight, 405)
    assert not [name for name in preflight.headers if name.lower().startswith("access-control")]


# errors


@pytest.mark.parametrize(
    "path", ["/api/", "/api/nothing", "/api/notes", "/api/notes/x/y/z", "/api/notes/../etc", "/api/🗝"]
)
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE", "PATCH"])
def test_unknown_addresses(officer: Machine, path: str, method: str) -> None:
    problem(officer.ask(method, path), 404)
    problem(Browser().generic(method, path), 404)


def test_methods_an_address_does_not_have(officer: Machine) -> None:
    for method in ("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "NONSENSE"):
        reply = officer.ask(method, "/api/notes/")
        problem(reply, 405)
        assert reply["Allow"] == "GET, HEAD, POST"
    head = officer.browser.head("/api/notes/", headers=flow.bearer(officer.token))
    assert head.status_code == 200 and head.content == b""


@pytest.mark.parametrize(
    ("how", "status", "says"),
    [
        ("invalid", 400, '"errors": [{"field": "a", "detail": "one"}, {"field": "b", "detail": "two"}]'),
        ("missing", 404, "Not Found"),
        ("forbidden", 403, "does not have the role"),
        ("conflict", 409, "Changed by somebody else"),
        ("away", 503, "Try again"),
        ("clash", 500, "on our side"),
        ("broken", 500, "on our side"),
    ],
)
def test_refusals_and_faults(officer: Machine, how: str, status: int, says: str) -> None:
    reply = officer.ask("GET", f"/api/notes/refused/{how}")
    problem(reply, status)
    assert says in reply.content.decode()
    for word in ("A1234BC", "SMITH", "10.1.2.3", "Traceback", "RuntimeError", "duplicate"):
        assert word not in reply.content.decode()
    assert reply.get("Retry-After") == ("30" if status == 503 else None)


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"null", b"[]", b'"x"', b"{}", b"\xff", b'{"noteText": "a\x00b"}', b'{"noteText": "a\\u0000b"}', b'{"noteText": "\\ud800"}',
        b'{"noteText": "x", "noteText": "y"}', b'{"noteText": NaN}', b'{"noteText": "x", "howMany": Infinity}',
        b'{"noteText": "x", "howMany": 99999999999999999999}', b'{"noteText": "x", "howMany": -1}', b'{"noteText": 5}',
        b'{"noteText": "x", "other": 1}', b'{"noteText": "' + b"x" * 301 + b'"}', b"[" * 100_000, b'{"a":' * 50_000,
        b'{"howMany": ' + b"9" * 6_000 + b"}", b"x" * 3_000_000, b'{"noteText": {"a": {"b": "\\u0000"}}}', b'{"a\\u0000": 1}',
    ],
)  # fmt: skip
def test_bodies_that_cannot_be_taken(officer: Machine, body: bytes) -> None:
    told = problem(officer.ask("POST", "/api/notes/", body), 400)
    assert b"xxxxx" not in json.dumps(told).encode()
    assert not Attempts.objects.exists()


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
def test_bodies_of_another_kind(officer: Machine, kind: str) -> None:
    sent = b'{"noteText": "x"}' if "multipart" not in kind else b"--x--\r\n"
    headers = flow.bearer(officer.token)
    problem(officer.browser.post("/api/notes/", sent, content_type=kind, headers=headers), 415)
    problem(Browser().post("/api/notes/", sent, content_type=kind), 401)


def test_every_field_that_is_wrong_is_named(officer: Machine) -> None:
    told = problem(officer.ask("POST", "/api/notes/", {"howMany": "many", "extra": 1}), 400)
    assert [error["field"] for error in told["errors"]] == ["noteText", "howMany", "extra"]
    assert all(error["detail"] for error in told["errors"]) and "many" not in json.dumps(told)
    assert problem(officer.ask("POST", "/api/notes/"), 400)["errors"][0]["field"] == ""
    assert problem(officer.ask("GET", "/api/notes/?size=x"), 400)["errors"][0]["field"] == "size"
    told = problem(officer.ask("POST", "/api/notes/", {"noteText": "invalid"}), 400)
    assert {"field": "noteText", "detail": "Say it otherwise"} in told["errors"]


@pytest.mark.parametrize("query", ["%00", "a=%00", "a=%ff", "starts=%ed%a0%80"])
def test_addresses_that_cannot_be_read(officer: Machine, query: str) -> None:
    assert "could not be read" in problem(officer.ask("GET", f"/api/notes/?{query}"), 400)["detail"]


# pages


def test_the_shape_of_a_page(officer: Machine, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    Attempts.objects.bulk_create(Attempts(key=f"k{n:02}", window_started=local_time.now()) for n in range(45))
    with django_assert_num_queries(3):  # the token, the count, the rows
        told = officer.ask("GET", "/api/notes/?page=2&size=20").json()
    assert set(told) == {"content", "number", "size", "totalElements", "totalPages"}
    assert [row["key"] for row in told["content"]] == ["k40", "k41", "k42", "k43", "k44"]
    assert (told["number"], told["size"], told["totalElements"], told["totalPages"]) == (2, 20, 45, 3)
    assert officer.ask("GET", "/api/notes/").json()["size"] == 20
    beyond = officer.ask("GET", "/api/notes/?page=900").json()
    assert beyond["content"] == [] and beyond["totalElements"] == 45
    empty = officer.ask("GET", "/api/notes/?starts=zzz").json()
    assert (empty["totalElements"], empty["totalPages"]) == (0, 0)


@pytest.mark.parametrize(
    "query",
    [
        "page=-1",
        "page=100001",
        "page=99999999999999999999",
        "size=0",
        "size=201",
        "size=x",
        "page=100000&size=200",
        "page=1.5",
        "page=",
    ],
)
def test_pages_are_bounded(officer: Machine, query: str) -> None:
    assert problem(officer.ask("GET", f"/api/notes/?{query}"), 400)["errors"]


# repeats


def number_of(note: str) -> int:
    return Attempts.objects.get(key=note).number


def test_the_same_write_again_is_done_once(officer: Machine) -> None:
    first = officer.ask("POST", "/api/notes/", {"noteText": "one"}, **{"Idempotency-Key": "k1"})
    again = officer.ask("POST", "/api/notes/", {"noteText": "one"}, **{"Idempotency-Key": "k1"})
    assert first.status_code == again.status_code == 200
    assert first.content == again.content and again["Content-Type"] == first["Content-Type"]
    assert "Idempotent-Replayed" not in first and again["Idempotent-Replayed"] == "true"
    assert number_of("one") == 1
    officer.ask("POST", "/api/notes/", {"noteText": "one"}, **{"Idempotency-Key": "k2"})
    officer.ask("POST", "/api/notes/", {"noteText": "one"})
    assert number_of("one") == 3


def test_the_same_key_for_something_else_is_422(officer: Machine) -> None:
    officer.ask("POST", "/api/notes/", {"noteText": "one"}, **{"Idempotency-Key": "k1"})
    problem(officer.ask("POST", "/api/notes/", {"noteText": "two"}, **{"Idempotency-Key": "k1"}), 422)
    problem(officer.ask("POST", "/api/notes/?a=b", {"noteText": "one"}, **{"Idempotency-Key": "k1"}), 422)
    assert not Attempts.objects.filter(key="two").exists()


def test_a_key_is_the_callers_own(officer: Machine) -> None:
    other = Machine("other", "UPDATE_ALERT")
    for caller in (officer, other):
        reply = caller.ask("POST", "/api/notes/", {"noteText": "one"}, **{"Idempotency-Key": "k1"})
        assert reply.status_code == 200 and "Idempotent-Replayed" not in reply
    assert number_of("one") == 2
    problem(Machine("no role").ask("POST", "/api/notes/", {"noteText": "one"}, **{"Idempotency-Key": "k1"}), 403)


@pytest.mark.parametrize(("text", "status"), [("break", 500), ("invalid", 400)])
def test_what_failed_left_nothing_and_may_be_tried_again(officer: Machine, text: str, status: int) -> None:
    for _ in range(2):
        reply = officer.ask("POST", "/api/notes/", {"noteText": text}, **{"Idempotency-Key": "k1"})
        problem(reply, status)
    assert officer.ask("POST", "/api/notes/", {"noteText": "fine"}, **{"Idempotency-Key": "k1"}).status_code == 200
    assert Attempts.objects.filter(key="break").count() == 0


@pytest.mark.parametrize("key", ["", "two words", "x" * 201, "ünï", "a\tb"])
def test_keys_that_are_none(officer: Machine, key: str) -> None:
    problem(officer.ask("POST", "/api/notes/", {"noteText": "one"}, **{"Idempotency-Key": key}), 400)
    assert not Attempts.objects.exists()


def test_keys_are_forgotten_after_a_day(officer: Machine) -> None:
    officer.ask("POST", "/api/notes/", {"noteText": "one"}, **{"Idempotency-Key": "k1"})
    repeats.forget_old()
    assert AnsweredWrite.objects.count() == 1
    AnsweredWrite.objects.update(at=local_time.now() - repeats.KEEP * 1.01)
    repeats.forget_old()
    assert not AnsweredWrite.objects.exists()


# the description


def test_the_description_says_how_errors_come() -> None:
    document = some_api.api.document()
    assert document["openapi"].startswith("3.1")
    write = document["paths"]["/api/notes/"]["post"]
    assert set(write["responses"]) == {"200", "400", "401", "403", "404", "405", "409", "415", "422", "500", "503"}
    for status, reply in write["responses"].items():
        kind = "application/json" if status == "200" else "application/problem+json"
        assert list(reply["content"]) == [kind], status
    assert write["security"] == [{"Bearer": ["write"]}]
    assert document["components"]["securitySchemes"]["Bearer"]["scheme"] == "bearer"
    assert [one["name"] for one in write["parameters"]] == ["Idempotency-Key"]
    reading = document["paths"]["/api/notes/"]["get"]
    assert reading["security"] == [{"Bearer": ["read"]}]
    assert {one["name"] for one in reading["parameters"]} == {"page", "size", "starts"}
    assert "security" not in document["paths"]["/api/notes/open"]["get"]
    assert set(document["components"]["schemas"]["Note"]["properties"]) == {"noteText", "howMany"}
    assert "Problem" in document["components"]["schemas"] and "FieldProblem" in document["components"]["schemas"]
    assert json.loads(Browser().get("/api/openapi.json").content) == json.loads(json.dumps(document))


def test_the_description_for_people_is_plain_html() -> None:
    reply = Browser().get("/api/docs")
    page = reply.content.decode()
    assert reply.status_code == 200 and "<code>POST /api/notes/</code>" in page and "noteText" in page
    assert "Scope <code>write</code>, and one of these roles: UPDATE_ALERT." in page
    assert "Any good token." in page and "No token needed." in page
    assert "cdn" not in page and "swagger" not in page and "unsafe" not in reply["Content-Security-Policy"]


def test_statements_written_by_hand_fit_the_table() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('platform_api_answeredwrite')")
        assert cursor.fetchone()[0] is not None
