"""Following NOMIS: each round asks, in one statement, whether anything is newer, reads only that, and stores it in one
transaction together with the search records.

Time is the clock of NOMIS itself: the newest stamp seen, plus what has passed here since. Each round looks back a
little further than the last one ended (the overlap), so that a transaction that took its stamp early and committed
late is not missed. Rows read again in the overlap are recognised and dropped.
"""

import time
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import DatabaseError, InterfaceError, connection, transaction

from dps.legacy import source
from dps.legacy.feeds import ALL
from dps.legacy.inbound import people, state, sweep
from dps.legacy.inbound.apply import prepare, store
from dps.legacy.inbound.load import GaveUp, LoadRunning, full_load, is_loaded
from dps.legacy.inbound.people import Touched
from dps.legacy.inbound.plans import Plans, fit_all
from dps.legacy.inbound.retry import retry_set_aside
from dps.legacy.models import SetAsideRow
from dps.legacy.source import Plan, Stamp
from dps.platform import local_time

OVERLAP = timedelta(minutes=2)
FIRST_TIME = datetime.fromisoformat("1901-01-01")
SLOW_SHARE = 0.1
"""How much of the time may go into questions about stamps without an index."""
VERY_SLOW_SECONDS, VERY_SLOW_EVERY = 0.5, 600.0
"""A further stamp (beside an indexed one of the same table) that takes this long is asked about this often."""
STEP = timedelta(seconds=30)
"""The window moves on in steps, so that its count changes only when something in it does."""
READ_AGAIN_SECONDS = 15.0
"""The window is read whole this often, even when neither its count nor its newest stamp tells of a change: a late
commit can hide behind both."""
SETTLED = timedelta(minutes=75)
"""A newest stamp older than this, whatever the time zone muddle, needs no overlap: all before it is committed."""
ONE_TRANSACTION_ROWS = 20_000
REMEMBERED_ROWS = 50_000
SAVE_CLOCK_SECONDS = 10.0
RETRY_ALL_SECONDS = 600.0
RETRY_WAITING_SECONDS = 30.0
LOOK_AGAIN_SECONDS = 3600.0
LONGEST_WAIT = 30.0
Report = Callable[[str], None]


@dataclass(slots=True)
class _Watch:
    """What one round knows of one time stamp of one feed."""

    plan: Plan
    stamp: Stamp
    since: datetime
    """Everything up to here is in."""
    extra: bool = False
    """Not the first choice: the same table has an indexed stamp too."""
    answer: tuple[int, datetime | None] = (0, None)
    again: int = 0
    """Rounds to read once more after a change: a stamp to the second may hide a later change in the same second."""
    read_at: float = field(default_factory=time.monotonic)
    asked_at: float = float("-inf")
    took: float = 0.0
    seen: set[int] = field(default_factory=set)


def _watches(plan: Plan, clock: datetime) -> Iterator[_Watch]:
    indexed = {stamp.table for stamp in plan.stamps if stamp.indexed}
    for stamp in plan.stamps:
        yield _Watch(plan, stamp, clock, extra=not stamp.indexed and stamp.table in indexed)


