"""Checking a password, completing a sign-in, counting failures: the one place for every password and code."""

from datetime import datetime, timedelta

from django.contrib.auth.hashers import check_password as verify
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import F

from dps.identity.accounts import attempts, rules
from dps.identity.accounts.commands import actor_of
from dps.identity.models import Account
from dps.identity.sessions import commands as sessions
from dps.identity.sign_in import after
from dps.platform import audit
from dps.platform.access import SYSTEM, Actor

ADDRESS_WINDOW = timedelta(minutes=5)
_nobodys_password = ""


def _from(address: str) -> str:
    return f"sign-in from {address}"


def check_password(*, username: str, password: str, address: str | None, at: datetime) -> Account | None:
    """The account when user name and password are right and it may be used; None otherwise.

    None says nothing of why, and takes as long whether or not the user exists. Ten failures in a row lock the account
    and end its sessions; the count begins again only when the whole sign-in is complete.
    """
    name = username.strip().upper()
    with transaction.atomic():
        account = Account.objects.select_for_update().filter(username=name).first()
        if address is not None and (
            attempts.so_far(_from(address), at=at, window=ADDRESS_WINDOW) >= rules.ADDRESS_FAILURES_ALLOWED
        ):
            _refuse(name, "too many failures from this address", account)
            return None
        if account is None or not account.has_usable_password():
            spend_the_time_of_a_password(password)
            _count_failure_from(address, at)
            _refuse(name, "no such user" if account is None else "no password yet", account)
            return None
        right = account.check_password(password)
        if right and account.is_active:
            return account
        if not right:
            _count_failure_from(address, at)
            count_failure(account)
        _refuse(name, "wrong password" if not right else "locked" if account.locked else "inactive", account)
        return None


@transaction.atomic
def confirm_password(*, account_id: int, password: str, at: datetime) -> bool:
    """Whether somebody who is signed in typed their own password again. Wrong ones count like those of a sign-in and
    lock the account, which ends its sessions."""
    account = Account.objects.select_for_update().get(pk=account_id)
    if account.is_active and account.check_password(password):
        Account.objects.filter(pk=account_id).update(failed_attempts=0)
        return True
    count_failure(account)
    audit.record(
        "PASSWORD_NOT_CONFIRMED", by=actor_of(account), subject_type="account", subject_id=account.username, at=at
    )
    return False


def complete(*, account: Account, methods: list[str], at: datetime) -> None:
    """Every step is passed: somebody is in. Failures are forgotten."""
    with transaction.atomic():
        Account.objects.filter(pk=account.pk).update(failed_attempts=0, last_login=at, warned_unused_at=None)
        account.failed_attempts, account.last_login = 0, at
        audit.record(
            "SIGNED_IN",
            by=actor_of(account),
            subject_type="account",
            subject_id=account.username,
            details={"methods": methods},
            at=at,
        )


def count_failure(account: Account) -> bool:
    """One wrong password or code of an account, in the current transaction. True when it locked the account: its
    sessions have ended then, and what hangs on them."""
    if account.locked:
        return False
    Account.objects.filter(pk=account.pk).update(failed_attempts=F("failed_attempts") + 1)
    account.refresh_from_db(fields=["failed_attempts"])
    if not rules.locks_after(account.failed_attempts):
        return False
    Account.objects.filter(pk=account.pk).update(locked=True, failed_attempts=0)
    account.locked, account.failed_attempts = True, 0
    ended = sessions.end_all_of(account.pk)
    audit.record(
        "ACCOUNT_LOCKED",
        by=SYSTEM,
        subject_type="account",
        subject_id=account.username,
        details={"sessions": ended},
    )
    after.locked(account)
    return True


def sign_out(*, by: Actor) -> None:
    """Record that somebody signed out. The page ends the session."""
    audit.record("SIGNED_OUT", by=by, subject_type="account", subject_id=by.username)


def spend_the_time_of_a_password(password: str) -> None:
    """Take as long as checking a password does, so that the time tells nobody whether a user exists."""
    global _nobodys_password
    _nobodys_password = _nobodys_password or make_password("nobody")
    verify(password, _nobodys_password)


def _refuse(username: str, reason: str, account: Account | None) -> None:
    audit.record(
        "SIGN_IN_REFUSED",
        by=SYSTEM,
        subject_type="account",
        subject_id=username if account else "",
        details={"reason": reason},
    )


def _count_failure_from(address: str | None, at: datetime) -> None:
    if address is not None:
        attempts.count(_from(address), at=at, window=ADDRESS_WINDOW)
