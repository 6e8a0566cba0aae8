"""Accounts nobody uses, of every source: warned, closed, in the end deleted. Run by jobs. Source: identity.md 4.3."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from dps.identity.accounts import rules
from dps.identity.accounts.commands import disable
from dps.identity.models import Account
from dps.platform import audit, local_time, notify
from dps.platform.access import SYSTEM

BATCH = 500
DELETED_AT_ONCE = 10


def _unused(before: datetime) -> QuerySet[Account]:
    """Open accounts last used, or made and never used, at or before a moment; those unused longest first."""
    never = Q(last_login=None, created_at__lte=before)
    found = Account.objects.filter(Q(last_login__lte=before) | never, inactive=False)
    return found.order_by(Coalesce("last_login", "created_at"), "id")


def warn_unused(*, at: datetime) -> int:
    """Say once that an account will be closed, 83 days after it was last used. Gives how many were noted, at most 500.

    An e-mail goes to verified addresses only; that the warning was due is noted for all, and the seven days run.
    """
    due = _unused(rules.unused_since_before(at, rules.UNUSED_WARN_DAYS)).filter(warned_unused_at=None)
    warned = 0
    for pk in list(due.values_list("pk", flat=True)[:BATCH]):
        with transaction.atomic():
            account = Account.objects.select_for_update().filter(pk=pk, inactive=False).first()
            if account is None or not rules.is_to_be_warned(
                rules.last_used(signed_in=account.last_login, made=account.created_at),
                warned=account.warned_unused_at,
                at=at,
            ):
                continue  # signed in, or was closed, since the list was read
            account.warned_unused_at = at
            account.save(update_fields=["warned_unused_at"])
            _tell(account, at)
            warned += 1
    return warned


def _tell(account: Account, at: datetime) -> None:
    closes = rules.closes_on(rules.last_used(signed_in=account.last_login, made=account.created_at), warned=at)
    told = bool(account.email and account.email_verified)
    if told:
        notify.send(
            "account-unused",
            to=account.email,
            values={
                "first_name": account.first_name or account.username,
                "username": account.username,
                "day": local_time.long_date(closes),
                "link": f"{settings.PUBLIC_URL}{settings.LOGIN_URL}",
            },
            username=account.username,
            urgent=False,
        )
    audit.record(
        "ACCOUNT_UNUSED_WARNED",
        by=SYSTEM,
        subject_type="account",
        subject_id=account.username,
        details={"closes": closes.isoformat(), "email": told},
        at=at,
    )


def close_unused(*, at: datetime) -> int:
    """Close accounts 90 days after they were last used, seven days after the warning at the earliest; their sessions
    end. Gives how many, at most 500."""
    due = _unused(rules.unused_since_before(at, rules.UNUSED_CLOSE_DAYS)).filter(warned_unused_at__isnull=False)
    closed = 0
    for pk in list(due.values_list("pk", flat=True)[:BATCH]):
        with transaction.atomic():
            account = Account.objects.select_for_update().filter(pk=pk, inactive=False).first()
            if account is not None and rules.is_to_be_closed(
                rules.last_used(signed_in=account.last_login, made=account.created_at),
                warned=account.warned_unused_at,
                at=at,
            ):
                disable(username=account.username, reason=rules.UNUSED_REASON, at=at, by=SYSTEM)
                closed += 1
    return closed


def delete_closed(*, at: datetime) -> int:
    """Delete accounts made here that have been closed for a year. What they did stays in the audit, by user name.

    Gives how many, at most ten. Accounts of NOMIS and other systems stay: they would only come back.
    """
    today = local_time.in_london(at).date()
    closed = Account.objects.filter(source=Account.Source.LOCAL, inactive=True, inactive_since__lte=at)
    deleted = 0
    for pk, since in list(
        closed.order_by("inactive_since", "id").values_list("pk", "inactive_since")[:DELETED_AT_ONCE]
    ):
        if not rules.is_to_be_deleted(local_time.in_london(since).date(), today):
            break
        with transaction.atomic():
            account = Account.objects.select_for_update().filter(pk=pk, inactive=True, inactive_since=since).first()
            if account is not None:
                _delete(account, at)
                deleted += 1
    return deleted


def _delete(account: Account, at: datetime) -> None:
    audit.record(
        "ACCOUNT_DELETED",
        by=SYSTEM,
        subject_type="account",
        subject_id=account.username,
        details={
            "name": account.display_name,
            "reason": account.inactive_reason,
            "closed": account.inactive_since.isoformat() if account.inactive_since else None,
        },
        at=at,
    )
    account.delete()
