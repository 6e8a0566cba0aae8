"""The live process for tests: really run, really killed, with a web that answers as ours does."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

ALLOWED = {"A1234BC", "A1111AA"}


class Web(BaseHTTPRequestHandler):
    """Answers as `may_listen` does: 204 for the topics allowed to a session that is open, all of one person."""

    open_sessions: set[str] = set()

    def do_GET(self) -> None:
        topics = parse_qs(urlsplit(self.path).query).get("topic", [])
        session = self.headers.get("Cookie", "").removeprefix("dps-session=")
        good = session in self.open_sessions and set(topics) <= ALLOWED
        self.send_response(204 if good else 404)
        if good:
            self.send_header("X-Session", f"public-{session}")
            self.send_header("X-Account", "7")
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Keep test output clean."""


@dataclass
class Live:
    """The live process, which can be killed and started again at the same address."""

    address: str
    start: Callable[[], None]
    kill: Callable[[], None]


@contextlib.contextmanager
def live_process(database_url: str) -> Iterator[Live]:
    """The real process on a database, asking a small web beside it."""
    Web.open_sessions = {"good", "other", "third"}
    web = ThreadingHTTPServer(("127.0.0.1", 0), Web)
    threading.Thread(target=web.serve_forever, daemon=True).start()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    granian = [sys.executable, "-m", "granian", "--interface", "asgi", "--host", "127.0.0.1", "--log-level", "error"]
    environment = {
        **os.environ,
        "DATABASE_URL": database_url,
        "WEB_URL": f"http://127.0.0.1:{web.server_port}",
        "PUBLIC_URL": "http://localhost:8000",
    }
    running: list[subprocess.Popen[bytes]] = []

    def start() -> None:
        command = [*granian, "--port", str(port), "dps.platform.live.asgi:application"]
        running.append(subprocess.Popen(command, env=environment, start_new_session=True))
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError):
                if urllib.request.urlopen(f"{address}/health", timeout=1).status == 200:
                    return
            time.sleep(0.1)

    def kill() -> None:
        os.killpg(running[-1].pid, signal.SIGKILL)
        running.pop().wait(10)

    start()
    try:
        yield Live(address, start, kill)
    finally:
        for left in running:
            left.terminate()
            left.wait(10)
        web.shutdown()


def open_stream(address: str, topic: str, session: str = "good", since: str = ""):  # type: ignore[no-untyped-def]
    query = f"topic={topic}&since={since}"
    request = urllib.request.Request(f"{address}/live?{query}", headers={"Cookie": f"dps-session={session}"})
    return urllib.request.urlopen(request, timeout=20)


def next_event(stream) -> tuple[str, str]:  # type: ignore[no-untyped-def]
    kind = ""
    for line in stream:
        text = line.decode().strip()
        if text.startswith("event:"):
            kind = text[7:]
        elif text.startswith("data:"):
            return kind, text[6:]
    return "", ""
