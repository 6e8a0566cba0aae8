"""Finding rows that NOMIS no longer has, by comparing keys."""

from collections.abc import Iterator
from typing import Any

from django.db import connection, transaction
from django.db.models import F

from dps.legacy import feeds, source
from dps.legacy.feeds import Feed
from dps.legacy.inbound import people, settle, state
from dps.legacy.inbound.apply import prepare, stage, store
from dps.legacy.inbound.people import Touched
from dps.legacy.inbound.plans import Plans
from dps.legacy.inbound.statements import comparison, model_of
from dps.legacy.models import StaffAccess
from dps.legacy.outbound import held
from dps.legacy.translation import NotWanted, Unreadable, translate
from dps.platform import local_time

KEYS_AT_ONCE = 20_000
HIGHEST = 2**62
SUSPICIOUS_SHARE, SUSPICIOUS_ROWS = 0.2, 1000


class TooManyGone(Exception):
    """So much is missing that NOMIS is more likely unwell than right."""


def sweep_feed(name: str, plans: Plans, *, guarded: bool = True, tell: bool = False) -> int:
    """Remove what NOMIS no longer has of one feed. Gives how many rows were removed."""
    return sum(sweep_steps(name, plans, guarded=guarded, tell=tell))


def sweep_steps(name: str, plans: Plans, *, guarded: bool = True, tell: bool = False) -> Iterator[int]:
    """As `sweep_feed`, a range of keys at a time: each step is one transaction and gives how many rows it removed.

    `guarded` refuses (TooManyGone, noted on the feed) to remove more than a fifth and more than 1,000 rows at once.
    `tell` refreshes search and publishes events. A feed without any time stamp is read again whole instead of
    followed.
    """
    plan, keys = plans.runs.get(name), plans.compares.get(name)
    if plan is not None and not any(stamp.own for stamp in plan.stamps):
        yield _read_again(name, plans, tell=tell)
    if plan is None or keys is None:
        return
    total = _count(name)
    if total:
        yield from _compare(name, plans, total if guarded else None, tell)
    state.update_feed(name, swept_at=local_time.now())


def _compare(name: str, plans: Plans, total: int | None, tell: bool) -> Iterator[int]:
    """Each range is read and compared at one go, so no row can arrive between the two and be taken for deleted."""
    plan = plans.compares[name]
    if not comparison(name).range:
        yield _remove_missing(name, [row for rows in source.read_all(plan) for row in rows], [], plans, total, tell)
        return
    low: Any = -1
    while low < HIGHEST:
        rows = source.read_range(plan, low, KEYS_AT_ONCE)
        high = HIGHEST
        if len(rows) == KEYS_AT_ONCE:
            place = plan.key_positions[0]
            whole = [row for row in rows if row[place] != rows[-1][place]]
            rows, high = (whole, int(whole[-1][place])) if whole else (_one_key(plan, rows), int(rows[-1][place]))
        yield _remove_missing(name, rows, [low, high], plans, total, tell)
        low = high


def _one_key(plan: source.Plan, rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """All rows of a first key that has more rows than are read at once."""
    first = rows[-1][plan.key_positions[0]]
    return [row for some in source.read_by(plan, plan.feed.first_key, [first]) for row in some]


def _translated(plan: source.Plan, rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    found = []
    for row in rows:
        try:
            found.append(translate(plan.steps, row).values)
        except (NotWanted, Unreadable):
            continue
    return found


def _count(name: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(comparison(name).total)
        return int(cursor.fetchone()[0])


def _remove_missing(
    name: str, rows: list[tuple[Any, ...]], bounds: list[Any], plans: Plans, total: int | None, tell: bool
) -> int:
    feed = feeds.BY_NAME[name]
    with transaction.atomic():
        doomed = _missing(name, rows, bounds, plans)
        if not doomed:
            return 0
        suspicious = total is not None and len(doomed) > max(SUSPICIOUS_ROWS, SUSPICIOUS_SHARE * total)
        touched = Touched()
        if not suspicious:
            touched.note(feed, {owner for _, owner in doomed if owner is not None})
            delete(feed, [pk for pk, _ in doomed], tell=tell)
            state.update_feed(name, rows_deleted=F("rows_deleted") + len(doomed))
            if tell or name in ("names", "bookings", "staff caseloads", "staff roles"):
                people.finish(touched, plans)
    if suspicious:
        words = f"NOMIS lacks {len(doomed):,} of {total:,} rows that are here; none was removed"
        state.update_feed(name, last_error=f"{words}. If that is right, run a full load.")
        raise TooManyGone(words)
    after_names_went(name, touched, plans)
    return len(doomed)


def _missing(name: str, rows: list[tuple[Any, ...]], bounds: list[Any], plans: Plans) -> list[tuple[Any, Any]]:
    """(Primary key, owner) of what is here, within the bounds, and not among the NOMIS rows."""
    sql = comparison(name)
    with connection.cursor() as cursor:
        stage(cursor, sql, _translated(plans.compares[name], rows))
        cursor.execute(f"ANALYZE {sql.staged}")
        cursor.execute(sql.doomed + (sql.range if bounds else ""), bounds or None)
        doomed: list[tuple[Any, Any]] = cursor.fetchall()
        cursor.execute(sql.drop)
    return held.not_held(feeds.BY_NAME[name], doomed)


def delete(feed: Feed, pks: list[Any], *, tell: bool) -> None:
    """Remove rows that NOMIS no longer has, in the current transaction."""
    model = model_of(feed)
    for start in range(0, len(pks), 2000):
        some = pks[start : start + 2000]
        if feed.remove:
            feed.remove(some, tell)
            continue
        if model is StaffAccess:
            settle.take_away_access(some)
        model._default_manager.filter(pk__in=some).delete()


def after_names_went(name: str, touched: Touched, plans: Plans) -> None:
    """People left without a name were merged into another, or are gone. Tells and refreshes search for both."""
    if name not in ("names", "bookings", "identifiers"):
        return
    found = people.find_merges(plans)
    with transaction.atomic():
        kept = people.carry_out(found)
        people.remove_nameless(touched.numbers)
        if kept:
            merged = Touched()
            for number in kept:
                merged.areas[number].add("IDENTIFIERS")
            merged.feeds["names"] |= kept
            people.finish(merged, plans)


def _read_again(name: str, plans: Plans, *, tell: bool) -> int:
    """Read a whole feed that has no time stamps."""
    plan = plans.runs[name]
    for rows in source.read_all(plan):
        touched = Touched()
        with transaction.atomic():
            applied = store(prepare(plan, rows), tell=tell)
            state.count(name, applied)
            touched.note(plan.feed, applied.owners)
            if tell:
                people.finish(touched, plans)
    return 0
