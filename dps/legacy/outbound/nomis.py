"""Writing into NOMIS, whichever engine it runs on: plain SQL that Oracle and PostgreSQL share.

Every row written says who wrote it (AUDIT_MODULE_NAME), for which change (AUDIT_ADDITIONAL_INFO), for whom, and when.
Columns that a NOMIS does not have are left out; a table that it does not have refuses the write in words.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import DatabaseError, connections, transaction

from dps.legacy import source
from dps.legacy.feeds.feed import OURS, STAMPS
from dps.legacy.outbound import values
from dps.legacy.outbound.refusals import Refused
from dps.legacy.router import NOMIS
from dps.platform import local_time

Row = dict[str, Any]
LOOK_AGAIN_SECONDS = 3600.0
SEQUENCES = {
    ("offenders", "offender_id"): "OFFENDER_ID",
    ("offender_beliefs", "belief_id"): "BELIEF_ID",
    ("offender_images", "offender_image_id"): "OFFENDER_IMAGE_ID",
    ("addresses", "address_id"): "ADDRESS_ID",
    ("phones", "phone_id"): "PHONE_ID",
    ("internet_addresses", "internet_address_id"): "INTERNET_ADDRESS_ID",
    ("persons", "person_id"): "PERSON_ID",
    ("offender_contact_persons", "offender_contact_person_id"): "OFFENDER_CONTACT_PERSON_ID",
    ("offender_case_notes", "case_note_id"): "CASE_NOTE_ID",
    ("work_flows", "work_flow_id"): "WORK_FLOW_ID",
}
"""Where Oracle's NOMIS takes the next key of a table from. The stand-in on PostgreSQL has no sequences: there it is one
more than the highest, with the table locked."""


@dataclass(frozen=True, slots=True)
class _Table:
    columns: frozenset[str]
    sizes: Mapping[str, int]
    """Of text columns, as far as the driver tells."""


_known: dict[str, _Table | None] = {}
_looked_at = float("-inf")


def forget() -> None:
    """Look at the tables of NOMIS afresh: it was away, or complained of a column."""
    _known.clear()


def _table(name: str) -> _Table | None:
    global _looked_at
    if time.monotonic() - _looked_at > LOOK_AGAIN_SECONDS:
        forget()
        _looked_at = time.monotonic()
    if name not in _known:
        _known[name] = _look(name)
    return _known[name]


def _look(name: str) -> _Table | None:
    connection = source.connect()
    try:
        with transaction.atomic(using=NOMIS), connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(name)} WHERE 1 = 0")
            found = [(str(column[0]).lower(), _size(column)) for column in cursor.description]
    except source.LOST:
        raise
    except DatabaseError:
        if not connection.is_usable():
            raise
        return None
    return _Table(frozenset(column for column, _ in found), {column: size for column, size in found if size})


def _size(column: Any) -> int:
    """Bytes that a text column takes: Oracle tells its size, PostgreSQL its length in characters; 0 for others."""
    size = column[3] if isinstance(column[3], int) and column[3] > 0 else column[2]
    return int(size) if isinstance(size, int) and size > 0 else 0


@dataclass(frozen=True, slots=True)
class Left:
    """What a write left on one row."""

    table: str
    key: tuple[Any, ...]
    stamp: str
    """The row's time stamp afterwards: a later one will be somebody else's change."""
    was: str | None
    """The one it had before; none for a new row, '' when that was not looked at."""


@dataclass(slots=True)
class Session:
    """One write's transaction in NOMIS."""

    change_id: int
    username: str
    wrote: dict[tuple[str, tuple[Any, ...]], Row] = field(default_factory=dict)
    """Rows written so far: table and key values, to the key."""
    seen: dict[tuple[str, tuple[Any, ...]], str] = field(default_factory=dict)
    """Time stamps of rows before they were written."""
    new: set[tuple[str, tuple[Any, ...]]] = field(default_factory=set)

    @property
    def note(self) -> str:
        """What AUDIT_ADDITIONAL_INFO holds of what this write wrote."""
        return f"DPS change {self.change_id}"

    def has(self, table: str, column: str = "") -> bool:
        """Whether this NOMIS has the table, or that column of it."""
        found = _table(table)
        return found is not None and (not column or column in found.columns)

    def require(self, table: str, *columns: str) -> None:
        """Refuse, in words, when this NOMIS lacks the table or one of the columns."""
        if not self.has(table):
            raise Refused(f"NOMIS has no table {table.upper()}, so this cannot be written there")
        for column in columns:
            if not self.has(table, column):
                raise Refused(f"NOMIS has no column {table.upper()}.{column.upper()}, so this cannot be written there")

    def size(self, table: str, column: str, at_most: int) -> int:
        """How many bytes of text the column takes, at most `at_most`."""
        found = _table(table)
        size = found.sizes.get(column, at_most) if found else at_most
        return min(size, at_most)

    def rows(self, table: str, where: Mapping[str, Any], columns: Sequence[str], *, lock: bool = False) -> list[Row]:
        """Rows that match, as far as this NOMIS has the columns; locked until the write ends when `lock`."""
        have = [column for column in columns if self.has(table, column)]
        condition, given = self._where(where)
        sql = f"SELECT {', '.join(_q(column) for column in have)} FROM {_q(table)}{condition}"
        found = self._run(f"{sql} FOR UPDATE" if lock else sql, given)
        return [dict(zip(have, row, strict=True)) for row in found]

    def highest(self, table: str, column: str, where: Mapping[str, Any]) -> int:
        """The highest number of the column among rows that match; 0 when there are none."""
        condition, given = self._where(where)
        return int(self._run(f"SELECT MAX({_q(column)}) FROM {_q(table)}{condition}", given)[0][0] or 0)

    def next_key(self, table: str, column: str) -> int:
        """A key no row of the table has had."""
        if connections[NOMIS].vendor == "oracle":
            return int(self._run(f"SELECT {_q(SEQUENCES[table, column])}.NEXTVAL FROM DUAL", [])[0][0])
        self._run(f"LOCK TABLE {_q(table)} IN SHARE ROW EXCLUSIVE MODE", [], answers=False)
        return self.highest(table, column, {}) + 1

    def insert(self, table: str, key: Mapping[str, Any], row: Mapping[str, Any]) -> None:
        """Add a row."""
        now = _wall_clock_now()
        given = {
            **row,
            **key,
            "create_datetime": now,
            "create_user_id": values.cut(self.username, 32),
            **self._audit(now),
        }
        self._mark(table, key)
        self.new.add((table, tuple(key.values())))
        columns = [column for column in given if self.has(table, column)]
        marks = ", ".join(["%s"] * len(columns))
        sql = f"INSERT INTO {_q(table)} ({', '.join(_q(column) for column in columns)}) VALUES ({marks})"
        self._run(sql, [given[column] for column in columns], answers=False)

    def update(self, table: str, key: Mapping[str, Any], row: Mapping[str, Any]) -> None:
        """Change a row."""
        now = _wall_clock_now()
        given = {
            **row,
            "modify_datetime": now,
            "modify_user_id": values.cut(self.username, 32),
            **self._audit(now),
        }
        self._mark(table, key)
        columns = [column for column in given if self.has(table, column)]
        condition, narrowed = self._where(key)
        sets = ", ".join(f"{_q(column)} = %s" for column in columns)
        sql = f"UPDATE {_q(table)} SET {sets}{condition}"
        self._run(sql, [*(given[column] for column in columns), *narrowed], answers=False)

    def delete(self, table: str, key: Mapping[str, Any]) -> None:
        """Remove a row."""
        condition, given = self._where(key)
        self._run(f"DELETE FROM {_q(table)}{condition}", given, answers=False)
        self.wrote.pop((table, tuple(key.values())), None)

    def note_seen(self, table: str, key: Mapping[str, Any], row: Row) -> None:
        """Remember the time stamp that a row had before it was written."""
        self.seen[table, tuple(key.values())] = stamp_of([row.get(stamp) for stamp in STAMPS])

    def stamps_left(self) -> list[Left]:
        """Every row written so far."""
        left = []
        for (table, key), row in self.wrote.items():
            found = self.rows(table, row, STAMPS)
            was = None if (table, key) in self.new else self.seen.get((table, key), "")
            left.append(Left(table, key, stamp_of(list(found[0].values())) if found else "", was))
        return left

    def _mark(self, table: str, key: Mapping[str, Any]) -> None:
        self.wrote[table, tuple(key.values())] = dict(key)

    def _audit(self, now: datetime) -> Row:
        return {
            "audit_timestamp": now,
            "audit_user_id": values.cut(self.username, 32),
            "audit_module_name": OURS,
            "audit_additional_info": self.note,
        }

    def _where(self, where: Mapping[str, Any]) -> tuple[str, list[Any]]:
        parts = [
            f"{_q(column)} = %s" if value is not None else f"{_q(column)} IS NULL" for column, value in where.items()
        ]
        return (
            f" WHERE {' AND '.join(parts)}" if parts else "",
            [value for value in where.values() if value is not None],
        )

    def _run(self, sql: str, given: Sequence[Any], *, answers: bool = True) -> list[tuple[Any, ...]]:
        with connections[NOMIS].cursor() as cursor:
            cursor.execute(sql, list(given))
            return cursor.fetchall() if answers else []


def stamp_of(stamps: Sequence[Any]) -> str:
    """The newest of a row's time stamps as text; '' when it has none."""
    found = [clock for stamp in stamps if (clock := source.wall_clock(stamp))]
    return max(found).isoformat() if found else ""


@contextmanager
def session(change_id: int, username: str) -> Iterator[Session]:
    """One transaction in NOMIS, for one change."""
    connection = source.connect()
    if connection.vendor == "oracle":
        # NOMIS's own triggers read these from the session where they fill the audit columns themselves.
        connection.connection.module = OURS
        connection.connection.client_identifier = username[:64]
    with transaction.atomic(using=NOMIS):
        yield Session(change_id, username)


def _wall_clock_now() -> datetime:
    return local_time.in_london(local_time.now()).replace(tzinfo=None, microsecond=0)


def _q(name: str) -> str:
    return connections[NOMIS].ops.quote_name(name)
