"""Reading NOMIS, whichever engine it runs on. Only plain SQL that Oracle (12.2 or later) and PostgreSQL share:
`SELECT`, `LEFT JOIN`, comparison, `ORDER BY`, `COUNT`, `MAX`, `UNION ALL`. Nothing is ever written.

What a NOMIS has is found by asking for no rows of each table and looking at the columns that come back, which works
for tables, views and synonyms alike and needs no rights on a catalogue.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import oracledb
from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import DataError
from psycopg.adapt import Loader
from psycopg.pq import Format

from dps.legacy.feeds import Feed
from dps.legacy.feeds.feed import STAMPS
from dps.legacy.router import NOMIS
from dps.legacy.translation import LONDON, Odd, Step

STATEMENT_SECONDS = 60
CONNECT_SECONDS = 5
_DATE_OID, _TIMESTAMP_OID, _ZONED_OID = 1082, 1114, 1184
LOST = (OperationalError, InterfaceError)


class NomisNotConfigured(Exception):
    """There is no NOMIS_DATABASE_URL."""


class FeedCannotRun(Exception):
    """This NOMIS lacks something that the feed cannot do without."""


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
                cursor.execute(f"SELECT * FROM {_quoted(connection, name)} WHERE 1 = 0")
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


def _quoted(connection: BaseDatabaseWrapper, name: str) -> str:
    return connection.ops.quote_name(name)


@dataclass(frozen=True, slots=True)
class Stamp:
    """A column that tells when rows of a table were written."""

    sql: str
    """alias.column as it stands in the plan's SELECT."""
    table: str
    column: str
    indexed: bool
    zoned: bool

    @property
    def own(self) -> bool:
        """Whether it belongs to the driving table."""
        return self.sql.startswith("a.")

    def to_ask(self, clock: datetime) -> datetime:
        """A London wall-clock time in the form this column compares with."""
        return clock.replace(tzinfo=LONDON) if self.zoned else clock


@dataclass(frozen=True, slots=True)
class Plan:
    """A feed fitted to one NOMIS: what to ask, and how to read the answer."""

    feed: Feed
    select: str
    """SELECT ... FROM ... JOIN ..., without WHERE."""
    steps: tuple[Step, ...]
    key_positions: tuple[int, ...]
    module_position: int | None
    width: int
    """Columns asked for; positions beyond are absent columns and read as null."""
    stamps: tuple["Stamp", ...]
    """Every time stamp there is, best first for each table."""
    absent: tuple[str, ...]
    stamp_positions: tuple[int, ...] = ()
    """Of a shared feed: where its own time stamps stand in a row."""

    def key_of(self, row: Sequence[Any]) -> tuple[Any, ...]:
        """What tells this row from others in NOMIS."""
        return tuple(row[position] for position in self.key_positions)

    def is_ours(self, row: Sequence[Any], prefix: str) -> bool:
        """Whether DPS itself wrote the row into NOMIS."""
        if self.module_position is None:
            return False
        return str(row[self.module_position] or "").startswith(prefix)


