import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def is_running(pid: int) -> bool:
    """Whether a process runs; one that ended and was not yet collected does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


class Program:
    """A Python program of ours in a process of its own, and the lines that it prints."""

    def __init__(self, *arguments: str, environment: dict[str, str] | None = None) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-u", *arguments], cwd=ROOT, env={**os.environ, **(environment or {})}, text=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
        self.lines: list[str] = []
        self.read = 0
        threading.Thread(target=self._copy, daemon=True).start()

    def _copy(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.lines.append(line.rstrip("\n"))

    def line_with(self, words: str, seconds: float = 20) -> str:
        """The next line not yet read that holds `words`."""
        deadline = time.monotonic() + seconds
        while True:
            while self.read < len(self.lines):
                self.read += 1
                if words in self.lines[self.read - 1]:
                    return self.lines[self.read - 1]
            assert time.monotonic() < deadline, f"no «{words}» in {self.lines}"
            time.sleep(0.02)


@pytest.fixture
def programs() -> Iterator[list[Program]]:
    """Programs started by a test; whatever is left of them is ended."""
    started: list[Program] = []
    yield started
    for program in started:
        with suppress(ProcessLookupError):
            program.process.kill()
        program.process.wait(10)


def wait_until_gone(*pids: int, seconds: float = 10) -> list[int]:
    """Those of `pids` that still run after a while."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and any(map(is_running, pids)):
        time.sleep(0.02)
    return [pid for pid in pids if is_running(pid)]
