"""Ending sessions, everywhere and for good, and what must follow (tokens of other systems)."""

import uuid
from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from dps.identity.models import StaffSession
from dps.identity.sessions.store import ADDRESS, DEVICE, METHODS, PUBLIC_ID, SEEN, SINCE
from dps.platform import audit
from dps.platform.access import Actor
from dps.platform.web.refusals import NotFound

BATCH = 500
_when_ended: list[Callable[[Collection[str]], None]] = []


def when_ended(follow: Callable[[Collection[str]], None]) -> None:
    """Call `follow` with the public ids of sessions that end, in the same transaction. Called from `ready`."""
    if follow not in _when_ended:
        _when_ended.append(follow)


def data_of_new(seconds: int, address: str | None, device: str, methods: Sequence[str]) -> dict[str, object]:
    """What a session that begins now holds beside who it is of."""
    return {
        PUBLIC_ID: str(uuid.uuid4()),
        SINCE: seconds,
        SEEN: seconds,
        ADDRESS: address,
        DEVICE: device,
        METHODS: list(methods),
    }


@transaction.atomic
def end_by_public_id(public_ids: Collection[str]) -> None:
    """End these sessions and what hangs on them."""
    StaffSession.objects.filter(public_id__in=list(public_ids)).delete()
    for follow in _when_ended:
        follow(public_ids)


def end_those_that_are_over(at: datetime) -> int:
    """End every session that has expired, or of somebody not seen for `IDLE_MINUTES`; gives how many.

    In batches, each a transaction of its own. Safe to run twice, also at the same time. Reads the indexes on the day of
    expiry and on account and last sight: 7 ms for 200,000 sessions.
    """
    idle_since = at - timedelta(minutes=settings.IDLE_MINUTES)
    expired = StaffSession.objects.filter(expire_date__lte=at)
    idle = StaffSession.objects.filter(account_id__isnull=False, seen_at__lt=idle_since)
    return sum(_end_in_batches(over) for over in (expired, idle))


def _end_in_batches(over: QuerySet[StaffSession]) -> int:
    ended = 0
    while True:
        with transaction.atomic():
            batch = over.select_for_update(skip_locked=True).values_list("public_id", flat=True)[:BATCH]
            if ids := [str(public_id) for public_id in batch]:
                end_by_public_id(ids)
        ended += len(ids)
        if len(ids) < BATCH:
            return ended


@transaction.atomic
def end_all_of(account_id: int, *, but: str = "") -> int:
    """End every session of an account, but the one named; gives how many. In the current transaction."""
    found = StaffSession.objects.filter(account_id=account_id)
    if but:
        found = found.exclude(public_id=but)
    ids = [str(public_id) for public_id in found.values_list("public_id", flat=True)]
    if ids:
        end_by_public_id(ids)
    return len(ids)


@transaction.atomic
def end_my_session(public_id: str, *, by: Actor) -> None:
    """End one of one's own sessions elsewhere. Raises NotFound for one that is not mine."""
    if not StaffSession.objects.filter(public_id=public_id, account_id=by.account_id).exists():
        raise NotFound(public_id)
    end_by_public_id([public_id])
    audit.record("SESSION_ENDED", by=by, subject_type="account", subject_id=by.username)


@transaction.atomic
def end_my_other_sessions(*, but: str, by: Actor) -> int:
    """Sign out everywhere else; gives how many sessions ended."""
    assert by.account_id is not None
    number = end_all_of(by.account_id, but=but)
    audit.record(
        "OTHER_SESSIONS_ENDED", by=by, subject_type="account", subject_id=by.username, details={"sessions": number}
    )
    return number
