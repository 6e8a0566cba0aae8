"""Carries queued writes out, one person or member of staff at a time.

One lock for each: two workers never write one record at once, and its writes keep their order. NOMIS commits first,
then we note it; between the two a process may die, so every mapper recognises what it has done already.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import structlog
from django.conf import settings
from django.db import (
    DatabaseError,
    IntegrityError,
    InterfaceError,
    OperationalError,
    connection,
    connections,
    transaction,
)

from dps.legacy import source
from dps.legacy.inbound import state
from dps.legacy.models import OF_STAFF, LinkState, QueuedWrite, about
from dps.legacy.outbound import nomis, queueing, records, rules
from dps.legacy.outbound.mapper import Mapper, Task, Written
from dps.legacy.outbound.mappers import BY_KIND
from dps.legacy.outbound.refusals import Differs, NotYet, Refused
from dps.legacy.outbound.rules import Queued
from dps.legacy.outbound.values import as_shown
from dps.legacy.router import NOMIS
from dps.platform import local_time
from dps.prisoners.changes.recording import lock_person

log = structlog.get_logger("dps.legacy")
State = QueuedWrite.State
OPEN = (State.WAITING, State.FAILED, State.CONFLICT, State.SWITCHED_OFF)
PERSON_LOCK = 5_610_003
"""First half of the advisory lock of one person's writes."""
PEOPLE_AT_ONCE = 200


class Away(Exception):
    """NOMIS cannot be reached; the words say how that was told."""

    settled = 0
    """Writes of the same person that were settled before."""


def drain(*, seconds: float = float("inf")) -> int:
    """Write everything that is due, for at most about `seconds`. Gives how many writes were settled."""
    settled = 0
    until = time.monotonic() + seconds
    idle: set[str] = set()
    if NOMIS not in settings.DATABASES:
        return 0
    while time.monotonic() < until and not _is_away():
        numbers = [number for number in _due_people() if number not in idle]
        if not numbers:
            return settled
        for number in numbers:
            try:
                done = _write_all(number)
            except Away as away:
                _note_away(str(away))
                return settled + away.settled
            settled += done
            if not done:
                idle.add(number)
            if time.monotonic() > until:
                return settled
    return settled


