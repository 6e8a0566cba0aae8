"""Data at three sizes, each in databases of its own, made once and kept for the next run."""

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

SEED = 20261124
KEPT = Path("var")
"""Where the figures of a load are kept for the runs after it, which find the estate already made."""


@dataclass(frozen=True, slots=True)
class Size:
    """How many people a bench estate holds."""

    name: str
    in_custody: int
    records: int


SIZES = {
    "small": Size("small", 1_000, 1_000),
    "medium": Size("medium", 88_000, 150_000),
    "large": Size("large", 88_000, 1_500_000),
}


@dataclass(frozen=True, slots=True)
class Estate:
    """One size's databases, and what it took to load them."""

    size: Size
    database_url: str
    nomis_url: str
    environment: dict[str, str]
    load: dict[str, float]


def _named(url: str, database: str) -> str:
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path=f"/{database}"))


def _ensure(url: str, database: str) -> None:
    with psycopg.connect(_named(url, "postgres"), autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone():
            connection.execute(f'CREATE DATABASE "{database}"')


def _rows(url: str) -> int:
    """Rows in all tables, by PostgreSQL's own statistics after ANALYZE."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("ANALYZE")
        found = connection.execute(
            "SELECT coalesce(sum(reltuples), 0)::bigint FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace"
            " WHERE relkind = 'r' AND nspname = 'public'"
        ).fetchone()
    assert found is not None
    return int(found[0])


def manage(environment: dict[str, str], *words: str) -> None:
    """Run one management command; its failure ends the bench."""
    subprocess.run([sys.executable, "manage.py", *words], env=environment, check=True)


def _has_people(url: str, table: str) -> bool:
    with psycopg.connect(url) as connection:
        if not connection.execute("SELECT to_regclass(%s)", [table]).fetchone()[0]:  # type: ignore[index]
            return False
        return connection.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone() is not None


def prepare(size: Size, server_url: str) -> Estate:
    """Make (or find) the estate of one size, loaded through the real inbound link."""
    ours, theirs = f"dps_bench_{size.name}", f"nomis_bench_{size.name}"
    for database in (ours, theirs):
        _ensure(server_url, database)
    database_url, nomis_url = _named(server_url, ours), _named(server_url, theirs)
    environment = {
        **os.environ,
        "DATABASE_URL": database_url,
        "NOMIS_DATABASE_URL": nomis_url,
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "LOG_LEVEL": "WARNING",
        "DATABASE_POOL": "4",
    }
    kept = KEPT / f"bench-load-{size.name}.json"
    load: dict[str, float] = json.loads(kept.read_text()) if kept.exists() else {}
    if not _has_people(nomis_url, "offenders"):
        started = time.perf_counter()
        manage(
            environment,
            "demo",
            "--prisoners",
            str(size.in_custody),
            "--records",
            str(size.records),
            "--seed",
            str(SEED),
        )
        load["demoSeconds"] = round(time.perf_counter() - started, 1)
    manage(environment, "migrate", "--verbosity", "0")
    manage(environment, "load_estate")
    if not _has_people(database_url, "prisoners_searchrecord"):
        started = time.perf_counter()
        manage(environment, "sync", "--full")
        seconds = time.perf_counter() - started
        rows = _rows(database_url)
        load |= {"loadSeconds": round(seconds, 1), "loadRows": rows, "rowsPerSecond": round(rows / seconds)}
    KEPT.mkdir(exist_ok=True)
    kept.write_text(json.dumps(load))
    return Estate(size, database_url, nomis_url, environment, load)
