"""`make run`: everything, from nothing."""

import fcntl
import os
import resource
import secrets
import shutil
import socket
import subprocess
import time
from typing import IO

from launch.install import install, step
from launch.places import BIN, ROOT, VAR, is_done, mark_done
from launch.postgres import Cluster, prepare
from launch.processes import Child, Runner, read_procfile

PYTHON = str(BIN / "python")


def only_one() -> IO[str]:
    VAR.mkdir(parents=True, exist_ok=True)
    lock = (VAR / "running").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise SystemExit("make run: it is already running from this folder. Stop that one first (Ctrl-C).") from None
    return lock


def _check_port(port: int) -> None:
    for wanted in (port, port + 1):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", wanted))
            except OSError:
                other = port + 80 if port + 81 <= 65_535 else port - 80
                raise SystemExit(
                    f"make run: port {wanted} is in use by another program. Choose another with, for example:\n\n"
                    f"    make run PORT={other}\n\n(two ports are used: the one you choose and the next)"
                ) from None


def environment_for(port: int, cluster: Cluster | None) -> dict[str, str]:
    """The environment of every process."""
    figures = VAR / "metrics"
    shutil.rmtree(figures, ignore_errors=True)
    figures.mkdir(parents=True)
    key = VAR / "secret-key"
    if not key.exists():
        key.touch(mode=0o600)
        key.write_text(secrets.token_urlsafe(48))
    given = {
        "PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}",
        "PORT": str(port),
        "LIVE_PORT": str(port + 1),
        "HOST": os.environ.get("HOST", "127.0.0.1"),
        "PUBLIC_URL": os.environ.get("PUBLIC_URL", f"http://localhost:{port}"),
        "PROMETHEUS_MULTIPROC_DIR": str(figures),
        "PYTHONUNBUFFERED": "1",
    }
    if cluster is not None:
        given |= {"DATABASE_URL": cluster.url("dps")}
        given |= {} if os.environ.get("NOMIS_DATABASE_URL") else {"NOMIS_DATABASE_URL": cluster.url("nomis")}
    return {**os.environ, **given}


def _manage(words: str, environment: dict[str, str], *arguments: str) -> None:
    step(words, [PYTHON, "manage.py", *arguments], environment=environment)


def _ask(environment: dict[str, str], *arguments: str) -> str:
    done = subprocess.run(
        [PYTHON, "manage.py", *arguments], cwd=ROOT, env=environment, check=True, capture_output=True, text=True
    )
    return done.stdout


def fill(environment: dict[str, str], cluster: Cluster | None) -> None:
    """Tables, the estate, the demo NOMIS when it is empty, and the first load."""
    _manage("Making tables", environment, "migrate", "--verbosity", "0")
    if not is_done("estate", ROOT / "dps" / "estate" / "data", ROOT / "dps" / "identity" / "data"):
        _manage("Loading prisons and code lists", environment, "load_estate")
        _manage("Loading roles and e-mail domains", environment, "load_identity")
        mark_done("estate")
    own_nomis = cluster is not None and environment["NOMIS_DATABASE_URL"] == cluster.url("nomis")
    if own_nomis and not is_done("demo"):
        _manage("Making the demo estate: three prisons, 900 people", environment, "demo")
        mark_done("demo")
    if environment.get("NOMIS_DATABASE_URL") and not is_done("first-load"):
        _manage("Loading people from NOMIS", environment, "sync", "--full")
        mark_done("first-load")
    if not is_done("static", ROOT / "dps" / "platform" / "design" / "static", ROOT / "dps" / "prisoners" / "static"):
        (VAR / "static").mkdir(exist_ok=True)
        _manage("Collecting style sheets and pictures", environment, "collectstatic", "--noinput", "--verbosity", "0")
        mark_done("static")


def main() -> None:
    """Install, fill, run until told to stop."""
    started = time.monotonic()
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))  # each open page that listens is a connection
    try:
        port = int(os.environ.get("PORT") or "8000")
    except ValueError:
        raise SystemExit("make run: PORT must be a number, as in `make run PORT=8080`") from None
    if not 1 <= port <= 65534:
        raise SystemExit("make run: PORT must be between 1 and 65534")
    lock = only_one()
    _check_port(port)
    print("Setting up Digital Prison Services", flush=True)
    install()
    cluster = None if os.environ.get("DATABASE_URL") else prepare()
    environment = environment_for(port, cluster)
    runner = Runner(environment)
    os.chdir(ROOT)
    try:
        if cluster is not None:
            database = runner.add(Child("postgres", cluster.command(), cluster.become()))
            cluster.wait(lambda: database.process is not None and database.process.poll() is None)
            for name in ("dps", "nomis"):
                cluster.ensure_database(name)
        fill(environment, cluster)
        who = _ask(environment, "demo_users") if environment["PUBLIC_URL"].startswith("http://localhost") else ""
        if who and is_done("demo") and not is_done("key-work"):
            _manage("Switching key work on in the demo's prisons", environment, "demo_key_work")
            mark_done("key-work")
        for name, command in read_procfile(ROOT / "Procfile").items():
            runner.add(Child(name, ["/bin/sh", "-c", f"exec {command}"]))
        _wait_for_web(environment["HOST"], port, runner)
        print(
            f"\n{who}\nReady after {time.monotonic() - started:.0f} s:  {environment['PUBLIC_URL']}"
            "    (Ctrl-C stops everything)\n",
            flush=True,
        )
        runner.run()
    except KeyboardInterrupt:
        pass
    finally:
        print("\nStopping", flush=True)
        runner.stop()
        lock.close()


def _wait_for_web(host: str, port: int, runner: Runner) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        runner.watch_once()
        try:
            socket.create_connection((host, port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("make run: web did not start: see the lines above")


if __name__ == "__main__":
    main()