class Follower:
    """Applies changes round by round. Make a new one after NOMIS came back or the feeds changed."""

    def __init__(self, only: Collection[str] = (), *, sweep_minutes: float = 10.0) -> None:
        self.plans: Plans = fit_all(only)
        clocks = state.clocks()
        settled = _london_now() - SETTLED
        self._base = max(clocks.values(), default=FIRST_TIME)
        self._base_seen = time.monotonic()
        self._watches: list[_Watch] = []
        for name, plan in self.plans.runs.items():
            if is_loaded(name):
                clock = clocks.get(name, FIRST_TIME)
                overlap = OVERLAP if clock > max(settled, FIRST_TIME) else timedelta()
                self._watches += _watches(plan, clock - overlap)
        self._tokens = 1.0
        self._refilled = time.monotonic()
        self._saved = 0.0
        self._made = time.monotonic()
        self._sweep_seconds = sweep_minutes * 60
        self._sweeping: Iterator[int] | None = None
        self._sweeps = {
            name: time.monotonic() + self._sweep_seconds * (number + 1) / len(self.plans.runs)
            for number, name in enumerate(reversed(list(self.plans.runs)))
        }
        self._retry_waiting = self._retry_all = time.monotonic()

    @property
    def is_old(self) -> bool:
        """Whether it is time to look at the tables of NOMIS afresh."""
        return time.monotonic() - self._made > LOOK_AGAIN_SECONDS

    def clock(self) -> datetime:
        """What time it is at least, by the clock of NOMIS."""
        return self._base + timedelta(seconds=time.monotonic() - self._base_seen)

    def round(self) -> int:
        """Apply everything that changed. Gives how many rows were new or different."""
        asked_at = self.clock()
        due = self._due()
        self._ask(due)
        changed = [watch for watch in due if self._is_changed(watch)]
        written = self._apply(changed)
        self._move_on(due, asked_at)
        state.update_link(
            last_answer_at=local_time.now(), follower_seen_at=local_time.now(), failing_since=None, failure=""
        )
        self._retry(written)
        return written

    def _due(self) -> list[_Watch]:
        """Watches to ask about now: all indexed ones, and of the others as many as time allows, longest unasked
        first."""
        now = time.monotonic()
        self._tokens = min(1.0, self._tokens + SLOW_SHARE * (now - self._refilled))
        self._refilled = now
        left = self._tokens
        due = [watch for watch in self._watches if watch.stamp.indexed]
        slow = [watch for watch in self._watches if not watch.stamp.indexed]
        for watch in sorted(slow, key=lambda watch: watch.asked_at):
            if watch.extra and watch.took > VERY_SLOW_SECONDS and now - watch.asked_at < VERY_SLOW_EVERY:
                continue
            if left <= 0:
                break
            due.append(watch)
            left -= watch.took
        return due

    def _ask(self, due: list[_Watch]) -> None:
        """Put the answers on the watches. Indexed stamps are asked about in one statement, the others one by one;
        feeds that read one table share its question."""
        groups: dict[tuple[str, str, datetime], list[_Watch]] = {}
        for watch in due:
            groups.setdefault((watch.stamp.table, watch.stamp.column, watch.since), []).append(watch)
        fast = [group for group in groups.values() if group[0].stamp.indexed]
        answers = source.ask([(group[0].stamp, group[0].since) for group in fast])
        for group, answer in zip(fast, answers, strict=True):
            self._answered(group, answer)
        for group in groups.values():
            if not group[0].stamp.indexed:
                started = time.monotonic()
                answer = source.ask([(group[0].stamp, group[0].since)])[0]
                took = time.monotonic() - started
                self._tokens -= took
                for watch in group:
                    watch.took, watch.asked_at = took, time.monotonic()
                self._answered(group, answer)

    def _answered(self, group: list[_Watch], answer: tuple[int, datetime | None]) -> None:
        newest = answer[1]
        if newest and self.clock() < newest < _nomis_now_at_most():
            self._base, self._base_seen = newest, time.monotonic()
        for watch in group:
            if answer != watch.answer:
                watch.again = 3
            watch.answer = answer

    def _is_changed(self, watch: _Watch) -> bool:
        if not watch.answer[0]:
            return False
        if not watch.again and time.monotonic() - watch.read_at < READ_AGAIN_SECONDS:
            return False
        watch.again = max(0, watch.again - 1)
        watch.read_at = time.monotonic()
        return True

    def _move_on(self, due: list[_Watch], asked_at: datetime) -> None:
        """What was committed by the time of the question, less the overlap, is in."""
        if asked_at < FIRST_TIME + timedelta(days=1):
            return
        reached = asked_at - OVERLAP
        for watch in due:
            if reached - watch.since >= STEP:
                watch.since = reached
        if time.monotonic() - self._saved >= SAVE_CLOCK_SECONDS:
            self._saved = time.monotonic()
            by_clock: dict[datetime, list[str]] = {}
            for name in {watch.plan.feed.name for watch in self._watches}:
                since = min(watch.since for watch in self._watches if watch.plan.feed.name == name)
                by_clock.setdefault(since, []).append(name)
            for since, names in by_clock.items():
                state.set_clock(names, since + OVERLAP)

    def _apply(self, changed: list[_Watch]) -> int:
        if not changed:
            return 0
        order = {feed.name: number for number, feed in enumerate(ALL)}
        changed.sort(key=lambda watch: order[watch.plan.feed.name])
        written, lots, kept = 0, [], 0
        for watch in changed:
            seen: set[int] = set()
            for rows in source.read_since(watch.plan, watch.stamp, watch.since):
                fresh = []
                for row in rows:
                    mark = _mark(row)
                    if mark not in watch.seen:
                        fresh.append(row)
                    if len(seen) < REMEMBERED_ROWS:
                        seen.add(mark)
                if fresh:
                    lots.append((watch.plan, fresh))
                    kept += len(fresh)
                if kept >= ONE_TRANSACTION_ROWS:
                    written += self._store(lots)
                    lots, kept = [], 0
            watch.seen = seen
        newest = max((watch.answer[1] for watch in changed if watch.answer[1]), default=None)
        try:
            written += self._store(lots)
        except BaseException:
            for watch in changed:
                watch.seen = set()
            raise
        if written and newest:
            self._note_delay(newest)
        return written

    def _store(self, lots: list[tuple[Plan, list[Any]]]) -> int:
        if not lots:
            return 0
        touched = Touched()
        written = 0
        with transaction.atomic():
            for plan, rows in lots:
                applied = store(prepare(plan, rows, skip_ours=True), tell=True)
                state.count(
                    plan.feed.name, applied, **({"last_change_at": local_time.now()} if applied.written else {})
                )
                touched.note(plan.feed, applied.owners)
                written += applied.written
            people.finish(touched, self.plans)
        for name in ("names", "bookings", "identifiers"):
            if touched.feeds.get(name):
                sweep.after_names_went(name, touched, self.plans)
                break
        return written

    def _note_delay(self, newest: datetime) -> None:
        """How long the newest change took to get here; only when the two clocks agree well enough to say."""
        made = newest.replace(tzinfo=local_time.LONDON)
        delay = (local_time.now() - made).total_seconds()
        state.update_link(
            last_change_at=made,
            last_change_applied_at=local_time.now(),
            last_change_delay=delay if 0 <= delay < 24 * 3600 else None,
        )

    def _retry(self, written: int) -> None:
        """Try rows set aside again: those waiting after anything arrived, all of them now and then."""
        now = time.monotonic()
        if now - self._retry_all > RETRY_ALL_SECONDS:
            self._retry_all = self._retry_waiting = now
            retry_set_aside(self.plans, tell=True)
        elif (written or now - self._retry_waiting > RETRY_WAITING_SECONDS) and SetAsideRow.objects.filter(
            kind=SetAsideRow.Kind.WAITING
        ).exists():
            self._retry_waiting = now
            retry_set_aside(self.plans, kinds=[SetAsideRow.Kind.WAITING], tell=True)

    def sweep_a_little(self) -> None:
        """One step of comparing keys, when it is time; feeds take turns."""
        if self._sweeping is None:
            name, at = min(self._sweeps.items(), key=lambda item: item[1], default=("", float("inf")))
            if at > time.monotonic():
                return
            self._sweeps[name] = time.monotonic() + self._sweep_seconds
            self._sweeping = sweep.sweep_steps(name, self.plans, tell=True)
        try:
            next(self._sweeping)
        except (StopIteration, sweep.TooManyGone):
            self._sweeping = None

    def sweep_all(self) -> int:
        """Compare the keys of every feed, children before what they hang on. Gives how many rows were removed."""
        removed = 0
        for name in reversed(list(self.plans.runs)):
            try:
                removed += sweep.sweep_feed(name, self.plans, tell=True)
            except sweep.TooManyGone:
                continue
        return removed