def fit(feed: Feed, shape: Shape) -> Plan:
    """Fit a feed to what there is. Raises FeedCannotRun, in plain English, when something essential is absent."""
    connection = connections[NOMIS]
    if feed.table not in shape:
        raise FeedCannotRun(f"NOMIS has no table {feed.table.upper()}")
    tables = {"a": shape[feed.table]}
    absent: list[str] = []

    def there(mine: str) -> bool:
        alias, name = _of_alias(mine)
        return alias in tables and name in tables[alias].columns

    for join in feed.joins:
        usable = (
            join.table in shape
            and all(there(mine) and theirs in shape[join.table].columns for mine, theirs in join.on)
            and all(theirs in shape[join.table].columns for theirs, _ in join.where)
        )
        if usable:
            tables[join.alias] = shape[join.table]
        elif join.required:
            raise FeedCannotRun(f"NOMIS has no table {join.table.upper()} that fits {feed.table.upper()}")
        else:
            absent.append(join.table)

    wanted: list[tuple[str, str]] = []

    def position(source: str) -> int | None:
        alias, name = _of_alias(source)
        if alias not in tables:
            return None
        if name not in tables[alias].columns:
            absent.append(f"{tables[alias].name}.{name}")
            return None
        if (alias, name) not in wanted:
            wanted.append((alias, name))
        return wanted.index((alias, name))

    key = [position(source) for source in feed.key]
    sources = [[position(source) for source in column.sources] for column in feed.columns]
    module = position("audit_module_name") if feed.shared else None
    stamps = [position(stamp) for stamp in STAMPS if feed.shared and stamp in tables["a"].columns]
    null_at = len(wanted)
    for column, found in zip(feed.columns, sources, strict=True):
        if column.needed and all(place is None for place in found):
            raise FeedCannotRun(f"{feed.table.upper()} has no column {' or '.join(column.sources).upper()}")
    if key[0] is None:
        raise FeedCannotRun(f"{feed.table.upper()} has no column {feed.key[0].upper()}")

    def quoted(alias: str, name: str) -> str:
        return f"{alias}.{_quoted(connection, name)}"

    joined = "".join(
        f" LEFT JOIN {_quoted(connection, join.table)} {join.alias} ON "
        + " AND ".join(
            [f"{quoted(join.alias, theirs)} = {quoted(*_of_alias(mine))}" for mine, theirs in join.on]
            + [f"{quoted(join.alias, theirs)} = '{code}'" for theirs, code in join.where]
        )
        for join in feed.joins
        if join.alias in tables
    )
    columns = ", ".join(quoted(alias, name) for alias, name in wanted)
    followed = {"a", *(join.alias for join in feed.joins if join.followed)}
    return Plan(
        feed=feed,
        select=f"SELECT {columns} FROM {_quoted(connection, feed.table)} a{joined}",
        steps=tuple(
            Step(
                column.convert,
                tuple(null_at if place is None else place for place in found),
                tuple(source.rpartition(".")[2] for source in column.sources),
                column.needed,
            )
            for column, found in zip(feed.columns, sources, strict=True)
        ),
        key_positions=tuple(null_at if place is None else place for place in key),
        module_position=module,
        width=null_at,
        stamps=tuple(
            Stamp(quoted(alias, stamp), table.name, stamp, stamp in table.indexed, stamp in table.zoned)
            for alias, table in tables.items()
            for stamp in STAMPS
            if stamp in table.columns and alias in followed
        ),
        absent=tuple(dict.fromkeys(absent)),
        stamp_positions=tuple(place for place in stamps if place is not None),
    )


def _of_alias(source: str) -> tuple[str, str]:
    """`alias.column` taken apart; the driving table is `a`."""
    alias, _, name = source.rpartition(".")
    return alias or "a", name


def _where(*conditions: str) -> str:
    kept = [f"({condition})" for condition in conditions if condition]
    return f" WHERE {' AND '.join(kept)}" if kept else ""


@contextmanager
def _stream(sql: str, values: Sequence[Any], size: int) -> Iterator[Iterator[list[tuple[Any, ...]]]]:
    """Rows in lots of `size`, held in the database server until asked for."""
    connection = connect()
    with transaction.atomic(using=NOMIS), connection.chunked_cursor() as cursor:
        cursor.arraysize = size  # type: ignore[attr-defined]
        cursor.execute(sql, list(values))

        def lots() -> Iterator[list[tuple[Any, ...]]]:
            while rows := cursor.fetchmany(size):
                yield rows

        yield lots()


def read_all(plan: Plan, *, after: Any = None) -> Iterator[list[tuple[Any, ...]]]:
    """Every row in order of the first key column, in lots; from `after` on (that key included) when given."""
    first = _first_key(plan)
    conditions = [plan.feed.where, f"{first} >= %s" if after is not None else ""]
    sql = f"{plan.select}{_where(*conditions)} ORDER BY {first}"
    with _stream(sql, [after] if after is not None else [], plan.feed.batch) as lots:
        for rows in lots:
            yield [(*row, None) for row in rows]


def read_since(plan: Plan, stamp: Stamp, since: datetime) -> Iterator[list[tuple[Any, ...]]]:
    """Rows whose time stamp is later than `since` (London wall clock), in lots."""
    sql = f"{plan.select}{_where(plan.feed.where, f'{stamp.sql} > %s')}"
    with _stream(sql, [stamp.to_ask(since)], plan.feed.batch) as lots:
        for rows in lots:
            yield [(*row, None) for row in rows]


def read_range(plan: Plan, above: Any, limit: int) -> list[tuple[Any, ...]]:
    """The next `limit` rows in order of the first key column, from above `above` on."""
    first = _first_key(plan)
    sql = f"{plan.select}{_where(plan.feed.where, f'{first} > %s')} ORDER BY {first} FETCH FIRST {limit} ROWS ONLY"
    with connect().cursor() as cursor:
        cursor.execute(sql, [above])
        return [(*row, None) for row in cursor.fetchall()]


