"""Making an account, and what changes whether it can be used. Whoever calls these has asked whether `by` may."""

from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.db import transaction

from dps.identity.accounts import rules
from dps.identity.models import Account, RoleGiven
from dps.identity.sessions import commands as sessions
from dps.platform import audit, local_time
from dps.platform.access import SYSTEM, Actor
from dps.platform.web.refusals import Invalid, NotAllowed, NotFound


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


def is_common(password: str) -> bool:
    """Whether a password is one of those that many people use, or one of them with digits around it or repeated."""
    try:
        for part in rules.what_is_left_of(password):
            _common.validate(part)
    except ValidationError:
        return True
    return False


_common = CommonPasswordValidator()


@transaction.atomic
def create_user(
    *,
    username: str,
    email: str,
    first_name: str,
    last_name: str,
    password: str | None,
    roles: Sequence[str] = (),
    caseloads: Sequence[str] = (),
    source: str = "",
    administrator: bool = False,
    staff_id: int | None = None,
    reference: str = "",
    by: Actor = SYSTEM,
) -> Account:
    """Make an account that can sign in; without a password, one whose owner is yet to choose it from a link.

    The first caseload becomes the active one, and everybody with a caseload gets the base role PRISON. The e-mail
    address counts as verified when a password is given here. Raises Invalid with every problem at once.
    """
    username, email = username.strip().upper(), email.strip().lower().replace("’", "'")
    roles = sorted(
        {role.strip().upper().removeprefix("ROLE_") for role in roles} | ({rules.BASE_ROLE} if caseloads else set())
    )
    caseloads = list(dict.fromkeys(code.strip().upper() for code in caseloads))
    longer_password = administrator or "CENTRAL_ADMIN" in roles
    source = source or (Account.Source.NOMIS if caseloads else Account.Source.LOCAL)
    problems = {
        "username": rules.username_problem(username),
        "email": rules.email_problem(email),
        "first_name": rules.name_problem(first_name.strip(), "first name"),
        "last_name": rules.name_problem(last_name.strip(), "last name"),
        "password": ""
        if password is None
        else "; ".join(
            rules.password_problems(
                password,
                username=username,
                names=[first_name.strip(), last_name.strip(), email.partition("@")[0]],
                administrator=longer_password,
                common=is_common(password),
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
        source=source,
        staff_id=staff_id,
        email_verified=password is not None,
        is_administrator=administrator,
        roles=roles,
        caseloads=caseloads,
        active_caseload=caseloads[0] if caseloads else "",
    )
    if password is None:
        account.set_unusable_password()
    else:
        account.set_password(password)
        account.password_changed_at = local_time.now()
    account.save()
    RoleGiven.objects.bulk_create(
        RoleGiven(
            account=account, role=role, given_by=by.username, given_at=account.created_at, reference=reference[:60]
        )
        for role in roles
        if role != rules.BASE_ROLE
    )
    audit.record(
        "ACCOUNT_CREATED",
        by=by,
        subject_type="account",
        subject_id=username,
        details={"roles": roles, "caseloads": caseloads},
    )
    return account


def for_change(username: str) -> Account:
    """The account, locked for a change in the current transaction. Raises NotFound."""
    account = Account.objects.select_for_update().filter(username=username.strip().upper()).first()
    if account is None:
        raise NotFound(username)
    return account


@transaction.atomic
def disable(*, username: str, reason: str, at: datetime, by: Actor) -> None:
    """Close an account: nobody signs in with it, and its sessions end. `reason` is 2 to 100 characters.

    Raises NotFound, Invalid.
    """
    account = for_change(username)
    reason = reason.strip()
    if problem := rules.reason_problem(reason):
        raise Invalid({"reason": problem})
    if account.inactive:
        return
    account.inactive, account.inactive_reason, account.inactive_since = True, reason, at
    account.save(update_fields=["inactive", "inactive_reason", "inactive_since"])
    sessions.end_all_of(account.pk)
    audit.record(
        "ACCOUNT_DISABLED",
        by=by,
        subject_type="account",
        subject_id=account.username,
        details={"reason": reason},
        at=at,
    )


@transaction.atomic
def enable(*, username: str, at: datetime, by: Actor) -> None:
    """Open an account again. One unused for long gets seven days before it is closed again. Raises NotFound."""
    account = for_change(username)
    if not account.inactive:
        return
    account.inactive, account.inactive_reason, account.inactive_since = False, "", None
    account.locked, account.failed_attempts = False, 0
    account.last_login = rules.last_use_after_enabling(account.last_login, at)
    account.warned_unused_at = None
    account.save(
        update_fields=[
            "inactive", "inactive_reason", "inactive_since", "locked", "failed_attempts", "last_login",
            "warned_unused_at",
        ]
    )  # fmt: skip
    audit.record("ACCOUNT_ENABLED", by=by, subject_type="account", subject_id=account.username, at=at)


@transaction.atomic
def unlock(*, username: str, by: Actor = SYSTEM) -> None:
    """Let somebody locked by wrong passwords try again. An inactive account stays inactive. Raises NotFound."""
    account = for_change(username)
    if account.locked:
        account.locked, account.failed_attempts = False, 0
        account.save(update_fields=["locked", "failed_attempts"])
        audit.record("ACCOUNT_UNLOCKED", by=by, subject_type="account", subject_id=account.username)


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
