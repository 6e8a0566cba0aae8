"""The database is restarted under the live process while streams are open: they stay, and hear of what they missed."""

import signal
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

from dps.platform.live.tests.process import live_process, next_event, open_stream
from launch.postgres import free_port
from tests.launch.test_postgres import Server, var  # noqa: F401 a fixture


def _until(answer: Callable[[], bool], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not answer():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_streams_outlive_a_restart_of_the_database(var: Path, programs: list) -> None:  # type: ignore[type-arg]  # noqa: F811
    port = free_port(54890)
    server = Server(var, port, programs)

    def listening() -> bool:
        try:
            return urllib.request.urlopen(f"{live.address}/health", timeout=2).status == 200
        except OSError:
            return False

    with live_process(server.url) as live, open_stream(live.address, "A1234BC") as stream:
        stream.readline()
        server.end(signal.SIGTERM)
        _until(lambda: not listening())
        again = Server(var, port, programs)
        assert next_event(stream) == ("changed", "A1234BC"), "told of the gap, over the same stream"
        _until(listening)
    again.end(signal.SIGTERM)
