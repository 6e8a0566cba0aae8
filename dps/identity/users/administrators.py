"""Who is looking after accounts, and which accounts they may know of."""

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q, QuerySet

from dps.identity.models import Account, AdministeredPrison
from dps.identity.users import rules
from dps.identity.users.permissions import UserPermission
from dps.platform.access import Actor, holds
from dps.platform.web.refusals import NotFound


def administrator_of(actor: Actor) -> rules.Administrator:
    """The actor as somebody who looks after accounts. One statement."""
    own = (
        Account.objects.filter(pk=actor.account_id)
        .annotate(
            looked_after=ArrayAgg(
                "administered_prisons__prison", filter=Q(administered_prisons__isnull=False), default=[]
            )
        )
        .values_list("staff_id", "looked_after")
        .first()
    )
    staff_id, prisons = own or (None, [])
    level = rules.Level.NONE
    if holds(actor, UserPermission.GIVE_ROLES):
        level = rules.Level.CENTRAL if holds(actor, UserPermission.GIVE_CENTRAL_ROLES) else rules.Level.LOCAL
    return rules.Administrator(
        account_id=actor.account_id,
        staff_id=staff_id,
        sees_everywhere=holds(actor, UserPermission.SEE_EVERYWHERE),
        prisons=frozenset(prisons),
        level=level,
        roles=actor.roles,
    )


def subject_of(account: Account) -> rules.Subject:
    """An account as the rules see it."""
    return rules.Subject(
        account_id=account.pk,
        staff_id=account.staff_id,
        is_dps=account.source == Account.Source.NOMIS,
        caseloads=frozenset(account.caseloads),
    )


def accounts_seen_by(administrator: rules.Administrator) -> QuerySet[Account]:
    """Every account of prison staff that somebody may know of: `rules.may_see` as a query."""
    seen = Account.objects.filter(source=Account.Source.NOMIS)
    if administrator.sees_everywhere:
        return seen
    return seen.filter(caseloads__overlap=sorted(administrator.prisons)) if administrator.prisons else seen.none()


def account_seen(administrator: rules.Administrator, username: str) -> Account:
    """The account. One statement. Raises NotFound for none, and for one they may not know of."""
    account = Account.objects.filter(username=username.strip().upper()).first()
    if account is None or not rules.may_see(administrator, subject_of(account)):
        raise NotFound(username)
    return account


def prisons_of(account: Account) -> list[str]:
    """Codes of the prisons whose users this account looks after. One statement."""
    return list(AdministeredPrison.objects.filter(account=account).order_by("prison").values_list("prison", flat=True))
