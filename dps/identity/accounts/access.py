"""Giving and taking away roles and caseloads. Whoever calls these has asked whether `by` may."""

from datetime import date, datetime

from django.db import transaction

from dps.identity.accounts import rules
from dps.identity.accounts.commands import for_change
from dps.identity.models import AccessWithdrawn, Account, Role, RoleGiven
from dps.platform import audit
from dps.platform.access import Actor
from dps.platform.web.refusals import Conflict, NotFound

ROLE, CASELOAD = AccessWithdrawn.Kind.ROLE, AccessWithdrawn.Kind.CASELOAD


@transaction.atomic
def give_role(
    *, username: str, role: str, at: datetime, by: Actor, ends_on: date | None = None, reference: str = ""
) -> None:
    """Give one role of the catalogue, for good or up to and including `ends_on`.

    Raises NotFound for no such account or role, Conflict when it is held already.
    """
    account = for_change(username)
    if not Role.objects.filter(pk=role).exists():
        raise NotFound(role)
    if role in account.roles:
        raise Conflict(f"{account.username} already holds {role}")
    RoleGiven.objects.create(
        account=account, role=role, given_by=by.username, given_at=at, ends_on=ends_on, reference=reference[:60]
    )
    AccessWithdrawn.objects.filter(account=account, kind=ROLE, code=role).delete()
    _keep_roles(account, [*account.roles, role])
    audit.record(
        "ROLE_GIVEN",
        by=by,
        subject_type="account",
        subject_id=account.username,
        details={
            "role": role,
            "reference": reference,
            "ends": ends_on.isoformat() if ends_on else None,
        },
        at=at,
    )


@transaction.atomic
def take_role_away(*, username: str, role: str, at: datetime, by: Actor, reason: str = "") -> None:
    """Take one role away, also one that NOMIS gave: it does not come back by itself. Raises NotFound."""
    account = for_change(username)
    if role not in account.roles:
        raise NotFound(role)
    given, _ = RoleGiven.objects.filter(account=account, role=role).delete()
    if account.source == Account.Source.NOMIS:
        AccessWithdrawn.objects.update_or_create(
            account=account, kind=ROLE, code=role, defaults={"by": by.username, "at": at}
        )
    _keep_roles(account, [held for held in account.roles if held != role])
    audit.record(
        "ROLE_TAKEN_AWAY",
        by=by,
        subject_type="account",
        subject_id=account.username,
        details={"role": role, "given_here": bool(given), "reason": reason},
        at=at,
    )


@transaction.atomic
def add_caseload(*, username: str, caseload: str, at: datetime, by: Actor) -> None:
    """Let somebody work with one more prison. The first becomes the active one. Raises NotFound, Conflict."""
    account = for_change(username)
    if caseload in account.caseloads:
        raise Conflict(f"{account.username} already has {caseload}")
    AccessWithdrawn.objects.filter(account=account, kind=CASELOAD, code=caseload).delete()
    account.caseloads = [*account.caseloads, caseload]
    account.active_caseload = account.active_caseload or caseload
    if rules.BASE_ROLE not in account.roles:
        account.roles = sorted([*account.roles, rules.BASE_ROLE])
    account.save(update_fields=["caseloads", "active_caseload", "roles"])
    _tell_caseload("CASELOAD_ADDED", account, caseload, at, by)


@transaction.atomic
def remove_caseload(*, username: str, caseload: str, at: datetime, by: Actor) -> None:
    """Take a prison away, also one that NOMIS gave. Raises NotFound, and Conflict for the active one."""
    account = for_change(username)
    if caseload not in account.caseloads:
        raise NotFound(caseload)
    if caseload == account.active_caseload and len(account.caseloads) > 1:
        raise Conflict("the active caseload cannot be removed")
    if account.source == Account.Source.NOMIS:
        AccessWithdrawn.objects.update_or_create(
            account=account, kind=CASELOAD, code=caseload, defaults={"by": by.username, "at": at}
        )
    account.caseloads = [held for held in account.caseloads if held != caseload]
    if not account.caseloads:
        account.active_caseload = ""
        account.roles = [held for held in account.roles if held != rules.BASE_ROLE]
    account.save(update_fields=["caseloads", "active_caseload", "roles"])
    _tell_caseload("CASELOAD_REMOVED", account, caseload, at, by)


@transaction.atomic
def set_active_caseload(*, username: str, caseload: str, at: datetime, by: Actor) -> None:
    """Choose the prison in which somebody else works. Raises NotFound for one they do not have."""
    account = for_change(username)
    if caseload not in account.caseloads:
        raise NotFound(caseload)
    before, account.active_caseload = account.active_caseload, caseload
    account.save(update_fields=["active_caseload"])
    audit.record(
        "ACTIVE_CASELOAD_SET",
        by=by,
        subject_type="account",
        subject_id=account.username,
        details={"changes": {"caseload": [before, caseload]}},
        at=at,
    )


def _keep_roles(account: Account, roles: list[str]) -> None:
    account.roles = sorted(set(roles))
    account.save(update_fields=["roles"])


def _tell_caseload(action: str, account: Account, caseload: str, at: datetime, by: Actor) -> None:
    audit.record(
        action, by=by, subject_type="account", subject_id=account.username, details={"caseload": caseload}, at=at
    )
