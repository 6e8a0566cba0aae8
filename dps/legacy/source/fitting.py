"""A feed fitted to what one NOMIS has: what to ask, and how to read the answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connections

from dps.legacy.feeds import Feed
from dps.legacy.feeds.feed import STAMPS
from dps.legacy.router import NOMIS
from dps.legacy.source.connecting import Shape, quoted_name
from dps.legacy.translation import LONDON, Step


class FeedCannotRun(Exception):
    """This NOMIS lacks something that the feed cannot do without."""


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
        return f"{alias}.{quoted_name(connection, name)}"

    joined = "".join(
        f" LEFT JOIN {quoted_name(connection, join.table)} {join.alias} ON "
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
        select=f"SELECT {columns} FROM {quoted_name(connection, feed.table)} a{joined}",
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
