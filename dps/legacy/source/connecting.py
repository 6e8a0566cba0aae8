"""The connection to NOMIS, and what this NOMIS has: found by asking for no rows of each table and looking at the
columns that come back, which works for tables, views and synonyms alike and needs no rights on a catalogue."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import oracledb
from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import DataError
from psycopg.adapt import Loader
from psycopg.pq import Format

from dps.legacy.router import NOMIS
from dps.legacy.translation import Odd

STATEMENT_SECONDS = 60
CONNECT_SECONDS = 5
_DATE_OID, _TIMESTAMP_OID, _ZONED_OID = 1082, 1114, 1184
LOST = (OperationalError, InterfaceError)


class NomisNotConfigured(Exception):
    """There is no NOMIS_DATABASE_URL."""


@dataclass(frozen=True, slots=True)
class Table:
    """What one NOMIS table has: its columns, and which of them begin an index."""

    name: str
    columns: frozenset[str]
    indexed: frozenset[str]
    zoned: frozenset[str] = frozenset()
    """Time stamps that carry a zone (only outside Oracle's own NOMIS)."""


Shape = dict[str, Table]
"""NOMIS table name -> what it has. Absent tables are not in it."""


def _tolerant(loader: Any) -> type[Loader]:
    class Tolerant(Loader):
        """Gives a date that Python cannot hold as `Odd` instead of failing the whole read."""

        timezone = getattr(loader, "timezone", None)
        """Django looks for it on the loader of time stamps with a zone."""

        def __init__(self, oid: int, context: Any = None) -> None:
            super().__init__(oid, context)
            self._load = loader(oid, context).load

        def load(self, data: Any) -> Any:
            try:
                return self._load(data)
            except (DataError, ValueError, OverflowError):
                return Odd(bytes(data).decode("ascii", "replace"))

    return Tolerant


def _bear_with_odd_dates(connection: BaseDatabaseWrapper) -> None:
    """PostgreSQL holds dates that Python cannot: make reading one give `Odd`, not fail the lot."""
    adapters = connection.connection.adapters
    for oid in (_DATE_OID, _TIMESTAMP_OID, _ZONED_OID):
        adapters.register_loader(oid, _tolerant(adapters.get_loader(oid, Format.TEXT)))


def require_configured() -> None:
    """Raises NomisNotConfigured, saying what to set, when there is no NOMIS."""
    if NOMIS not in settings.DATABASES:
        raise NomisNotConfigured(
            "NOMIS_DATABASE_URL is not set. Set it to the NOMIS database, for example "
            "oracle://user:password@host:1521/service or postgres://user@host/database"
        )


def connect() -> BaseDatabaseWrapper:
    """This thread's connection to NOMIS, opened if need be, with limits on waiting. Raises NomisNotConfigured."""
    require_configured()
    connection = connections[NOMIS]
    if connection.connection is None:
        options = connection.settings_dict.setdefault("OPTIONS", {})
        if connection.vendor == "postgresql":
            options.setdefault("connect_timeout", CONNECT_SECONDS)
        elif connection.vendor == "oracle":
            options.setdefault("tcp_connect_timeout", float(CONNECT_SECONDS))
            oracledb.defaults.fetch_lobs = False  # long text and pictures come as str and bytes
        connection.ensure_connection()
        if connection.vendor == "postgresql":
            _bear_with_odd_dates(connection)
            with connection.cursor() as cursor:
                cursor.execute(f"SET statement_timeout = {STATEMENT_SECONDS * 1000}")
        elif connection.vendor == "oracle":
            connection.connection.call_timeout = STATEMENT_SECONDS * 1000  # type: ignore[attr-defined]
    return connection


def disconnect() -> None:
    """Drop this thread's connection; the next `connect` opens another."""
    if NOMIS in settings.DATABASES:
        with suppress(DatabaseError, InterfaceError):
            connections[NOMIS].close()


def is_lost(failure: BaseException) -> bool:
    """Whether NOMIS is gone or too slow, rather than unhappy with one question."""
    return isinstance(failure, LOST)


def look(tables: Sequence[str]) -> Shape:
    """Which of `tables` this NOMIS has, with their columns and indexes."""
    connection = connect()
    shape: Shape = {}
    for name in tables:
        try:
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT * FROM {quoted_name(connection, name)} WHERE 1 = 0")
                columns = frozenset(str(found[0]).lower() for found in cursor.description)
                zoned = frozenset(str(found[0]).lower() for found in cursor.description if _has_zone(found[1]))
        except LOST:
            raise
        except DatabaseError:
            if not connection.is_usable():
                raise
            continue
        shape[name] = Table(name, columns, _indexed(connection, name), zoned)
    return shape


def _has_zone(type_code: Any) -> bool:
    return type_code == _ZONED_OID or "_TZ" in str(type_code)


def _indexed(connection: BaseDatabaseWrapper, table: str) -> frozenset[str]:
    """Columns that begin an index, as far as the catalogue tells; none when it does not (a synonym, say)."""
    try:
        with connection.cursor() as cursor:
            constraints = connection.introspection.get_constraints(cursor, table)
    except LOST:
        raise
    except DatabaseError:
        return frozenset()
    return frozenset(
        str(found["columns"][0]).lower()
        for found in constraints.values()
        if found["columns"] and (found["index"] or found["unique"] or found["primary_key"])
    )


def quoted_name(connection: BaseDatabaseWrapper, name: str) -> str:
    """A name of a table or a column as a statement has it."""
    return connection.ops.quote_name(name)
