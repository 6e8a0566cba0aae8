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
from dps.legacy.inbound.load import is_loaded
from dps.legacy.inbound.people import Touched
from dps.legacy.inbound.plans import Plans, fit_all
from dps.legacy.inbound.retry import retry_set_aside
from dps.legacy.models import SetAsideRow
from dps.legacy.source import Plan, Stamp
from dps.platform import local_time

OVERLAP = timedelta(minutes=2)
FIRST_TIME = datetime(1901, 1, 1)
SLOW_SHARE = 20
"""A question that takes t seconds is asked at most every 20 t seconds."""
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
    answer: tuple[int, datetime | None] = (0, None)
    again: int = 0
    """Rounds to read once more after a change: a stamp to the second may hide a later change in the same second."""
    ask_at: float = 0.0
    seen: set[int] = field(default_factory=set)


class Follower:
    """Applies changes round by round. Make a new one after NOMIS came back or the feeds changed."""

    def __init__(self, only: Collection[str] = (), *, sweep_minutes: float = 10.0) -> None:
        self.plans: Plans = fit_all(only)
        self._watches = [
            _Watch(plan, stamp)
            for name, plan in self.plans.runs.items()
            if is_loaded(name)
            for stamp in plan.stamps
        ]
        self._clocks = state.clocks()
        self._base = max(self._clocks.values(), default=FIRST_TIME)
        self._base_seen = time.monotonic()
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
        due = [watch for watch in self._watches if watch.ask_at <= time.monotonic()]
        changed = self._changed(due)
        written = self._apply(changed)
        self._save_clock(asked_at, force=bool(changed))
        state.update_link(
            last_answer_at=local_time.now(), follower_seen_at=local_time.now(), failing_since=None, failure=""
        )
        self._retry(written)
        return written

    def _since(self, watch: _Watch) -> datetime:
        clock = self._clocks.get(watch.plan.feed.name, FIRST_TIME)
        return clock - OVERLAP if clock > FIRST_TIME else FIRST_TIME

    def _changed(self, due: list[_Watch]) -> list[_Watch]:
        """Those of the watches behind which something is newer. Indexed stamps are asked about in one statement,
        the others one by one and less often the longer the answer takes."""
        # Feeds that read one table share its question.
        asked: dict[tuple[str, str, datetime], tuple[Stamp, datetime]] = {}
        for watch in due:
            since = self._since(watch)
            asked.setdefault((watch.stamp.table, watch.stamp.column, since), (watch.stamp, since))
        fast = {key: question for key, question in asked.items() if question[0].indexed}
        answers = dict(zip(fast, source.ask(list(fast.values())), strict=True))
        took: dict[tuple[str, str, datetime], float] = {}
        for key, question in asked.items():
            if key not in fast:
                started = time.monotonic()
                answers[key] = source.ask([question])[0]
                took[key] = time.monotonic() - started
        changed = []
        for watch in due:
            key = (watch.stamp.table, watch.stamp.column, self._since(watch))
            answer = answers[key]
            watch.ask_at = time.monotonic() + SLOW_SHARE * took.get(key, 0.0)
            if answer[1] and answer[1] > self.clock() and answer[1] < _far_future():
                self._base, self._base_seen = answer[1], time.monotonic()
            if answer != watch.answer and answer[0]:
                watch.again = 2
                changed.append(watch)
            elif watch.again and answer[0]:
                watch.again -= 1
                changed.append(watch)
            watch.answer = answer
        return changed

    def _apply(self, changed: list[_Watch]) -> int:
        if not changed:
            return 0
        order = {feed.name: number for number, feed in enumerate(ALL)}
        changed.sort(key=lambda watch: order[watch.plan.feed.name])
        written, lots, kept = 0, [], 0
        for watch in changed:
            seen: set[int] = set()
            for rows in source.read_since(watch.plan, watch.stamp, self._since(watch)):
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
            watch.seen, watch.answer = seen, watch.answer
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
                applied = store(prepare(plan, rows, skip_ours=True))
                state.count(plan.feed.name, applied, **({"last_change_at": local_time.now()} if applied.written else {}))
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

    def _save_clock(self, asked_at: datetime, *, force: bool) -> None:
        """What was committed before this round's question is here now. Feeds with slow questions keep their clock
        until they were asked."""
        if asked_at <= FIRST_TIME + timedelta(days=1):
            return
        slow = {watch.plan.feed.name for watch in self._watches if watch.ask_at > time.monotonic()}
        if slow and not force and time.monotonic() - self._saved < SAVE_CLOCK_SECONDS:
            return
        ready = [watch.plan.feed.name for watch in self._watches if watch.plan.feed.name not in slow]
        if force or time.monotonic() - self._saved >= SAVE_CLOCK_SECONDS:
            for name in ready:
                self._clocks[name] = max(asked_at, self._clocks.get(name, FIRST_TIME))
            state.set_clock(ready, asked_at)
            self._saved = time.monotonic()

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


def _far_future() -> datetime:
    return local_time.in_london(local_time.now()).replace(tzinfo=None) + timedelta(hours=25)


def once(report: Report, only: Collection[str] = ()) -> tuple[int, int]:
    """Apply every change and every deletion, once. Gives rows changed and rows removed."""
    while True:
        with state.lock(state.WRITER_LOCK) as mine:
            if mine:
                follower = Follower(only)
                changed = follower.round()
                retry_set_aside(follower.plans, tell=True)
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
) -> None:
    """Apply changes until `stop`. Outlives NOMIS and PostgreSQL going away; runs beside no other follower."""
    with state.lock(state.FOLLOWER_LOCK) as mine:
        if not mine:
            report("Another process follows NOMIS already; waiting to take over")
    follower: Follower | None = None
    failures = 0
    while not stop():
        started = time.monotonic()
        try:
            with state.lock(state.WRITER_LOCK) as mine:
                if mine:
                    if follower is None or follower.is_old:
                        follower = Follower(only, sweep_minutes=sweep_minutes)
                    if written := follower.round():
                        report(f"{written:,} rows changed")
                    follower.sweep_a_little()
                else:
                    state.update_link(follower_seen_at=local_time.now())
                    follower = None  # a full load moves the clocks of the feeds
            if failures:
                report("NOMIS answers again")
            failures = 0
            pause = seconds
        except (DatabaseError, InterfaceError) as failure:
            failures += 1
            follower = None
            pause = min(LONGEST_WAIT, seconds * 2 ** min(failures - 1, 6))
            _note_failure(failure, report, pause)
        left = pause - (time.monotonic() - started)
        while left > 0 and not stop():
            time.sleep(min(left, 0.2))
            left = pause - (time.monotonic() - started)


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
