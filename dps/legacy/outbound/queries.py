"""How writing to NOMIS is doing, and what waits, failed or is in conflict."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Min, Q, QuerySet

from dps.legacy.models import LinkState, Mapping, QueuedWrite, WriteSwitch
from dps.legacy.outbound import rules
from dps.legacy.router import NOMIS
from dps.platform import local_time

State = QueuedWrite.State
RATE_OVER = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class QueueState:
    """The queue as a whole."""

    waiting: int
    failed: int
    conflicts: int
    kept_back: int
    oldest: datetime | None
    """When the change was made that has waited longest."""
    lag: timedelta | None
    a_minute: float
    """Writes done a minute, over the last five."""
    last_done_at: datetime | None
    away_since: datetime | None
    away_words: str
    try_at: datetime | None
    behind: bool


def queue_state() -> QueueState:
    """How writing is doing now. Three statements."""
    now = local_time.now()
    still = QueuedWrite.objects.exclude(state=State.DONE).aggregate(
        waiting=Count("id", filter=Q(state=State.WAITING)),
        failed=Count("id", filter=Q(state=State.FAILED)),
        conflicts=Count("id", filter=Q(state=State.CONFLICT)),
        kept_back=Count("id", filter=Q(state=State.SWITCHED_OFF)),
        oldest=Min("changed_at", filter=Q(state=State.WAITING)),
    )
    done = QueuedWrite.objects.filter(state=State.DONE, done_at__gt=now - RATE_OVER).count()
    link = LinkState.objects.filter(name=LinkState.ONLY).first() or LinkState()
    oldest: datetime | None = still["oldest"]
    last = QueuedWrite.objects.filter(state=State.DONE).order_by("-done_at").values_list("done_at", flat=True).first()
    return QueueState(
        waiting=still["waiting"],
        failed=still["failed"],
        conflicts=still["conflicts"],
        kept_back=still["kept_back"],
        oldest=oldest,
        lag=now - oldest if oldest else None,
        a_minute=done / (RATE_OVER.total_seconds() / 60),
        last_done_at=last,
        away_since=link.writes_failing_since,
        away_words=link.writes_failure,
        try_at=link.writes_try_at,
        behind=rules.is_behind(oldest, now),
    )


def notice() -> str:
    """What people reading a record must be told about changes that have not arrived; '' for nothing. One statement."""
    if NOMIS not in settings.DATABASES:
        return ""
    oldest = QueuedWrite.objects.filter(state=State.WAITING).aggregate(oldest=Min("changed_at"))["oldest"]
    if oldest is None:
        return ""
    now = local_time.now()
    same_day = local_time.in_london(oldest).date() == local_time.in_london(now).date()
    return rules.notice(oldest, now, local_time.clock(oldest) if same_day else local_time.long_date_and_time(oldest))


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which writes to show; '' for all."""

    state: str = ""
    kind: str = ""
    number: str = ""
    """Of a prisoner, or of a member of staff."""


def _of(wanted: Wanted) -> "QuerySet[QueuedWrite]":
    found = (
        QueuedWrite.objects.filter(state=wanted.state)
        if wanted.state
        else QueuedWrite.objects.exclude(state=State.DONE)
    )
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted.number.isascii() and wanted.number.isdigit():
        found = found.filter(staff_id=int(wanted.number))
    elif wanted.number:
        found = found.filter(person_id=wanted.number)
    return found


def total(wanted: Wanted) -> int:
    """How many. One statement."""
    return _of(wanted).count()


def writes(wanted: Wanted, start: int, size: int) -> list[QueuedWrite]:
    """Oldest first; of those done the newest first. One statement."""
    order = "-id" if wanted.state == State.DONE else "id"
    return list(_of(wanted).order_by(order)[start : start + size])


def write(write_id: int) -> QueuedWrite | None:
    """One write. One statement."""
    return QueuedWrite.objects.filter(pk=write_id).first()


def all_switches() -> list[WriteSwitch]:
    """Every switch that was ever set and not taken back. One statement."""
    return list(WriteSwitch.objects.order_by("prison", "kind"))


def mappings(words: str, start: int, size: int) -> tuple[int, list[Mapping]]:
    """Records that began here, by prison number or by the key of either side; newest first. Two statements."""
    found: Any = Mapping.objects.all()
    if words:
        found = found.filter(Q(person_id=words.upper()) | Q(our_key=words) | Q(nomis_key=words))
    return found.count(), list(found.order_by("-id")[start : start + size])