def _due_people() -> list[str]:
    """Whoever has a write that is due (`QueuedWrite.whose`), the longest waiting first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(person_id, %s || staff_id) FROM legacy_queuedwrite WHERE state = 'WAITING'"
            " AND try_at <= %s GROUP BY 1 ORDER BY min(id) LIMIT %s",
            [OF_STAFF, local_time.now(), PEOPLE_AT_ONCE],
        )
        return [row[0] for row in cursor.fetchall()]


def write_person(number: str) -> int:
    """Write what is due of one person, or of `staff 21`, in order. Gives how many writes were settled; none when
    another process is at it or NOMIS is away."""
    settled = 0
    if NOMIS not in settings.DATABASES or _is_away():
        return 0
    try:
        while done := _write_all(number):  # again: more may have been queued meanwhile
            settled += done
    except Away as away:
        _note_away(str(away))
        settled += away.settled
    return settled


def _write_all(number: str) -> int:
    """Write what is due of one person now. Raises Away."""
    settled = 0
    with _person_lock(number) as mine:
        due = _due(number) if mine else []
        set_to = queueing.switches() if due else {}
        stuck: set[tuple[str, str]] = set()
        for write in due:
            if (write.kind, write.key) in stuck:
                continue
            was = (write.kind, write.key)
            try:
                settled += _carry_out(write, set_to)
            except Away as away:
                away.settled = settled
                raise
            if write.state != State.DONE:
                stuck.add(was)
            elif write.key != was[1]:
                break  # it has NOMIS's key now, and so have later changes of it
    return settled


@contextmanager
def _person_lock(number: str) -> Iterator[bool]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, hashtext(%s))", [PERSON_LOCK, number])
        mine = bool(cursor.fetchone()[0])
    try:
        yield mine
    finally:
        if mine:
            try:
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_advisory_unlock(%s, hashtext(%s))", [PERSON_LOCK, number])
            except (DatabaseError, InterfaceError):
                connection.close()


def _due(number: str) -> list[QueuedWrite]:
    """What may be written now, in order; those that wait for an earlier write of the same thing are told so."""
    now = local_time.now()
    found = {write.pk: write for write in QueuedWrite.objects.filter(about(number), state__in=OPEN).order_by("id")}
    go, held = rules.ready_in_order(
        Queued(
            write.pk,
            (write.kind, write.key),
            open=True,
            ready=write.state == State.WAITING and write.try_at <= now,
        )
        for write in found.values()
    )
    for waiting, earlier in held.items():
        words = f"Waits for change {found[earlier].change_id}, made earlier to the same thing"
        if found[waiting].reason != words:
            QueuedWrite.objects.filter(pk=waiting).update(reason=words)
    return [found[pk] for pk in go]


def _carry_out(write: QueuedWrite, set_to: dict[tuple[str, str], bool]) -> int:
    """Write one change and note what came of it. Raises Away. Gives 1 when it is settled, one way or another."""
    if not write.ours_wins and not rules.is_on(set_to, write.prison, write.kind):
        return _note(write, State.SWITCHED_OFF, queueing.KEPT_BACK)
    mapper = BY_KIND[write.kind]
    try:
        written = _write(write, mapper)
    except Refused as problem:
        return _note(write, State.FAILED, str(problem))
    except Differs as problem:
        theirs = {name: as_shown(value) for name, value in problem.theirs.items()} if problem.theirs else None
        return _note(write, State.CONFLICT, str(problem), theirs=theirs)
    except NotYet as problem:
        return _wait(write, str(problem))
    except (OperationalError, InterfaceError) as problem:
        _tell_away(problem)
        return _wait(write, state.plainly(problem))
    except IntegrityError as problem:
        if write.attempts < 3 and _is_taken(problem):
            return _wait(write, "Somebody else took the same number in NOMIS at the same moment")
        return _note(write, State.FAILED, f"NOMIS refused it ({state.plainly(problem)})")
    except DatabaseError as problem:
        _tell_away(problem)
        nomis.forget()
        return _note(write, State.FAILED, f"NOMIS refused it ({state.plainly(problem)})")
    except Exception as problem:
        log.error("write to NOMIS failed", change=write.change_id, kind=type(problem).__name__)
        return _note(
            write, State.FAILED, f"It could not be put into the form that NOMIS takes ({type(problem).__name__})"
        )
    try:
        _finish(write, mapper, written)
    except IntegrityError as problem:
        log.error("a NOMIS record is known twice", change=write.change_id)
        words = "It is in NOMIS, but there it is known here as another record already"
        return _note(write, State.FAILED, f"{words} ({state.plainly(problem)})")
    return 1


def _write(write: QueuedWrite, mapper: Mapper) -> Written:
    with nomis.session(write.change_id, write.username) as session:
        return mapper.carry_out(Task(write, session))


def _is_taken(problem: IntegrityError) -> bool:
    words = str(problem).lower()
    return "unique" in words or "ora-00001" in words


def _tell_away(problem: BaseException) -> None:
    """Raises Away when NOMIS as a whole is gone, rather than unhappy with this write."""
    try:
        usable = connections[NOMIS].is_usable()
    except Exception:
        usable = False
    if not usable:
        source.disconnect()
        nomis.forget()
        raise Away(state.plainly(problem)) from problem


def _finish(write: QueuedWrite, mapper: Mapper, written: Written) -> None:
    """Note that NOMIS has it: the record takes NOMIS's key, and the write is done, in one transaction of ours."""
    now = local_time.now()
    with transaction.atomic():
        if mapper.own_keys and write.person_id is not None:
            lock_person(write.person_id)
        records.take_over(write, mapper, written)
        write.state, write.outcome, write.done_at, write.reason = State.DONE, written.outcome, now, ""
        write.attempts += 1
        write.save(update_fields=["state", "outcome", "done_at", "reason", "attempts", "key", "booking_id"])


def _note(write: QueuedWrite, new: str, reason: str, **more: Any) -> int:
    write.state, write.reason, write.theirs = new, reason, more.get("theirs")
    write.attempts += 1
    write.save(update_fields=["state", "reason", "theirs", "attempts"])
    return 1


def _wait(write: QueuedWrite, reason: str) -> int:
    """Try again later; after too many tries it has failed."""
    write.attempts += 1
    if write.attempts >= rules.MOST_ATTEMPTS:
        return _note(write, State.FAILED, f"It was tried {write.attempts} times: {reason}")
    write.try_at, write.reason = local_time.now() + rules.pause(write.attempts), reason
    write.save(update_fields=["try_at", "reason", "attempts"])
    return 0


def _is_away() -> bool:
    """Whether NOMIS did not answer lately, so that it is not asked again yet."""
    until: datetime | None = (
        LinkState.objects.filter(name=LinkState.ONLY).values_list("writes_try_at", flat=True).first()
    )
    if until is None:
        return False
    if until > local_time.now():
        return True
    return not _answers()


def _answers() -> bool:
    """Ask NOMIS for a sign of life after it was away, and note the answer."""
    try:
        with source.connect().cursor() as cursor:
            cursor.execute(_SIGN_OF_LIFE[connections[NOMIS].vendor])
            cursor.fetchone()
    except (DatabaseError, InterfaceError) as problem:
        source.disconnect()
        _note_away(state.plainly(problem))
        return False
    state.update_link(writes_failing_since=None, writes_failure="", writes_failures=0, writes_try_at=None)
    return True


_SIGN_OF_LIFE = {"postgresql": "SELECT 1", "oracle": "SELECT 1 FROM DUAL"}


def _note_away(words: str) -> None:
    link = state.link()
    failures = link.writes_failures + 1
    state.update_link(
        writes_failing_since=link.writes_failing_since or local_time.now(),
        writes_failure=words,
        writes_failures=failures,
        writes_try_at=local_time.now() + rules.pause(failures),
    )
