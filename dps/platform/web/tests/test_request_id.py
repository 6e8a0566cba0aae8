"""The reference of a request: in the reply, on the error page and in every line of the log."""

import json
import logging
import re

import pytest
from django.db import DatabaseError, connection
from django.test import Client, RequestFactory
from structlog.stdlib import ProcessorFormatter

from dps.platform.web.tests.conftest import Away

pytestmark = pytest.mark.django_db
OURS = re.compile(r"[0-9a-f]{32}")
HOSTILE = ["", "short", "x" * 65, "a b c d e f", "<script>alert(1)</script>", "../../etc/passwd", "abcdefgh\n", "abcdefgh\r\nSet-Cookie: a=b",
           "ａｂｃｄｅｆｇｈ", "٣٣٣٣٣٣٣٣", "abcdefgh;", '"abcdefgh"', "{{7*7}}aaaa", "\x00" * 8, "%0a%0d%0a%0d"]  # fmt: skip


@pytest.mark.parametrize("given", ["abcdefgh", "0" * 64, "7d44a2e0-6bd5-4a0b-9a3e-0d1d8b3f5c11", "ABC-123-xyz"])
def test_a_reference_that_was_given_is_kept(client: Client, given: str) -> None:
    assert client.get("/sign-in", headers={"x-request-id": given})["X-Request-Id"] == given


@pytest.mark.parametrize("given", HOSTILE)
@pytest.mark.parametrize("address", ["/sign-in", "/nothing-here", "/?a=%00"])
def test_a_hostile_reference_is_replaced(client: Client, address: str, given: str) -> None:
    reply = client.get(address, headers={"x-request-id": given})
    assert OURS.fullmatch(reply["X-Request-Id"])
    assert not given or given not in reply.content.decode()


def test_every_request_has_its_own(client: Client) -> None:
    assert len({client.get("/sign-in")["X-Request-Id"] for _ in range(20)}) == 20


@pytest.mark.parametrize("address", ["/nothing-here", "/?a=%00", "/design/errors/409", "/design/errors/expired"])
def test_an_error_page_shows_the_reference(client: Client, address: str) -> None:
    reply = client.get(address, headers={"x-request-id": "told-the-desk-1"})
    assert "Reference: told-the-desk-1" in reply.content.decode()


@pytest.mark.parametrize(
    ("address", "cookie", "status", "route"),
    [
        ("/sign-in?next=/prisoners/?term=featherstone", "", 200, "sign-in"),
        ("/prisoners/A1234BC/?from=/prisoners/?term=featherstone", "", 302, "prisoners/<str:number>/"),
        ("/prisoners/A1234BC/?term=featherstone", "dps-session=featherstonefeatherstone", 503, "(none)"),
        ("/prisoners/A1234BC/nothing-here?term=featherstone", "", 404, "(none)"),
        ("/featherstone/A1234BC", "", 404, "(none)"),
        ("/prisoners/A1234BC/?term=featherstone%00", "", 400, "(none)"),
    ],
)
def test_the_log_holds_the_reference_and_the_route_and_nothing_of_anybody(
    away: Away, address: str, cookie: str, status: int, route: str
) -> None:
    reply = away.ask(address, Cookie=cookie)
    assert reply.status == status
    lines = away.lines(reply.headers["x-request-id"])
    ended = lines[-1]
    assert (ended["event"], ended["method"], ended["route"], ended["status"]) == ("request", "GET", route, status)
    assert ended["milliseconds"] >= 0 and ended["level"] == "info" and ended["timestamp"].endswith("Z")
    assert not re.search(r"featherstone|A1234BC", str(lines), re.IGNORECASE)


def test_a_refused_form_leaves_nothing_of_what_was_typed_in_the_log(away: Away) -> None:
    typed = b"username=FEATHERSTONE_GEN&password=featherstone+kettle&csrfmiddlewaretoken=featherstonetoken"
    reply = away.ask("/sign-in", "POST", typed, Content_Type="application/x-www-form-urlencoded")
    assert reply.status == 403
    assert not re.search(r"featherstone|kettle", str(away.lines(reply.headers["x-request-id"])), re.IGNORECASE)


@pytest.mark.parametrize("method", ["PUT", "POST"])
def test_a_refused_method_leaves_no_address_in_the_log(away: Away, method: str) -> None:
    reply = away.ask("/prisoners/A1234BC/", method)
    assert reply.status in (403, 405)
    assert "A1234BC" not in str(away.lines(reply.headers["x-request-id"]))


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("INSERT INTO estate_agency (code, name, type) VALUES ('LEI', 'Featherstone', 'INST')", "null value"),
        (
            "INSERT INTO identity_attempts VALUES ('featherstone', now(), 1), ('featherstone', now(), 1)",
            "duplicate key",
        ),
        ("SELECT 'featherstone'::date", "invalid input syntax"),
    ],
)
def test_a_traceback_holds_nothing_that_was_typed(sql: str, words: str) -> None:
    handler = next(one for one in logging.getLogger().handlers if isinstance(one.formatter, ProcessorFormatter))
    with pytest.raises(DatabaseError) as refused, connection.cursor() as cursor:
        cursor.execute(sql)
    assert "eatherstone" in str(refused.value)
    failure = (refused.type, refused.value, refused.tb)
    record = logging.LogRecord("django.request", logging.ERROR, "", 1, "%s: %s", ("Server Error", "/A1234BC"), failure)
    record.request = RequestFactory().get("/A1234BC")
    assert handler.filter(record)
    line = json.loads(handler.format(record))
    assert line["event"] == "Server Error: (none)"
    assert words in line["exception"] and "Traceback" in line["exception"]
    assert "eatherstone" not in line["exception"].replace(repr(sql), "").replace(sql, "")


def test_every_line_of_the_log_is_json(away: Away) -> None:
    written = away.lines(away.ask("/nothing-here").headers["x-request-id"])
    assert written
    assert all(line.startswith("{") and line.endswith("}") for line in away.written())
