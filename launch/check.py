"""`make check`: format, lint, types, architecture, templates, migrations, lock file. All failures are told."""

import os
import subprocess
import time

from launch.install import TOOL, install
from launch.places import BIN, ROOT, VAR

GATES = [
    ("Format", ["ruff", "format", "--check", "--quiet", "."]),
    ("Lint", ["ruff", "check", "--quiet", "."]),
    ("Types", ["mypy"]),
    ("Architecture", ["lint-imports", "--no-cache"]),
    ("Templates", ["djlint", "--lint", "--quiet", "--extension", "html.jinja", "dps"]),
    ("Migrations", ["python", "manage.py", "makemigrations", "--check", "--dry-run", "--skip-checks"]),
    ("Settings", ["python", "manage.py", "check"]),
    ("Lock file", [str(TOOL / "bin" / "uv"), "lock", "--check", "--quiet"]),
]


def main() -> int:
    """0 when every gate is open."""
    install(with_tests=True)
    environment = {
        **os.environ,
        "PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}",
        "DPS_VAR": str(VAR / "check"),
        "DATABASE_URL": "postgres://nobody@127.0.0.1:9/none",
        "PYTHONWARNINGS": "ignore",
    }
    failed = []
    for name, command in GATES:
        started = time.monotonic()
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        print(
            f"  {name:<14}{'ok' if not done.returncode else 'FAILED':<8}{time.monotonic() - started:.1f} s", flush=True
        )
        if done.returncode:
            print(done.stdout, flush=True)
            failed.append(name)
    print("Every check passed." if not failed else f"Failed: {', '.join(failed)}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
