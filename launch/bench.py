"""`make bench`: a PostgreSQL for measuring, then the measurements."""

import os
import subprocess
import sys

from launch.install import install
from launch.places import BIN, ROOT
from launch.postgres import prepare
from launch.processes import Child, Runner


def main() -> int:
    """The exit code of the bench. Arguments are passed on to it."""
    install()
    environment = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}"}
    runner = Runner(environment)
    try:
        if not os.environ.get("DATABASE_URL"):
            cluster = prepare("bench-postgres", port=54520)
            child = runner.add(Child("postgres", cluster.command(), cluster.become()))
            cluster.wait(lambda: child.process is not None and child.process.poll() is None)
            environment["DATABASE_URL"] = cluster.url("postgres")
        return subprocess.run([str(BIN / "python"), "-m", "bench", *sys.argv[1:]], cwd=ROOT, env=environment).returncode
    finally:
        runner.stop()


if __name__ == "__main__":
    raise SystemExit(main())
