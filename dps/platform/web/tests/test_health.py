"""Is it well: the addresses that process managers, load balancers and people ask."""

import json
import re
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client

from dps.platform.web import health, metrics
from dps.platform.web.health import State
from dps.platform.web.tests.conftest import Away

pytestmark = pytest.mark.django_db
NUMBER = re.compile(r"A1234BC|Smith|smith", re.IGNORECASE)


@pytest.fixture
def part() -> Iterator[None]:
    yield
    health._checks.pop("toaster", None)


def broken() -> State:
    raise RuntimeError("password=secret1 of A1234BC")


@pytest.mark.parametrize(
    ("check", "status", "shown"),
    [
        (lambda: State(up=True), 200, {"status": "UP", "details": {}}),
        (lambda: State(up=True, details={"slices": 2}), 200, {"status": "UP", "details": {"slices": 2}}),
        (lambda: State(up=False), 503, {"status": "DOWN", "details": {}}),
        (lambda: State(up=False, required=False), 200, {"status": "DOWN", "details": {}}),
        (broken, 503, {"status": "DOWN", "details": {"error": "RuntimeError"}}),
    ],
    ids=["up", "details", "down", "down but not needed", "broken"],
)
def test_health_shows_every_part(client: Client, part: None, check: health.Check, status: int, shown: dict) -> None:
    health.register("toaster", check)
    reply = client.get("/health")
    found = reply.json()
    assert reply.status_code == status
    assert found["status"] == ("UP" if status == 200 else "DOWN")
    assert found["components"]["toaster"] == shown
    assert found["components"]["database"]["status"] == "UP"
    assert found["components"]["database"]["details"]["milliseconds"] < 5_000
    assert "nomis" in found["components"]


@pytest.mark.parametrize("address", ["/health/liveness", "/health/readiness"])
def test_alive_and_ready(client: Client, address: str) -> None:
    reply = client.get(address)
    assert (reply.status_code, reply.json()) == (200, {"status": "UP"})


def test_asking_for_liveness_reads_no_database(client: Client, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    with django_assert_num_queries(0):
        client.get("/health/liveness")


def test_info_says_what_is_running(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    found = client.get("/info").json()
    assert found["services"] == settings.SERVICES
    assert found["build"]["name"] == "digital-prison-services"
    assert re.fullmatch(r"[0-9a-f]{7,12}|unknown", found["build"]["version"])
    monkeypatch.setenv("DPS_VERSION", "1.2.3")
    assert client.get("/info").json()["build"]["version"] == "1.2.3"


def counted(client: Client) -> dict[str, float]:
    """Requests answered so far, by their labels."""
    body = client.get("/metrics").content.decode()
    return {name: float(count) for name, count in re.findall(r"^dps_requests_total\{([^}]*)\} (\S+)$", body, re.M)}


def test_metrics_count_by_route_and_never_by_address(officer: Client) -> None:
    before = counted(officer)
    for path in ("/prisoners/A1234BC/", "/prisoners/?term=smith", "/prisoners/smith", "/A1234BC", "/health"):
        officer.get(path)
    body = officer.get("/metrics").content.decode()
    after = counted(officer)
    assert not NUMBER.search(body)
    for labels in (
        'method="GET",route="prisoners/<str:number>/",status="404"',
        'method="GET",route="prisoners/",status="200"',
        'method="GET",route="(none)",status="404"',
    ):
        assert after[labels] > before.get(labels, 0), labels
    assert not any("health" in labels for labels in after)
    assert 'dps_request_seconds_bucket{le="0.5",route="prisoners/"}' in body


@pytest.mark.parametrize("method", ["FOO", "A1234BC", "x" * 200])
def test_a_made_up_method_makes_no_figure_of_its_own(officer: Client, method: str) -> None:
    officer.generic(method, "/")
    after = counted(officer)
    assert not any(method in labels for labels in after)
    assert 'method="other",route="",status="405"' in after


def test_figures_of_several_processes_are_added(client: Client, tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", str(tmp_path))
    reply = client.get("/metrics")
    assert reply.status_code == 200
    assert metrics.requests._name.encode() not in reply.content, "nothing was counted in that folder yet"


def test_nothing_is_for_search_engines(client: Client) -> None:
    assert client.get("/robots.txt").content == b"User-agent: *\nDisallow: /\n"
    assert '<meta name="robots" content="noindex">' in client.get("/sign-in").content.decode()


@pytest.mark.parametrize(
    ("address", "status"),
    [("/health", 503), ("/health/readiness", 503), ("/health/liveness", 200), ("/info", 200), ("/metrics", 200)],
)
def test_while_the_database_is_away(away: Away, address: str, status: int) -> None:
    reply = away.ask(address)
    assert reply.status == status
    if address == "/health":
        found = json.loads(reply.text)
        assert found["status"] == found["components"]["database"]["status"] == "DOWN"
        assert "nobody" not in reply.text and "127.0.0.1" not in reply.text


@pytest.mark.parametrize(
    "address", ["/", "/prisoners/A1234BC/", "/prisoners/?term=featherstone", "/nothing-here", "/sign-in"]
)
def test_pages_say_that_the_service_is_unavailable(away: Away, address: str) -> None:
    reply = away.ask(address, Cookie="dps-session=abcdefghijklmnop")
    assert reply.status == 503
    assert "Sorry, the service is unavailable" in reply.text and "Try again in a minute or two" in reply.text
    assert reply.headers["retry-after"] == "30" and reply.headers["cache-control"] == "no-store"
    assert f"Reference: {reply.headers['x-request-id']}" in reply.text
    for word in ("A1234BC", "featherstone", "abcdefghijklmnop", "Traceback", "psycopg", "127.0.0.1", "Sign out"):
        assert word not in reply.text


@pytest.mark.parametrize(
    ("address", "status"), [("/sign-in", 200), ("/prisoners/A1234BC/", 302), ("/nothing-here", 404)]
)
def test_without_a_session_nothing_asks_the_database(away: Away, address: str, status: int) -> None:
    assert away.ask(address).status == status
