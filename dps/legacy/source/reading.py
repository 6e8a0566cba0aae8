"""Rows of NOMIS: all of a feed, what is newer, a range, those of some people; and how much there is."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import connections, transaction

from dps.legacy.router import NOMIS
from dps.legacy.source.connecting import connect, quoted_name
from dps.legacy.source.fitting import Plan, Stamp
from dps.legacy.translation import LONDON


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
    name = f"a.{quoted_name(connections[NOMIS], column)}"
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
    names = [quoted_name(connection, name) for name in (key, by, text)]
    for start in range(0, len(values), 500):
        some = list(values[start : start + 500])
        marks = ", ".join(["%s"] * len(some))
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {names[0]}, {names[1]}, SUBSTR({names[2]}, 1, {characters})"
                f" FROM {quoted_name(connection, table)} WHERE {names[1]} IN ({marks})",
                some,
            )
            yield from cursor.fetchall()


def _first_key(plan: Plan) -> str:
    return f"a.{quoted_name(connections[NOMIS], plan.feed.first_key)}"


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
        cursor.execute(f"SELECT COUNT(*) FROM {quoted_name(connection, plan.feed.table)} a{where}")
        return int(cursor.fetchone()[0])


def still_there(column: str, table: str, values: Sequence[Any]) -> set[Any]:
    """Which of these values `column` of `table` holds, trailing spaces aside."""
    connection = connect()
    found: set[Any] = set()
    for start in range(0, len(values), 500):
        some = list(values[start : start + 500])
        marks = ", ".join(["%s"] * len(some))
        name = quoted_name(connection, column)
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT DISTINCT {name} FROM {quoted_name(connection, table)} WHERE {name} IN ({marks})", some
            )
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
        f"SELECT {number} AS n, COUNT(*) AS c, MAX({quoted_name(connection, stamp.column)}) AS m"
        f" FROM {quoted_name(connection, stamp.table)} WHERE {quoted_name(connection, stamp.column)} > %s"
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
    one, two = (quoted_name(connection, f"offender_id_display_{side}") for side in (1, 2))
    found: list[tuple[str, str]] = []
    for start in range(0, len(numbers), 500):
        some = list(numbers[start : start + 500])
        marks = ", ".join(["%s"] * len(some))
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {one}, {two} FROM {quoted_name(connection, table)} WHERE request_status_code = 'COMPLETED'"
                f" AND ({one} IN ({marks}) OR {two} IN ({marks}))",
                some + some,
            )
            found += [(str(a or "").rstrip(), str(b or "").rstrip()) for a, b in cursor.fetchall()]
    return found