def _mark(row: tuple[Any, ...]) -> int:
    try:
        return hash(row)
    except TypeError:
        return hash(tuple(bytes(part) if isinstance(part, memoryview) else str(part) for part in row))


def _london_now() -> datetime:
    return local_time.in_london(local_time.now()).replace(tzinfo=None)


def _nomis_now_at_most() -> datetime:
    """No clock of a NOMIS can be beyond this; a stamp that is, is wrong."""
    return _london_now() + timedelta(hours=2)


def catch_up(report: Report, only: Collection[str]) -> None:
    """Load what was never loaded to its end: everything, the first time."""
    plans = fit_all(only)
    missing = [name for name in plans.runs if not is_loaded(name)]
    if missing:
        everything = len(missing) == len(plans.runs) and not only
        full_load(report, only=() if everything else missing)


def once(report: Report, only: Collection[str] = ()) -> tuple[int, int]:
    """Apply every change and every deletion, once. Gives rows changed and rows removed."""
    catch_up(report, only)
    while True:
        with state.lock(state.WRITER_LOCK) as mine:
            if mine:
                follower = Follower(only)
                changed = follower.round()
                changed += retry_set_aside(follower.plans, tell=True)
                removed = follower.sweep_all()
                return changed, removed
        report("Waiting for the full load to end")
        time.sleep(1)


