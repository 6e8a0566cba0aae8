"""`make run` before it starts anything: the port, and that it runs once."""

import fcntl
import re
import socket
from pathlib import Path

import pytest

from tests.launch.conftest import Program


def told(programs: list[Program], var: Path, port: str) -> str:
    """What it says before it gives up."""
    program = Program("-m", "launch.run", environment={"DPS_VAR": str(var), "PORT": port})
    programs.append(program)
    assert program.process.wait(20) == 1
    program.line_with("make run:")
    return "\n".join(program.lines)


def busy(port: int = 0) -> socket.socket:
    """Another program that listens."""
    other = socket.socket()
    other.bind(("127.0.0.1", port))
    other.listen()
    return other


def pair_from(lowest: int) -> int:
    """A port that is free and whose next is free too."""
    for port in range(lowest, min(lowest + 300, 65_534)):
        with socket.socket() as one, socket.socket() as next_:
            try:
                one.bind(("127.0.0.1", port))
                next_.bind(("127.0.0.1", port + 1))
            except OSError:
                continue
            return port
    raise AssertionError("no port is free")


@pytest.mark.parametrize("taken", [0, 1], ids=["the port", "the next one"])
@pytest.mark.parametrize("lowest", [18_000, 65_460])
def test_a_port_in_use_is_said_and_another_is_named(
    programs: list[Program], tmp_path: Path, lowest: int, taken: int
) -> None:
    port = pair_from(lowest)
    with busy(port + taken):
        said = told(programs, tmp_path, str(port))
    assert f"port {port + taken} is in use by another program" in said
    named = re.search(r"make run PORT=(\d+)\n", said)
    assert named and 1024 <= int(named[1]) <= 65_534 and abs(int(named[1]) - port) > 1
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("port", "words"),
    [
        ("abc", "PORT must be a number"), ("80 80", "PORT must be a number"), ("-1", "between 1 and 65534"),
        ("0", "between 1 and 65534"), ("65535", "between 1 and 65534"), ("9" * 30, "between 1 and 65534"),
    ],
)  # fmt: skip
def test_a_port_that_is_none(programs: list[Program], tmp_path: Path, port: str, words: str) -> None:
    said = told(programs, tmp_path, port)
    assert words in said and "Traceback" not in said


def test_it_runs_once_from_one_folder(programs: list[Program], tmp_path: Path) -> None:
    with (tmp_path / "running").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        said = told(programs, tmp_path, "18400")
    assert "already running from this folder" in said and "Ctrl-C" in said and "Traceback" not in said
