"""Every change to an account."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import F

from dps.identity import rules
from dps.identity.models import Account
from dps.platform import audit
from dps.platform.access import SYSTEM, Actor
from dps.platform.web.refusals import Invalid, NotAllowed, NotFound

ADDRESS_WINDOW = timedelta(minutes=5)
_nobodys_password = ""


def actor_of(account: Account) -> Actor:
    """The account as somebody who acts."""
    return Actor(
        username=account.username,
        display_name=account.display_name,
        account_id=account.pk,
        roles=frozenset(account.roles),
        caseloads=tuple(account.caseloads),
        active_caseload=account.active_caseload,
    )


def _is_common(password: str) -> bool:
    try:
        CommonPasswordValidator().validate(password)
    except ValidationError:
        return True
    return False


@transaction.atomic
def create_user(
    *,
    username: str,
    email: str,
    first_name: str,
    last_name: str,
    password: str,
    roles: Sequence[str] = (),
    caseloads: Sequence[str] = (),
    by: Actor = SYSTEM,
) -> Account:
    """Make an account that can sign in. The first caseload becomes the active one.

    Everybody with a caseload gets the base role PRISON. Raises Invalid with every problem at once.
    """
    username, email = username.strip().upper(), email.strip().lower().replace("’", "'")
    roles = sorted(
        {role.strip().upper().removeprefix("ROLE_") for role in roles} | ({"PRISON"} if caseloads else set())
    )
    caseloads = list(dict.fromkeys(code.strip().upper() for code in caseloads))
    administrator = "CENTRAL_ADMIN" in roles
    problems = {
        "username": rules.username_problem(username),
        "email": rules.email_problem(email),
        "first_name": rules.name_problem(first_name.strip(), "first name"),
        "last_name": rules.name_problem(last_name.strip(), "last name"),
        "password": "; ".join(
            rules.password_problems(
                password,
                username=username,
                names=[first_name.strip(), last_name.strip(), email.partition("@")[0]],
                administrator=administrator,
                common=_is_common(password),
            )
        ),
        "role": rules.roles_problem(roles),
        "caseload": rules.caseloads_problem(caseloads),
    }
    if not problems["username"] and Account.objects.filter(username=username).exists():
        problems["username"] = "There is already an account with this user name"
    problems = {field: words for field, words in problems.items() if words}
    if problems:
        raise Invalid(problems)
    account = Account(
        username=username,
        email=email,
        first_name=first_name.strip(),
        last_name=last_name.strip(),
        source=Account.Source.NOMIS if caseloads else Account.Source.LOCAL,
        is_administrator=administrator,
        roles=roles,
        caseloads=caseloads,
        active_caseload=caseloads[0] if caseloads else "",
    )
    account.set_password(password)
    account.save()
    audit.record(
        "ACCOUNT_CREATED",
        by=by,
        subject_type="account",
        subject_id=username,
        details={"roles": roles, "caseloads": caseloads},
    )
    return account


def sign_in(*, username: str, password: str, address: str | None, at: datetime) -> Account | None:
    """The account when user name and password are right and it may be used; None otherwise.

    None says nothing of why, and takes as long whether or not the user exists. Ten failures in a row lock the account.
    """
    global _nobodys_password
    name = username.strip().upper()
    with transaction.atomic():
        account = Account.objects.select_for_update().filter(username=name).first()
        if address is not None and _failures_from(address, at) >= rules.ADDRESS_FAILURES_ALLOWED:
            _refuse(name, "too many failures from this address", account)
            return None
        if account is None or not account.has_usable_password():
            _nobodys_password = _nobodys_password or make_password("nobody")
            check_password(password, _nobodys_password)
            _count_failure_from(address, at)
            _refuse(name, "no such user" if account is None else "no password yet", account)
            return None
        right = account.check_password(password)
        if right and account.is_active:
            account.failed_attempts = 0
            account.last_login = at
            account.save(update_fields=["failed_attempts", "last_login"])
            audit.record("SIGNED_IN", by=actor_of(account), subject_type="account", subject_id=name, at=at)
            return account
        if not right:
            _count_failure_from(address, at)
            _count_failure_of(account)
        _refuse(name, "wrong password" if not right else "locked" if account.locked else "inactive", account)
        return None


def _count_failure_of(account: Account) -> None:
    if account.locked:
        return
    Account.objects.filter(pk=account.pk).update(failed_attempts=F("failed_attempts") + 1)
    account.refresh_from_db(fields=["failed_attempts"])
    if rules.locks_after(account.failed_attempts):
        Account.objects.filter(pk=account.pk).update(locked=True, failed_attempts=0)
        audit.record("ACCOUNT_LOCKED", by=SYSTEM, subject_type="account", subject_id=account.username)


def _refuse(username: str, reason: str, account: Account | None) -> None:
    audit.record(
        "SIGN_IN_REFUSED",
        by=SYSTEM,
        subject_type="account",
        subject_id=username if account else "",
        details={"reason": reason},
    )


def _failures_from(address: str, at: datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT failures FROM identity_addressfailures WHERE address = %s AND window_started > %s",
            [address, at - ADDRESS_WINDOW],
        )
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def _count_failure_from(address: str | None, at: datetime) -> None:
    if address is None:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO identity_addressfailures AS kept (address, window_started, failures)
            VALUES (%(address)s, %(at)s, 1)
            ON CONFLICT (address) DO UPDATE SET
              failures = CASE WHEN kept.window_started > %(since)s THEN kept.failures + 1 ELSE 1 END,
              window_started = CASE WHEN kept.window_started > %(since)s THEN kept.window_started ELSE %(at)s END
            """,
            {"address": address, "at": at, "since": at - ADDRESS_WINDOW},
        )


@transaction.atomic
def unlock(*, username: str, by: Actor = SYSTEM) -> None:
    """Let somebody locked by wrong passwords try again. An inactive account stays inactive. Raises NotFound."""
    account = Account.objects.select_for_update().filter(username=username.strip().upper()).first()
    if account is None:
        raise NotFound(username)
    if account.locked:
        account.locked, account.failed_attempts = False, 0
        account.save(update_fields=["locked", "failed_attempts"])
        audit.record("ACCOUNT_UNLOCKED", by=by, subject_type="account", subject_id=account.username)


def sign_out(*, by: Actor) -> None:
    """Record that somebody signed out. The page ends the session."""
    audit.record("SIGNED_OUT", by=by, subject_type="account", subject_id=by.username)


@transaction.atomic
def switch_caseload(*, to: str, by: Actor) -> None:
    """Work in another of one's own prisons from now on. Raises NotAllowed for one that is not."""
    if to not in by.caseloads:
        raise NotAllowed("not one of your caseloads")
    Account.objects.filter(pk=by.account_id).update(active_caseload=to)
    audit.record(
        "CASELOAD_SWITCHED",
        by=by,
        subject_type="account",
        subject_id=by.username,
        details={"changes": {"caseload": [by.active_caseload, to]}},
    )
