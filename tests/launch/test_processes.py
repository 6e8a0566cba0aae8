"""The runner of the Procfile, with real processes that do nothing but sleep."""

import os
import signal
import sys
from pathlib import Path

import pytest

from launch.processes import read_procfile
from tests.launch.conftest import ROOT, Program, is_running, wait_until_gone

RUNNER = """
import os, sys
from pathlib import Path
from launch import processes
processes.STOP_SECONDS = 1
runner = processes.Runner(os.environ)
for name, command in processes.read_procfile(Path(sys.argv[1])).items():
    runner.add(processes.Child(name, ["/bin/sh", "-c", f"exec {command}"]))
runner.run()
print("all stopped")
"""
SLEEPER = """
import os, signal, sys, time
def told(number, frame):
    open(sys.argv[1], "a").write(sys.argv[2] + "\\n")
    sys.exit()
signal.signal(signal.SIGTERM, told)
print("pid", os.getpid())
for _ in range(1200):
    time.sleep(0.05)
"""
STUBBORN = (
    "import os, signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('pid', os.getpid()); time.sleep(60)"
)
WITH_A_CHILD = "import os, subprocess; print('pid', subprocess.Popen(['sleep', '60']).pid, os.getpid()); os.wait()"


class Running:
    """A runner with children of the given kinds, named a, b, c."""

    def __init__(self, folder: Path, programs: list[Program], *kinds: str) -> None:
        self.stopped = folder / "stopped"
        lines = ["# dummies", ""]
        for name, kind in zip("abc", kinds, strict=False):
            (folder / f"{name}.py").write_text(kind)
            lines.append(f"{name}: {sys.executable} -u {folder / name}.py {self.stopped} {name}")
        (folder / "Procfile").write_text("\n".join(lines))
        self.program = Program("-c", RUNNER, str(folder / "Procfile"))
        programs.append(self.program)
        self.pids = {name: self.pids_of(name) for name, _ in zip("abc", kinds, strict=False)}

    def pids_of(self, name: str) -> list[int]:
        self.program.read = 0  # the children write in any order
        return [int(word) for word in self.program.line_with(f"{name:<9}| pid").split()[3:]]

    def end(self, number: int) -> int:
        self.program.process.send_signal(number)
        return self.program.process.wait(20)


@pytest.fixture
def run(tmp_path: Path, programs: list[Program]):  # type: ignore[no-untyped-def]
    return lambda *kinds: Running(tmp_path, programs, *kinds)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", {}),
        ("# only words\n\n", {}),
        ("web: serve --port $PORT", {"web": "serve --port $PORT"}),
        ("b: two\na: one\n", {"b": "two", "a": "one"}),
        ("  web:   serve  \n", {"web": "serve"}),
        ("web:serve", {"web": "serve"}),
        ("a-b2: echo 'c: d' # e", {"a-b2": "echo 'c: d' # e"}),
        ("web: one\r\nlive: two\r\n", {"web": "one", "live": "two"}),
    ],
)
def test_a_procfile_is_read(tmp_path: Path, text: str, found: dict[str, str]) -> None:
    (tmp_path / "Procfile").write_text(text)
    assert list(read_procfile(tmp_path / "Procfile").items()) == list(found.items())


@pytest.mark.parametrize(
    "line", ["web", "web:", "web:   ", ": serve", "Web: serve", "2web: serve", "web serve: x", "wëb: serve"]
)
def test_a_procfile_that_cannot_be_read_says_where(tmp_path: Path, line: str) -> None:
    (tmp_path / "Procfile").write_text(f"ok: fine\n{line}\n")
    with pytest.raises(ValueError, match="Procfile: cannot read «" + line.strip()):
        read_procfile(tmp_path / "Procfile")


def test_a_name_twice_is_a_mistake(tmp_path: Path) -> None:
    (tmp_path / "Procfile").write_text("web: one\nweb: two\n")
    with pytest.raises(ValueError, match="web"):
        read_procfile(tmp_path / "Procfile")


def test_our_own_procfile() -> None:
    found = read_procfile(ROOT / "Procfile")
    assert list(found) == ["web", "live", "worker", "sync"]
    assert "$PORT" in found["web"] and "$LIVE_PORT" in found["live"]


