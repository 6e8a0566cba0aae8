import hashlib
import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dps.identity.passwords.breached import _holds, is_breached
from dps.identity.passwords.checks import breached_file_is_there


def sha1(password: str) -> str:
    return hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper()


def written(path: Path, passwords: list[str], *, counted: bool = False, end: str = "\n", last_end: bool = True) -> str:
    lines = [f"{hash}:{number}" if counted else hash for number, hash in enumerate(sorted(map(sha1, passwords)), 1)]
    path.write_bytes((end.join(lines) + (end if last_end and lines else "")).encode())
    return str(path)


WORDS = st.text("abc", min_size=1, max_size=6)


@given(
    st.sets(WORDS, max_size=40),
    st.sets(WORDS, max_size=10),
    st.booleans(),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
)
def test_finds_what_is_in_the_file_and_nothing_else(
    tmp_path_factory: Any, held: set[str], asked: set[str], counted: bool, end: str, last_end: bool
) -> None:
    name = written(tmp_path_factory.mktemp("breached") / "f", sorted(held), counted=counted, end=end, last_end=last_end)
    for password in held | asked:
        assert is_breached(password, name) is (password in held)


def test_a_large_file_is_not_read_whole(tmp_path: Path) -> None:
    name = written(tmp_path / "f", [f"password {number}" for number in range(50_000)], counted=True)
    read = 0

    class Counting:
        def __init__(self) -> None:
            self.file = io.BytesIO(Path(name).read_bytes())
            self.seek = self.file.seek

        def readline(self, size: int) -> bytes:
            nonlocal read
            read += len(line := self.file.readline(size))
            return line

    assert _holds(Counting(), sha1("password 777").encode())
    assert not _holds(Counting(), sha1("landing keys kettle 7").encode())
    assert read < 10_000


@pytest.mark.parametrize("name", ["", "/nowhere/at/all", "/"])
def test_no_file_holds_nothing(name: str) -> None:
    assert is_breached("password", name) is False


@pytest.mark.parametrize("content", [b"", b"\n", b"\n\n\n", b"not a list of hashes", b"\xff" * 5_000, b"0" * 5_000])
def test_a_file_of_something_else_is_no_error(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "f").write_bytes(content)
    assert is_breached("password", str(tmp_path / "f")) is False


def test_a_lone_surrogate_is_no_error(tmp_path: Path) -> None:
    assert is_breached("\ud800", written(tmp_path / "f", ["a"])) is False


@pytest.mark.parametrize(("name", "warned"), [("", False), ("/nowhere/at/all", True), ("/", True), (__file__, False)])
def test_a_file_that_is_configured_and_cannot_be_read_is_warned_of(settings: Any, name: str, warned: bool) -> None:
    settings.BREACHED_PASSWORDS_FILE = name
    found = breached_file_is_there()
    assert [warning.id for warning in found] == (["passwords.W001"] if warned else [])
