"""The full load: every feed, in order, streamed from NOMIS and stored in large lots. Can be killed at any moment: each
lot is committed together with the key it ended at, and the next start goes on from there."""

import queue
import threading
import time
from collections.abc import Callable, Collection, Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import InterfaceError, OperationalError, connection, transaction

from dps.legacy import source
from dps.legacy.inbound import case_notes, people, settle, state, sweep
from dps.legacy.inbound.apply import Applied, Prepared, prepare, store
from dps.legacy.inbound.plans import Plans, chosen, fit_all
from dps.legacy.inbound.retry import retry_set_aside
from dps.legacy.models import FeedState
from dps.legacy.source import Plan
from dps.platform import local_time
from dps.prisoners.search.commands import refresh_records

Report = Callable[[str], None]
TRIES = 20
LONGEST_WAIT = 30.0
REPORT_SECONDS = 5.0
BEFORE_ALL = datetime.fromisoformat("1901-01-01")


class LoadRunning(Exception):
    """Another full load holds the lock."""


class GaveUp(Exception):
    """A database stayed away for too long. Starting again goes on from here."""


def full_load(report: Report, *, only: Collection[str] = (), wait: float = 60.0) -> Applied:
    """Load everything, or the feeds named. Goes on where an unfinished one stopped.

    Raises LoadRunning when another one runs, GaveUp when a database stays away, NomisNotConfigured.
    """
    chosen(only)
    deadline = time.monotonic() + wait
    while True:
        with state.lock(state.WRITER_LOCK) as mine:
            if mine:
                return _load_all(report, only)
        if time.monotonic() > deadline:
            raise LoadRunning("Another full load is running. Only one can run at a time.")
        time.sleep(0.25)


def _load_all(report: Report, only: Collection[str]) -> Applied:
    started = time.monotonic()
    plans = _with_patience(lambda: fit_all(only), report)
    begun = _begin(report)
    total = Applied()
    for feed in chosen(only):
        if feed.name in plans.runs:
            total.add(_load_feed(plans.runs[feed.name], begun, report))
        else:
            report(f"{feed.title}: left out: {state.feed_state(feed.name).last_error}")
        _after(feed.name)
    _finish(plans, report)
    seconds = time.monotonic() - started
    state.update_link(
        load_finished_at=local_time.now(), load_rows=total.read, load_seconds=seconds, search_current=True
    )
    report(f"Finished: {total.read:,} rows in {seconds:,.0f} s, {total.read / max(seconds, 0.001):,.0f} rows/s")
    return total


def _begin(report: Report) -> datetime:
    """When this load began: the moment the unfinished one did, if there is one."""
    link = state.link()
    unfinished = link.load_started_at and (not link.load_finished_at or link.load_finished_at < link.load_started_at)
    if unfinished and link.load_started_at:
        report("Going on with the full load that did not finish")
        return link.load_started_at
    begun = local_time.now()
    state.update_link(load_started_at=begun, search_current=False)
    return begun


def _after(feed: str) -> None:
    """What can only be settled once a whole feed is here."""
    with transaction.atomic():
        if feed == "bookings":
            settle.settle_people(None)
        elif feed == "movements":
            settle.settle_restricted_patients(None)
        elif feed == "staff roles":
            settle.settle_accounts(None)
            settle.settle_emails(None)
    if feed in ("names", "bookings", "movements"):
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE prisoners_person, prisoners_personname, prisoners_booking")


def _finish(plans: Plans, report: Report) -> None:
    _with_patience(lambda: retry_set_aside(plans), report)
    found = _with_patience(lambda: people.find_merges(plans), report)
    with transaction.atomic():
        people.carry_out(found)
        settle.settle_people(None)
        case_notes.follow_bookings(None, tell=False)
    report("Making the search records")
    started = time.monotonic()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        refresh_records(None)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    report(f"Search records made in {time.monotonic() - started:,.1f} s")


def _load_feed(plan: Plan, begun: datetime, report: Report) -> Applied:
    feed = plan.feed
    before = state.feed_state(feed.name)
    if before.load_finished_at and before.load_finished_at >= begun:
        report(f"{feed.title}: already loaded")
        return Applied()
    again = before.load_finished_at is not None
    if before.load_started_at is None or before.load_started_at < begun:
        clock = _with_patience(lambda: _clock(plan), report)
        state.update_feed(
            feed.name,
            load_started_at=local_time.now(),
            load_position=None,
            load_rows=0,
            load_seconds=0,
            clock=clock.isoformat() if clock else "",
        )
    expected = _with_patience(lambda: source.count(plan), report)
    progress = _Progress(feed.title, expected, report)
    total = Applied()
    tries = 0
    while True:
        try:
            position = state.feed_state(feed.name).load_position
            for prepared, last in _read_ahead(plan, position):
                with transaction.atomic():
                    applied = store(prepared)
                    state.count(feed.name, applied, load_position=_resume_at(last))
                    with connection.cursor() as cursor:
                        cursor.execute("SET LOCAL synchronous_commit = off")
                applied.owners = set()
                total.add(applied)
                tries = 0
                progress.show(total)
            break
        except (OperationalError, InterfaceError) as failure:
            tries += 1
            _wait_for_return(failure, tries, report)
    if again and not feed.keeps_deleted:
        _with_patience(lambda: sweep.sweep_feed(plan.feed.name, _compare_only(plan), guarded=False), report)
    state.update_feed(
        feed.name,
        load_finished_at=local_time.now(),
        load_position=None,
        load_rows=total.read,
        load_seconds=progress.seconds,
        swept_at=local_time.now(),
    )
    progress.end(total)
    return total


