"""Store one lot of NOMIS rows: translate, stage, upsert what differs, set aside what cannot be stored."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import DataError, IntegrityError, connection, transaction

from dps.legacy.feeds import Feed, Owner
from dps.legacy.feeds.feed import Settled
from dps.legacy.inbound import set_aside
from dps.legacy.inbound.set_aside import Trouble
from dps.legacy.inbound.statements import Comparison, Statements, statements
from dps.legacy.models import SetAsideRow
from dps.legacy.outbound import echoes, held
from dps.legacy.source import Plan
from dps.legacy.translation import NotWanted, Unreadable, translate

Kind = SetAsideRow.Kind


@dataclass(slots=True)
class Applied:
    """What became of a lot of rows. `owners` are those of rows that were new or different."""

    read: int = 0
    written: int = 0
    set_aside: int = 0
    owners: set[Any] = field(default_factory=set)

    def add(self, other: "Applied") -> None:
        self.read += other.read
        self.written += other.written
        self.set_aside += other.set_aside
        self.owners |= other.owners


@dataclass(slots=True)
class _Lot:
    keys: list[tuple[Any, ...]] = field(default_factory=list)
    values: list[tuple[Any, ...]] = field(default_factory=list)


@dataclass(slots=True)
class Prepared:
    """A lot of rows, translated and not yet stored."""

    plan: Plan
    seen: list[tuple[Any, ...]]
    lot: _Lot
    troubles: list[Trouble]


def prepare(plan: Plan, rows: Sequence[Sequence[Any]], *, skip_ours: bool = False) -> Prepared:
    """Translate rows. `skip_ours` leaves out rows that DPS itself wrote into NOMIS (shared feeds only)."""
    if skip_ours and plan.feed.shared:
        ours = echoes.echoes(plan, rows)
        rows = [row for number, row in enumerate(rows) if number not in ours] if ours else rows
    lot, troubles = _translate(plan, rows)
    return Prepared(plan, [plan.key_of(row) for row in rows], lot, troubles)


def store(prepared: Prepared, *, tell: bool = False) -> Applied:
    """Store a lot in the current transaction. Rows that fail are set aside with their reason; the others go on. `tell`
    lets a feed that has events of its own publish them."""
    outcome = Applied(read=len(prepared.seen))
    _store(prepared.plan.feed, _without_held(prepared), prepared.troubles, outcome, tell)
    outcome.set_aside = sum(trouble.kind != Kind.CHANGED for trouble in prepared.troubles)
    set_aside.settle(prepared.plan.feed.name, prepared.seen, prepared.troubles)
    return outcome


def _without_held(prepared: Prepared) -> _Lot:
    """The rows that may be stored now: not those with a change made here that is on its way to NOMIS."""
    feed, lot = prepared.plan.feed, prepared.lot
    waiting = held.held_rows(feed, lot.values)
    prepared.troubles += [Trouble(lot.keys[number], Kind.WAITING, held.WORDS) for number in sorted(waiting)]
    free = [number for number in range(len(lot.keys)) if number not in waiting] if waiting else range(len(lot.keys))
    return _Lot([lot.keys[n] for n in free], list(held.keep_ours(feed, [lot.values[n] for n in free])))


def _translate(plan: Plan, rows: Sequence[Sequence[Any]]) -> tuple[_Lot, list[Trouble]]:
    lot, troubles = _Lot(), []
    steps = plan.steps
    for row in rows:
        try:
            found = translate(steps, row)
        except NotWanted:
            continue
        except Unreadable as problem:
            troubles.append(Trouble(plan.key_of(row), Kind.UNREADABLE, str(problem)))
            continue
        except Exception as problem:  # a value nobody thought of must not stop the rest
            reason = f"could not be translated ({type(problem).__name__})"
            troubles.append(Trouble(plan.key_of(row), Kind.UNREADABLE, reason))
            continue
        lot.keys.append(plan.key_of(row))
        lot.values.append(found.values)
        if found.notes:
            troubles.append(Trouble(plan.key_of(row), Kind.CHANGED, "; ".join(found.notes)))
    return lot, troubles


def _store(feed: Feed, lot: _Lot, troubles: list[Trouble], outcome: Applied, tell: bool) -> None:
    """Store a lot; when the database refuses it, halve it until the row at fault stands alone."""
    if not lot.values:
        return
    try:
        with transaction.atomic():
            owners, written, waiting = _store_at_once(feed, statements(feed.name), lot, tell)
    except (DataError, IntegrityError) as problem:
        if len(lot.values) == 1:
            reason = f"the database refused it: {str(problem).splitlines()[0]}"
            troubles.append(Trouble(lot.keys[0], Kind.UNREADABLE, reason))
            return
        middle = len(lot.values) // 2
        _store(feed, _Lot(lot.keys[:middle], lot.values[:middle]), troubles, outcome, tell)
        _store(feed, _Lot(lot.keys[middle:], lot.values[middle:]), troubles, outcome, tell)
        return
    outcome.written += written
    outcome.owners |= owners
    troubles += [Trouble(lot.keys[number], Kind.WAITING, words) for number, words in waiting]


def _store_at_once(feed: Feed, sql: Statements, lot: _Lot, tell: bool) -> tuple[set[Any], int, list[tuple[int, str]]]:
    with connection.cursor() as cursor:
        stage(cursor, sql, lot.values)
        settled = feed.before(cursor, sql.staged, tell) if feed.before else Settled()
        changed: set[Any] = set(settled.owners)
        waiting: list[tuple[int, str]] = []
        if sql.waiting:
            cursor.execute(sql.waiting)
            waiting = cursor.fetchall()
        if sql.displaced:
            cursor.execute(sql.displaced)
            changed |= {row[0] for row in cursor.fetchall()}
        cursor.execute(sql.insert, list(sql.defaults) or None)
        rows = cursor.fetchall()
        if feed.after:
            feed.after(cursor, sql.staged, tell)
        cursor.execute(sql.drop)
    owners = {row[0] for row in rows} if feed.owner is not Owner.NOBODY else set()
    return owners | changed, len(rows) + settled.rows, waiting


def stage(cursor: Any, sql: Statements | Comparison, values: Sequence[Sequence[Any]]) -> None:
    """Put translated rows, numbered from 0, into the feed's temporary table."""
    cursor.execute(sql.drop)
    cursor.execute(sql.create)
    with connection.wrap_database_errors, cursor.copy(sql.copy) as copy:
        for number, row in enumerate(values):
            copy.write_row((number, *row))
