"""The embedded PostgreSQL: made once, started again after any end, its data kept."""

import os
import shutil
import signal
import socket
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from launch.postgres import free_port
from tests.launch.conftest import Program, wait_until_gone

SERVER = """
import os, sys
from launch.postgres import prepare
from launch.processes import Child, Runner
cluster = prepare("spare-postgres", port=int(sys.argv[1]))
runner = Runner(os.environ)
child = runner.add(Child("postgres", cluster.command(), cluster.become()))
cluster.wait(lambda: child.process.poll() is None)
cluster.ensure_database("kept")
cluster.ensure_database("kept")
print("READY", child.process.pid, cluster.url("kept"))
runner.run()
"""


class Server:
    """A cluster under its runner."""

    def __init__(self, var: Path, port: int, programs: list[Program]) -> None:
        self.program = Program("-c", SERVER, str(port), environment={"DPS_VAR": str(var)})
        programs.append(self.program)
        _, pid, self.url = self.program.line_with("READY", 60).split()
        self.pid = int(pid)

    def run(self, sql: str) -> list[tuple[object, ...]]:
        with psycopg.connect(self.url, autocommit=True) as connection:
            cursor = connection.execute(sql)  # type: ignore[call-overload]
            return cursor.fetchall() if cursor.description else []

    def end(self, number: int) -> None:
        self.program.process.send_signal(number)
        self.program.process.wait(20)


@pytest.fixture(scope="module")
def var() -> Iterator[Path]:
    """A folder that the user PostgreSQL runs as may enter."""
    folder = Path(tempfile.mkdtemp(prefix="dps-launch-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def test_it_starts_again_after_every_kind_of_end(var: Path, programs: list[Program]) -> None:
    port = free_port(55_300)

    first = Server(var, port, programs)
    first.run("CREATE TABLE ends (way text)")
    first.run("INSERT INTO ends VALUES ('told to stop')")
    first.end(signal.SIGINT)
    assert first.program.process.returncode == 0
    assert not wait_until_gone(first.pid)
    assert any("Making a PostgreSQL" in line for line in first.program.lines)

    second = Server(var, port, programs)
    second.run("INSERT INTO ends VALUES ('runner killed while somebody is connected')")
    with closing(psycopg.connect(second.url)):
        second.end(signal.SIGKILL)
        third = Server(var, port, programs)
    assert not wait_until_gone(second.pid)

    third.run("INSERT INTO ends VALUES ('everything killed')")
    third.program.process.kill()
    os.kill(third.pid, signal.SIGKILL)
    assert not wait_until_gone(third.pid)

    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("127.0.0.1", port))
        other.listen()
        fourth = Server(var, port, programs)
    assert f":{port}/" in third.url and f":{port}/" not in fourth.url, "another program has the port"
    assert third.url.split("@")[0] == fourth.url.split("@")[0], "the password is kept"
    assert [way for (way,) in fourth.run("SELECT way FROM ends ORDER BY ctid")] == [
        "told to stop",
        "runner killed while somebody is connected",
        "everything killed",
    ]
    assert not any(
        "Making a PostgreSQL" in line for line in second.program.lines + third.program.lines + fourth.program.lines
    )
    fourth.end(signal.SIGTERM)
    assert not wait_until_gone(fourth.pid)


def test_nobody_else_may_read_its_password_or_its_data(var: Path) -> None:
    assert (var / "spare-postgres-password").stat().st_mode & 0o077 == 0
    assert (var / "spare-postgres").stat().st_mode & 0o077 == 0
    assert not list(var.rglob(".*-initial"))


def test_without_the_password_it_lets_nobody_in(var: Path, programs: list[Program]) -> None:
    server = Server(var, free_port(55_300), programs)
    for wrong in (server.url.replace("postgres://dps:", "postgres://dps:x"), server.url.replace("dps:", "postgres:")):
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(wrong)
    server.end(signal.SIGTERM)