def _resume_at(key: Any) -> int | None:
    """A first key from which reading can go on: a whole number. Small feeds keyed by text begin again."""
    return int(key) if isinstance(key, int | Decimal) and key == int(key) else None


def _compare_only(plan: Plan) -> Plans:
    from dps.legacy.inbound.statements import keys_only

    names = {plan.feed.table, *(join.table for join in plan.feed.joins)}
    shape = source.look(sorted(names))
    return Plans(shape, {plan.feed.name: plan}, {plan.feed.name: source.fit(keys_only(plan.feed), shape)})


def _clock(plan: Plan) -> datetime | None:
    """The newest time stamp that the feed's tables hold now."""
    answers = source.ask([(stamp, BEFORE_ALL) for stamp in plan.stamps])
    return max((newest for _, newest in answers if newest), default=None)


def _read_ahead(plan: Plan, position: Any) -> Iterator[tuple[Prepared, Any]]:
    """Lots with the first key they end at, read and translated by a second thread while the first stores."""
    lots: queue.Queue[Any] = queue.Queue(maxsize=2)
    stop = threading.Event()

    def put(item: Any) -> None:
        while not stop.is_set():
            try:
                lots.put(item, timeout=0.2)
                return
            except queue.Full:
                continue

    def read() -> None:
        try:
            for rows in source.read_all(plan, after=position):
                if stop.is_set():
                    return
                put((prepare(plan, rows), rows[-1][plan.key_positions[0]]))
            put(None)
        except BaseException as failure:
            put(failure)
        finally:
            source.disconnect()

    reader = threading.Thread(target=read, name=f"read {plan.feed.name}", daemon=True)
    reader.start()
    try:
        while (item := lots.get()) is not None:
            if isinstance(item, BaseException):
                raise item
            yield item
    finally:
        stop.set()
        reader.join(timeout=source.STATEMENT_SECONDS)


def _with_patience(work: Callable[[], Any], report: Report) -> Any:
    """Do `work`, again and again while a database is away."""
    tries = 0
    while True:
        try:
            return work()
        except (OperationalError, InterfaceError) as failure:
            tries += 1
            _wait_for_return(failure, tries, report)


def _wait_for_return(failure: BaseException, tries: int, report: Report) -> None:
    """Note the failure and wait, longer each time. Raises GaveUp after the last try."""
    words = state.plainly(failure)
    source.disconnect()
    if tries >= TRIES:
        raise GaveUp(f"{words}. Run the same command again to go on from here.") from failure
    pause = min(LONGEST_WAIT, 0.5 * 2 ** (tries - 1))
    report(f"{words}: trying again in {pause:.0f} s")
    time.sleep(pause)
    if not connection.is_usable():
        connection.close()
        while not _locked_again():
            time.sleep(1)


def _locked_again() -> bool:
    """Take the writer's lock again after PostgreSQL itself went away and took it along."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [state.WRITER_LOCK])
            return bool(cursor.fetchone()[0])
    except (OperationalError, InterfaceError):
        connection.close()
        return False


class _Progress:
    """Says how far a feed is, every few seconds."""

    def __init__(self, title: str, expected: int, report: Report) -> None:
        self._title, self._expected, self._report = title, expected, report
        self._started = self._shown = time.monotonic()

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._started

    def show(self, total: Applied) -> None:
        if time.monotonic() - self._shown < REPORT_SECONDS:
            return
        self._shown = time.monotonic()
        rate = total.read / max(self.seconds, 0.001)
        self._report(f"{self._title}: {total.read:,} of {self._expected:,}, {rate:,.0f} rows/s")

    def end(self, total: Applied) -> None:
        rate = total.read / max(self.seconds, 0.001)
        aside = f", {total.set_aside:,} set aside" if total.set_aside else ""
        self._report(
            f"{self._title}: {total.read:,} read, {total.written:,} new or changed{aside},"
            f" {self.seconds:,.1f} s, {rate:,.0f} rows/s"
        )


def is_loaded(feed: str) -> bool:
    """Whether a feed has ever been loaded to its end."""
    return FeedState.objects.filter(feed=feed, load_finished_at__isnull=False).exists()
