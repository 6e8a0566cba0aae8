"""A scanner that speaks as clamd does: what it finds is refused, and so is everything when it is away."""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from dps.platform.web.refusals import Invalid
from dps.prisoners.images import pictures, scanning
from dps.prisoners.images.tests import files

BAD = b"looks-like-a-virus"


def _exactly(line: socket.socket, length: int) -> bytes:
    got = b""
    while len(got) < length:
        got += line.recv(length - len(got))
    return got


def _answer(line: socket.socket) -> None:
    assert _exactly(line, 10) == b"zINSTREAM\0"
    content = b""
    while length := struct.unpack("!I", _exactly(line, 4))[0]:
        content += _exactly(line, length)
    if BAD in content:
        line.sendall(b"stream: Eicar-Test-Signature FOUND\0")
    else:
        line.sendall(b"stream: INSTREAM size limit exceeded. ERROR\0" if content == b"long" else b"stream: OK\0")


def _serve(listening: socket.socket) -> None:
    while True:
        try:
            line, _ = listening.accept()
        except OSError:
            return
        with closing(line):
            _answer(line)


@pytest.fixture(params=["tcp", "unix"])
def scanner(request: pytest.FixtureRequest, settings: object, tmp_path: Path) -> Iterator[None]:
    if request.param == "unix":
        listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        listening.bind(str(tmp_path / "s"))
        settings.CLAMD_URL = f"unix:{tmp_path / 's'}"
    else:
        listening = socket.socket()
        listening.bind(("127.0.0.1", 0))
        settings.CLAMD_URL = f"tcp://127.0.0.1:{listening.getsockname()[1]}"
    listening.listen()
    threading.Thread(target=_serve, args=(listening,), daemon=True).start()
    yield
    listening.close()


def test_what_the_scanner_says_decides(scanner: None) -> None:
    assert scanning.problem_of(files.picture() * 20) == "", "in several pieces"
    assert scanning.problem_of(b"x" + BAD) == scanning.FOUND
    assert scanning.problem_of(b"long") == scanning.NO_ANSWER
    with pytest.raises(Invalid) as refused:
        pictures.prepare(files.picture() + BAD)
    assert refused.value.problems == {"photo": scanning.FOUND}


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "unix:/nowhere/at/all"])
def test_nothing_is_kept_while_the_scanner_is_away(settings: object, address: str) -> None:
    settings.CLAMD_URL = address
    with pytest.raises(Invalid) as refused:
        pictures.prepare(files.picture())
    assert refused.value.problems == {"photo": scanning.NO_ANSWER}


def test_without_a_scanner_nothing_is_asked(settings: object) -> None:
    settings.CLAMD_URL = ""
    assert scanning.problem_of(BAD) == ""
