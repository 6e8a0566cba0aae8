"""Runs the lines of the Procfile together, starts again whichever dies, and leaves nothing behind.

Ready-made runners for developers stop everything when one process dies; see docs/decisions/0003."""

import ctypes
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

STOP_SECONDS = 15
STEADY_SECONDS = 20
LONGEST_PAUSE = 30.0
_LINE = re.compile(r"^(?P<name>[a-z][a-z0-9-]*):\s*(?P<command>.+)$")
_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG


def read_procfile(path: Path) -> dict[str, str]:
    """Name to command, in order. Raises ValueError for a line that is not blank, a comment or a new `name: command`."""
    lines = [line.strip() for line in path.read_text().splitlines()]
    found: dict[str, str] = {}
    for line in lines:
        if line and not line.startswith("#"):
            match = _LINE.match(line)
            if match is None or match["name"] in found:
                raise ValueError(f"{path.name}: cannot read «{line}»")
            found[match["name"]] = match["command"]
    return found


@dataclass
class Child:
    """One process that should be running."""

    name: str
    command: Sequence[str]
    become: Callable[[], None] | None = None
    environment: Mapping[str, str] = field(default_factory=dict)
    process: subprocess.Popen[str] | None = None
    started: float = 0.0
    pause: float = 0.5
    start_at: float = 0.0


class Runner:
    """Starts children in order, watches them, stops them in the opposite order."""

    def __init__(self, environment: Mapping[str, str], out: Callable[[str], None] | None = None) -> None:
        self.environment = dict(environment)
        self.children: list[Child] = []
        self.stopping = False
        self.out = out or (lambda line: print(line, flush=True))
        self._mine = os.getpid()

    def add(self, child: Child) -> Child:
        """Start one more process and watch it from now on."""
        self.children.append(child)
        self._start(child)
        return child

    def _before(self, child: Child) -> None:
        os.setsid()
        if child.become:
            child.become()
        if sys.platform == "linux":
            # After giving up root: changing user clears it. A child whose runner is killed goes too.
            ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGTERM)
            if os.getppid() != self._mine:
                os.kill(os.getpid(), signal.SIGTERM)

    def _start(self, child: Child) -> None:
        child.started = time.monotonic()
        child.process = subprocess.Popen(
            child.command,
            env={**self.environment, **child.environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            preexec_fn=lambda: self._before(child),
        )
        threading.Thread(target=self._copy, args=(child.name, child.process), daemon=True).start()

    def _copy(self, name: str, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        for line in process.stdout:
            self.out(f"{name:<9}| {line.rstrip()}")

    def watch_once(self) -> None:
        """Start again whatever has died, after a pause that grows while it keeps dying."""
        now = time.monotonic()
        for child in self.children:
            if child.process is None:
                if now >= child.start_at:
                    self._start(child)
            elif (code := child.process.poll()) is not None:
                steady = now - child.started > STEADY_SECONDS
                child.pause = 0.5 if steady else min(child.pause * 2, LONGEST_PAUSE)
                self._clear_away(child)
                why = f"was killed (signal {-code})" if code < 0 else f"ended with {code}"
                self.out(f"runner   | {child.name} {why}; starting it again in {child.pause:.0f} s")
                child.process, child.start_at = None, now + child.pause

    def _clear_away(self, child: Child) -> None:
        """What a process that died left running: its workers would go on answering at the port of the next one.

        PostgreSQL's own notice by themselves, and must not be killed while they write.
        """
        assert child.process is not None
        if child.name != "postgres":
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(child.process.pid, signal.SIGKILL)

    def run(self) -> None:
        """Watch until told to stop by SIGINT or SIGTERM, then stop everything."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._told_to_stop)
        while not self.stopping:
            self.watch_once()
            time.sleep(0.2)
        self.stop()

    def _told_to_stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True

    def stop(self) -> None:
        """Stop all, the last started first. PostgreSQL is told to stop fast; what will not stop is killed."""
        self.stopping = True
        for child in reversed(self.children):
            if child.process is None or child.process.poll() is not None:
                continue
            self._signal(child, signal.SIGINT if child.name == "postgres" else signal.SIGTERM)
            try:
                child.process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self._signal(child, signal.SIGKILL)
                child.process.wait()

    def _signal(self, child: Child, number: int) -> None:
        assert child.process is not None
        try:
            if child.name == "postgres":
                child.process.send_signal(number)
            else:
                os.killpg(child.process.pid, number)
        except (ProcessLookupError, PermissionError):
            child.process.send_signal(number)