def follow(
    report: Report,
    *,
    only: Collection[str] = (),
    seconds: float = 1.0,
    sweep_minutes: float = 10.0,
    stop: Callable[[], bool] = lambda: False,
    between: Callable[[], object] = lambda: None,
) -> None:
    """Apply changes until `stop`, calling `between` after each round. Outlives NOMIS and PostgreSQL going away; runs
    beside no other follower."""
    failures = 0

    def answered() -> None:
        nonlocal failures
        if failures:
            report("NOMIS answers again")
        failures = 0

    while not stop():
        try:
            with state.lock(state.FOLLOWER_LOCK) as mine:
                if not mine:
                    report("Another process follows NOMIS; waiting to take over")
                    _pause(10.0, stop)
                    continue
                catch_up(report, only)
                _follow(report, only, seconds, sweep_minutes, stop, answered, between)
        except (DatabaseError, InterfaceError, GaveUp, LoadRunning) as failure:
            failures += 1
            pause = min(LONGEST_WAIT, seconds * 2 ** min(failures - 1, 6))
            _note_failure(failure, report, pause)
            _pause(pause, stop)


def _follow(
    report: Report,
    only: Collection[str],
    seconds: float,
    sweep_minutes: float,
    stop: Callable[[], bool],
    answered: Callable[[], None],
    between: Callable[[], object],
) -> None:
    follower: Follower | None = None
    while not stop():
        started = time.monotonic()
        with state.lock(state.WRITER_LOCK) as mine:
            if mine:
                if follower is None or follower.is_old:
                    follower = Follower(only, sweep_minutes=sweep_minutes)
                if written := follower.round():
                    report(f"{written:,} rows changed")
                follower.sweep_a_little()
                answered()
            else:
                state.update_link(follower_seen_at=local_time.now())
                follower = None  # a full load moves the clocks of the feeds
        between()
        _pause(seconds - (time.monotonic() - started), stop)


def _pause(seconds: float, stop: Callable[[], bool]) -> None:
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0 and not stop():
        time.sleep(min(left, 0.2))


def _note_failure(failure: BaseException, report: Report, pause: float) -> None:
    words = state.plainly(failure)
    report(f"{words}: trying again in {pause:.0f} s")
    source.disconnect()
    try:
        link = state.link()
        state.update_link(
            follower_seen_at=local_time.now(),
            failing_since=link.failing_since or local_time.now(),
            failure=words,
        )
    except (DatabaseError, InterfaceError):
        connection.close()
