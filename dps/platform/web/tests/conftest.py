import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client

from dps.platform.access import all_grants

HOST = "dps.example.gov.uk"


@dataclass(frozen=True)
class Reply:
    """What came over the wire."""

    status: int
    headers: dict[str, str]
    text: str


@dataclass(frozen=True)
class Away:
    """The product as in production, its database away: a real web process, and what it writes to its log."""

    port: int
    log: Path

    def ask(self, path: str, method: str = "GET", body: bytes | None = None, **headers: str) -> Reply:
        """Send a request; `Host` is the product's own unless given."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        sent = {"Host": HOST, "X-Forwarded-Proto": "https", **{n.replace("_", "-"): v for n, v in headers.items()}}
        connection.request(method, path, body, sent)
        reply = connection.getresponse()
        found = Reply(reply.status, {n.lower(): v for n, v in reply.getheaders()}, reply.read().decode())
        connection.close()
        return found

    def raw(self, request: bytes) -> bytes:
        """Send bytes that no client library would, and give the first line of the answer."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=10) as wire:
            wire.sendall(request)
            return wire.recv(4096).split(b"\r\n", 1)[0]

    def lines(self, request_id: str) -> list[dict[str, Any]]:
        """The log lines of one request, once its last one is written."""
        deadline = time.monotonic() + 10
        while True:
            found = [line for line in map(json.loads, self.written()) if line.get("request_id") == request_id]
            if any(line["event"] == "request" for line in found):
                return found
            assert time.monotonic() < deadline, "nothing was logged"
            time.sleep(0.05)

    def written(self) -> list[str]:
        return self.log.read_text().splitlines()


@pytest.fixture(scope="session")
def away(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Away]:
    log = tmp_path_factory.mktemp("away") / "log"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        **{name: value for name, value in os.environ.items() if name not in ("NOMIS_DATABASE_URL", "DPS_DEVELOPMENT")},
        "DATABASE_URL": "postgres://nobody@127.0.0.1:9/none",
        "DATABASE_POOL": "0",
        "PUBLIC_URL": f"https://{HOST}",
        "SECRET_KEY": "x" * 60,
        "LOG_LEVEL": "INFO",
    }
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
               "--workers", "1", "--blocking-threads", "1", "--log-level", "error", "dps.config.wsgi:application"]  # fmt: skip
    with log.open("w") as out:
        process = subprocess.Popen(command, cwd=settings.ROOT, env=environment, stdout=out, stderr=subprocess.DEVNULL)
    site = Away(port, log)
    try:
        deadline = time.monotonic() + 60
        while True:
            try:
                site.ask("/health/liveness")
                break
            except OSError:
                assert time.monotonic() < deadline and process.poll() is None
                time.sleep(0.1)
        yield site
    finally:
        process.terminate()
        process.wait(20)


@pytest.fixture
def officer(db: None) -> Client:
    """Somebody with every role, in Leeds."""
    account = get_user_model().objects.create(
        username="OFFICER", first_name="Aisha", last_name="Holroyd", caseloads=["LEI", "MDI"], active_caseload="LEI",
        roles=sorted({grant.role for grant in all_grants()}),
    )  # fmt: skip
    client = Client(raise_request_exception=False)
    client.force_login(account)
    return client
