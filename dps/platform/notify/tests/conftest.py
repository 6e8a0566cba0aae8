"""The stand-in behind a real HTTP server, in this process and in the transaction of the test."""

import contextlib
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, connections, transaction
from notifications_python_client.notifications import NotificationsAPIClient
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from dps.platform import local_time, notify
from dps.platform.notify import catalogue, undeliverable
from dps.platform.notify.models import Message
from dps.platform.notify.stand_in import keys

EMAILS = Path(__file__).parent / "emails"
STAND_IN = "/notify/stand-in"
RESET = {
    "first_name": "Aisha",
    "when": "09:05",
    "reset_link": "https://dps.example.gov.uk/reset?token=sesame-7",
    "locked": True,
    "services": ["Leeds", "Moorland"],
}


@pytest.fixture(autouse=True)
def _example_templates(monkeypatch: pytest.MonkeyPatch) -> None:
    """The templates of these tests and no others."""
    monkeypatch.setattr(catalogue, "_folders", [EMAILS])
    monkeypatch.setattr(catalogue, "_templates", {})
    monkeypatch.setattr(undeliverable, "_hooks", [])


class _Quiet(WSGIRequestHandler):
    def log_message(self, *args: Any) -> None:
        pass


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True

    def handle_error(self, *args: Any) -> None:
        pass  # a caller that did not wait for the answer


class Web:
    """The running server. `connection`: whose transaction its requests run in; None: their own."""

    def __init__(self) -> None:
        self._application = get_wsgi_application()
        self.connection: Any = None
        self._working = threading.Lock()
        self.server = make_server("127.0.0.1", 0, self._answer, _Server, _Quiet)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    def _answer(self, environ: dict[str, Any], start: Any) -> Any:
        if environ["PATH_INFO"].startswith("/v2/"):  # the official client knows no path before its own
            environ["PATH_INFO"] = STAND_IN + environ["PATH_INFO"]
        if self.connection is not None:
            connections["default"] = self.connection
            for signal in (request_started, request_finished):  # the connection is not for requests to end
                signal.disconnect(close_old_connections)
            with self._working:
                return self._application(environ, start)
        try:
            return list(self._application(environ, start))
        finally:
            connections.close_all()

    @contextlib.contextmanager
    def quiet_after(self) -> Iterator[None]:
        """Wait in the end for a request whose caller did not."""
        yield
        with self._working:
            pass


@pytest.fixture(scope="session")
def _web() -> Iterator[Web]:
    web = Web()
    yield web
    web.server.shutdown()
    web.server.server_close()


@pytest.fixture
def web(_web: Web, settings: Any, request: pytest.FixtureRequest) -> Iterator[Web]:
    """The product on a port of its own, answering within the transaction of the test."""
    settings.NOTIFY_BASE_URL = _web.address + STAND_IN
    settings.NOTIFY_API_KEY = ""
    settings.NOTIFY_SECONDS = 5
    marker = request.node.get_closest_marker("django_db")
    if marker is not None and marker.kwargs.get("transaction"):
        yield _web
        return
    request.getfixturevalue("db")
    _web.connection = connections["default"]
    _web.connection.inc_thread_sharing()
    yield _web
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
    _web.connection.dec_thread_sharing()
    _web.connection = None


@pytest.fixture
def official(web: Web) -> Callable[..., NotificationsAPIClient]:
    """The official client, unchanged, with a key of the stand-in."""

    def make(type: str = keys.LIVE, service: str = keys.OURS) -> NotificationsAPIClient:
        client = NotificationsAPIClient(keys.development_key(type, service), base_url=web.address, timeout=5)
        client.request_session.trust_env = False
        return client

    return make


def run_jobs(*, until: Any = None) -> list[str]:
    """Do every job that is due, and those it makes, as the worker would. The names of what was done, in order."""
    done = []
    while True:
        due = [
            job
            for job in ProcrastinateJob.objects.filter(status="todo").order_by("-priority", "id")
            if job.scheduled_at is None or job.scheduled_at <= (until or local_time.now())
        ]
        if not due:
            return done
        for job in due:
            ProcrastinateJob.objects.filter(pk=job.pk).update(status="doing")
            app.tasks[job.task_name].func(**job.args)
            done.append(job.task_name)


def written(template: str = "example-reset", to: str = "aisha.holroyd@justice.gov.uk", **options: Any) -> Message:
    """A message in the outbox, as a room writes it."""
    values = options.pop("values", RESET)
    return Message.objects.get(pk=notify.send(template, to=to, values=values, username="AISHA_GEN", **options))


@contextlib.contextmanager
def undone() -> Iterator[None]:
    """A transaction that is rolled back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
