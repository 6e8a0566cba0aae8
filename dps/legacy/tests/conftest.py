"""A NOMIS of our own: the database behind the alias `nomis`, filled from small_nomis.sql, changed by plain SQL as
another system would."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import DEFAULT_DB_ALIAS, connection, connections

from dps.legacy import feeds
from dps.legacy.inbound.follow import Follower
from dps.legacy.inbound.load import full_load
from dps.legacy.inbound.statements import model_of
from dps.legacy.router import NOMIS
from dps.prisoners.models import Person, SearchRecord

SMALL = Path(__file__).with_name("small_nomis.sql")


class Nomis:
    """The other system's side."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._connection = psycopg.connect(address, autocommit=True)

    def run(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        cursor = self._connection.execute(sql, values or None)  # type: ignore[call-overload]
        return cursor.fetchall() if cursor.description else []

    def close(self) -> None:
        self._connection.close()


def _fresh_nomis() -> Nomis:
    if NOMIS not in connections.databases:
        pytest.fail("Set NOMIS_DATABASE_URL to a PostgreSQL server on which a test database can be made")
    settings = connections[NOMIS].settings_dict
    made = Nomis(
        psycopg.conninfo.make_conninfo(
            host=settings["HOST"],
            port=settings["PORT"],
            user=settings["USER"],
            password=settings["PASSWORD"] or None,
            dbname=settings["NAME"],
        )
    )
    made.run("DROP SCHEMA public CASCADE")
    made.run("CREATE SCHEMA public")
    made.run(SMALL.read_text(encoding="utf-8"))
    return made


@contextmanager
def _outside_the_test_transaction(alias: str) -> Iterator[None]:
    """A connection of its own behind `alias`: what is done there is committed, and a failed question harms nothing."""
    guarded = connections[alias]
    connections[alias] = connections.create_connection(alias)
    try:
        yield
    finally:
        connections[alias].close()
        connections[alias] = guarded


@pytest.fixture
def nomis(db: None) -> Iterator[Nomis]:
    """The small NOMIS, fresh; what is made of it here is rolled back when the test ends."""
    made = _fresh_nomis()
    with _outside_the_test_transaction(NOMIS):
        yield made
    made.close()


@pytest.fixture
def committed_nomis(nomis: Nomis) -> Iterator[Nomis]:
    """The small NOMIS, and a PostgreSQL in which everything is committed, for tests with more than one process. Only
    people may be loaded; they are removed at the end."""
    with _outside_the_test_transaction(DEFAULT_DB_ALIAS):
        try:
            yield nomis
        finally:
            forget_people()


def forget_people() -> None:
    """Empty the tables of people and of the link."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE prisoners_person, legacy_feedstate, legacy_linkstate, legacy_setasiderow CASCADE")


def content() -> dict[str, list[tuple[object, ...]]]:
    """Everything the feeds fill, without the ids made here."""
    found = {}
    for model in {model_of(feed) for feed in feeds.ALL} | {Person, SearchRecord}:
        made_here = model._meta.pk.get_internal_type() in ("BigAutoField", "UUIDField")
        names = [
            field.attname
            for field in model._meta.concrete_fields
            if not (field.primary_key and made_here) and field.attname not in ("password", "version")
        ]
        columns = ", ".join(connection.ops.quote_name(name) for name in names)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {columns} FROM {model._meta.db_table} ORDER BY {columns}")
            found[model.__name__] = cursor.fetchall()
    return found


@pytest.fixture
def loaded(nomis: Nomis) -> Nomis:
    """The small NOMIS, already loaded."""
    full_load(lambda words: None)
    return nomis


@pytest.fixture
def follower(loaded: Nomis) -> Follower:
    """Following the small NOMIS, with its first look already taken."""
    made = Follower()
    made.round()
    return made
