import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.conf import settings
from psycopg.rows import dict_row

TODAY = date(2026, 11, 24)
WHEN_MADE = {"create_datetime", "modify_datetime", "audit_timestamp", "create_user_id", "modify_user_id"}
Ask = Callable[..., list[dict[str, Any]]]


class Estate:
    """A NOMIS database of its own, filled by `manage.py demo`."""

    def __init__(self, name: str) -> None:
        given = urlsplit(os.environ["DATABASE_URL"])
        self.name, self.server = name, urlunsplit(given._replace(path="/postgres"))
        self.url = urlunsplit(given._replace(path=f"/{name}"))
        self.drop()
        with psycopg.connect(self.server, autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"')

    def make(self, *, prisoners: int, seed: int, today: date = TODAY) -> str:
        words = ["demo", "--prisoners", str(prisoners), "--seed", str(seed), "--today", today.isoformat()]
        environment = {**os.environ, "NOMIS_DATABASE_URL": self.url}
        done = subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=settings.ROOT,
            env=environment,
            check=True,
            capture_output=True,
            text=True,
        )
        return done.stdout

    def ask(self, sql: str, *values: Any) -> list[dict[str, Any]]:
        with psycopg.connect(self.url, row_factory=dict_row) as connection:
            return connection.execute(sql, values or None).fetchall()  # type: ignore[call-overload]

    def rows(self) -> dict[str, list[str]]:
        """Every row of every table as text, without when and by whom it was written."""
        tables = [row["tablename"] for row in self.ask("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
        kept = "(to_jsonb(t) - %s::text[])::text"
        return {
            table: sorted(row["row"] for row in self.ask(f"SELECT {kept} AS row FROM {table} t", list(WHEN_MADE)))
            for table in sorted(tables)
        }

    def drop(self) -> None:
        with psycopg.connect(self.server, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')


@pytest.fixture(scope="session")
def made(worker_id: str) -> Iterator[Callable[[str], Estate]]:
    """Makes empty databases and drops them at the end."""
    estates: list[Estate] = []

    def make(name: str) -> Estate:
        estates.append(Estate(f"demo_{name}_{worker_id}"))
        return estates[-1]

    yield make
    for estate in estates:
        estate.drop()


@pytest.fixture(scope="session")
def estate(made: Callable[[str], Estate]) -> Estate:
    """Six hundred people in three prisons, and two hundred released."""
    found = made("estate")
    found.make(prisoners=600, seed=3)
    return found


@pytest.fixture
def ask(estate: Estate) -> Ask:
    return estate.ask