def test_a_child_that_was_killed_is_started_again_and_the_others_go_on(run) -> None:  # type: ignore[no-untyped-def]
    site = run(SLEEPER, SLEEPER)
    (killed,), (other,) = site.pids["a"], site.pids["b"]
    os.kill(killed, signal.SIGKILL)
    assert "a was killed (signal 9); starting it again in 1 s" in site.program.line_with("runner   |")
    fresh = int(site.program.line_with("a        | pid").split()[-1])
    assert fresh != killed and is_running(fresh) and is_running(other)
    assert site.end(signal.SIGTERM) == 0
    assert not wait_until_gone(fresh, other)


def test_a_child_that_keeps_ending_is_started_again_after_longer_and_longer(run) -> None:  # type: ignore[no-untyped-def]
    site = run("print('pid'); raise SystemExit(3)")
    assert "a ended with 3; starting it again in 1 s" in site.program.line_with("runner   |")
    assert "a ended with 3; starting it again in 2 s" in site.program.line_with("runner   |")


def test_a_runner_that_was_killed_leaves_nothing(run) -> None:  # type: ignore[no-untyped-def]
    site = run(SLEEPER, SLEEPER, SLEEPER)
    assert site.end(signal.SIGKILL) == -signal.SIGKILL
    assert not wait_until_gone(*(pid for (pid,) in site.pids.values()))


def test_a_child_started_again_does_not_outlive_a_killed_runner_either(run) -> None:  # type: ignore[no-untyped-def]
    site = run(SLEEPER)
    os.kill(site.pids["a"][0], signal.SIGKILL)
    site.program.line_with("runner   |")
    fresh = int(site.program.line_with("a        | pid").split()[-1])
    site.end(signal.SIGKILL)
    assert not wait_until_gone(fresh)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_told_to_stop_it_stops_the_last_started_first(run, number: int) -> None:  # type: ignore[no-untyped-def]
    site = run(SLEEPER, SLEEPER, SLEEPER)
    assert site.end(number) == 0
    assert not wait_until_gone(*(pid for (pid,) in site.pids.values()))
    assert site.stopped.read_text().split() == ["c", "b", "a"]
    site.program.line_with("all stopped")
    assert not any("starting it again" in line or "Traceback" in line for line in site.program.lines)


def test_told_twice_it_still_stops_everything(run) -> None:  # type: ignore[no-untyped-def]
    site = run(SLEEPER, STUBBORN)
    site.program.process.send_signal(signal.SIGINT)
    site.program.process.send_signal(signal.SIGINT)
    assert site.end(signal.SIGINT) == 0
    assert not wait_until_gone(*(pid for (pid,) in site.pids.values()))


def test_what_will_not_stop_is_killed(run) -> None:  # type: ignore[no-untyped-def]
    site = run(STUBBORN)
    assert site.end(signal.SIGTERM) == 0
    assert not wait_until_gone(*site.pids["a"])


def test_children_of_children_are_stopped_too(run) -> None:  # type: ignore[no-untyped-def]
    site = run(WITH_A_CHILD)
    assert len(site.pids["a"]) == 2
    assert site.end(signal.SIGTERM) == 0
    assert not wait_until_gone(*site.pids["a"])


def test_a_child_reads_nothing_and_has_a_session_of_its_own(run) -> None:  # type: ignore[no-untyped-def]
    site = run("import os, sys, time; print('pid', os.getsid(0), os.getpid(), len(sys.stdin.read())); time.sleep(60)")
    session, pid, typed = site.pids["a"]
    assert session == pid and typed == 0


def test_what_a_killed_process_left_running_is_cleared_away(run) -> None:  # type: ignore[no-untyped-def]
    site = run(WITH_A_CHILD)
    grandchild, child = site.pids["a"]
    os.kill(child, signal.SIGKILL)
    site.program.line_with("runner   | a was killed (signal 9)")
    assert wait_until_gone(grandchild) == [], "it would answer in place of the one that is started again"
    assert site.end(signal.SIGTERM) == 0
