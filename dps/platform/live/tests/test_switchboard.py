"""The live process against a real PostgreSQL and a web that answers: streams, gaps, limits."""

import asyncio
import contextlib
import json
import os
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import psycopg
import pytest
from django.db import connection

from dps.platform.live.asgi import Switchboard

ALLOWED = {"A1234BC", "A1111AA"}


def _url() -> str:
    s = connection.settings_dict
    secret = f":{s['PASSWORD']}" if s["PASSWORD"] else ""
    host = s["HOST"] or "127.0.0.1"
    if host.startswith("/"):
        return f"postgres://{s['USER']}{secret}@/{s['NAME']}?host={host}&port={s['PORT'] or 5432}"
    return f"postgres://{s['USER']}{secret}@{host}:{s['PORT'] or 5432}/{s['NAME']}"


class Web(BaseHTTPRequestHandler):
    """Answers as `may_listen` does: 204 for the topics allowed to the session 'good'."""

    def do_GET(self) -> None:
        topics = parse_qs(urlsplit(self.path).query).get("topic", [])
        good = "dps-session=good" in self.headers.get("Cookie", "") and set(topics) <= ALLOWED
        self.send_response(204 if good else 404)
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Keep test output clean."""


@pytest.fixture
def live(transactional_db: None) -> Iterator[str]:
    web = ThreadingHTTPServer(("127.0.0.1", 0), Web)
    threading.Thread(target=web.serve_forever, daemon=True).start()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "granian",
            "--interface",
            "asgi",
            "--host",
            "127.0.0.1",
            "--port",
            str(port),
            "--log-level",
            "error",
            "dps.platform.live.asgi:application",
        ],
        env={
            **os.environ,
            "DATABASE_URL": _url(),
            "WEB_URL": f"http://127.0.0.1:{web.server_port}",
            "PUBLIC_URL": "http://localhost:8000",
        },
    )
    address = f"http://127.0.0.1:{port}"
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError):
            urllib.request.urlopen(f"{address}/health", timeout=1).close()
            break
        time.sleep(0.1)
    yield address
    process.terminate()
    process.wait(10)
    web.shutdown()


def _open(address: str, topic: str, session: str = "good"):  # type: ignore[no-untyped-def]
    request = urllib.request.Request(f"{address}/live?topic={topic}", headers={"Cookie": f"dps-session={session}"})
    return urllib.request.urlopen(request, timeout=20)


def _next_event(stream) -> tuple[str, str]:  # type: ignore[no-untyped-def]
    kind = ""
    for line in stream:
        text = line.decode().strip()
        if text.startswith("event:"):
            kind = text[7:]
        elif text.startswith("data:"):
            return kind, text[6:]
    return "", ""


def _announce(topic: str) -> None:
    with psycopg.connect(_url(), autocommit=True) as other:
        other.execute("SELECT pg_notify('dps_live', %s)", [json.dumps([topic])])


def test_a_page_hears_of_its_own_topic_only(live: str) -> None:
    with _open(live, "A1234BC") as stream:
        assert stream.headers["Access-Control-Allow-Origin"] == "http://localhost:8000"
        stream.readline()
        _announce("A1111AA")
        _announce("A1234BC")
        assert _next_event(stream) == ("changed", "A1234BC")


@pytest.mark.parametrize(("topic", "session"), [("B9999BB", "good"), ("A1234BC", "stolen"), ("", "good")])
def test_refused_as_if_there_were_nothing(live: str, topic: str, session: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused:
        _open(live, topic, session)
    assert refused.value.code == 404


def test_nothing_is_missed_while_the_database_connection_is_broken(live: str) -> None:
    with _open(live, "A1234BC") as stream:
        stream.readline()
        with psycopg.connect(_url(), autocommit=True) as other:
            other.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND query LIKE 'LISTEN%'"
            )
        assert _next_event(stream) == ("changed", "A1234BC")


def test_one_session_cannot_hold_streams_without_end(live: str) -> None:
    with contextlib.ExitStack() as streams:
        for _ in range(12):
            streams.enter_context(_open(live, "A1234BC")).readline()
        with pytest.raises(urllib.error.HTTPError) as refused:
            _open(live, "A1234BC")
        assert refused.value.code == 429


def test_closing_a_stream_leaves_nothing_behind() -> None:
    async def open_and_close() -> Switchboard:
        board = Switchboard("")
        first, second = board.open(frozenset({"A", "B"})), board.open(frozenset({"B"}))
        board.close(first)
        assert set(board.by_topic) == {"B"}
        board.announce({"B"})
        assert second.changed == {"B"}
        board.close(second)
        return board

    with ThreadPoolExecutor(1) as thread:  # a browser test may have left an event loop in this one
        board = thread.submit(lambda: asyncio.run(open_and_close())).result()
    assert not board.by_topic
