"""`make test`: installs, starts a PostgreSQL for tests, runs every test, stops it."""

import os
import subprocess
import sys

from launch import browser
from launch.install import install
from launch.places import BIN, ROOT
from launch.postgres import prepare
from launch.processes import Child, Runner


def main() -> int:
    """The exit code of pytest. Arguments are passed on to it."""
    install(with_tests=True)
    browser.ensure(str(BIN / "python"))
    environment = {
        **os.environ,
        "PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}",
        "DPS_VAR": str(ROOT / "var" / "test"),
        "DATABASE_POOL": "0",
    }
    environment.pop("NOMIS_DATABASE_URL", None)
    (ROOT / "var" / "test").mkdir(parents=True, exist_ok=True)
    runner = Runner(environment)
    try:
        if not os.environ.get("TEST_DATABASE_URL"):
            cluster = prepare("test-postgres", port=54420, durable=False)
            child = runner.add(Child("postgres", cluster.command(), cluster.become()))
            cluster.wait(lambda: child.process is not None and child.process.poll() is None)
            cluster.ensure_database("dps")
            cluster.ensure_database("nomis")
            environment |= {"DATABASE_URL": cluster.url("dps"), "NOMIS_DATABASE_URL": cluster.url("nomis")}
        else:
            environment["DATABASE_URL"] = os.environ["TEST_DATABASE_URL"]
        wanted = sys.argv[1:] or ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"]
        return subprocess.run([str(BIN / "python"), "-m", "pytest", *wanted], cwd=ROOT, env=environment).returncode
    finally:
        runner.stop()


if __name__ == "__main__":
    raise SystemExit(main())