def read_by(plan: Plan, column: str, values: Sequence[Any]) -> Iterator[list[tuple[Any, ...]]]:
    """Rows of which `column` of the driving table is one of `values`, in lots of up to 500 values."""
    name = f"a.{_quoted(connections[NOMIS], column)}"
    for start in range(0, len(values), 500):
        some = values[start : start + 500]
        marks = ", ".join(["%s"] * len(some))
        sql = f"{plan.select}{_where(plan.feed.where, f'{name} IN ({marks})')}"
        with _stream(sql, some, plan.feed.batch) as lots:
            for rows in lots:
                yield [(*row, None) for row in rows]


def beginnings(
    table: str, key: str, by: str, text: str, values: Sequence[Any], characters: int
) -> Iterator[tuple[Any, Any, Any]]:
    """Key, `by` and the first `characters` of `text` of every row whose `by` is one of `values`."""
    connection = connect()
    names = [_quoted(connection, name) for name in (key, by, text)]
    for start in range(0, len(values), 500):
        some = list(values[start : start + 500])
        marks = ", ".join(["%s"] * len(some))
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {names[0]}, {names[1]}, SUBSTR({names[2]}, 1, {characters})"
                f" FROM {_quoted(connection, table)} WHERE {names[1]} IN ({marks})",
                some,
            )
            yield from cursor.fetchall()


def _first_key(plan: Plan) -> str:
    return f"a.{_quoted(connections[NOMIS], plan.feed.first_key)}"


def wall_clock(stamp: Any) -> datetime | None:
    """A NOMIS time stamp as a naive London wall-clock time; none when it is no real moment."""
    if not isinstance(stamp, datetime) or not 1900 < stamp.year < 2200:
        return None
    return stamp.astimezone(LONDON).replace(tzinfo=None) if stamp.tzinfo else stamp


def count(plan: Plan) -> int:
    """How many rows the feed has in NOMIS."""
    connection = connect()
    with connection.cursor() as cursor:
        where = _where(plan.feed.where)
        cursor.execute(f"SELECT COUNT(*) FROM {_quoted(connection, plan.feed.table)} a{where}")
        return int(cursor.fetchone()[0])


def still_there(column: str, table: str, values: Sequence[Any]) -> set[Any]:
    """Which of these values `column` of `table` holds, trailing spaces aside."""
    connection = connect()
    found: set[Any] = set()
    for start in range(0, len(values), 500):
        some = list(values[start : start + 500])
        marks = ", ".join(["%s"] * len(some))
        name = _quoted(connection, column)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT DISTINCT {name} FROM {_quoted(connection, table)} WHERE {name} IN ({marks})", some)
            found |= {value.rstrip() if isinstance(value, str) else value for (value,) in cursor.fetchall()}
    return found


Answer = tuple[int, datetime | None]
"""How many rows are newer than asked, and the newest stamp among them (London wall clock)."""


def ask(questions: Sequence[tuple[Stamp, datetime]]) -> list[Answer]:
    """How much is newer than the given London wall-clock time, by each stamp; all in one statement."""
    if not questions:
        return []
    connection = connect()
    parts = [
        f"SELECT {number} AS n, COUNT(*) AS c, MAX({_quoted(connection, stamp.column)}) AS m"
        f" FROM {_quoted(connection, stamp.table)} WHERE {_quoted(connection, stamp.column)} > %s"
        for number, (stamp, _) in enumerate(questions)
    ]
    if any(stamp.zoned for stamp, _ in questions) and not all(stamp.zoned for stamp, _ in questions):
        # One column of a union has one type: ask about stamps with and without a zone apart.
        answers: dict[int, Answer] = {}
        for zoned in (True, False):
            chosen = [number for number, (stamp, _) in enumerate(questions) if stamp.zoned is zoned]
            answers |= dict(zip(chosen, ask([questions[number] for number in chosen]), strict=True))
        return [answers[number] for number in range(len(questions))]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), [stamp.to_ask(since) for stamp, since in questions])
        found = {int(n): (int(c), wall_clock(m)) for n, c, m in cursor.fetchall()}
    return [found[number] for number in range(len(questions))]


def completed_merges(table: str, numbers: Sequence[str]) -> list[tuple[str, str]]:
    """The two prison numbers of every completed merge in which one of `numbers` took part."""
    connection = connect()
    one, two = (_quoted(connection, f"offender_id_display_{side}") for side in (1, 2))
    found: list[tuple[str, str]] = []
    for start in range(0, len(numbers), 500):
        some = list(numbers[start : start + 500])
        marks = ", ".join(["%s"] * len(some))
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {one}, {two} FROM {_quoted(connection, table)} WHERE request_status_code = 'COMPLETED'"
                f" AND ({one} IN ({marks}) OR {two} IN ({marks}))",
                some + some,
            )
            found += [(str(a or "").rstrip(), str(b or "").rstrip()) for a, b in cursor.fetchall()]
    return found
