"""Reads of one account, each in one statement."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import Q
from django.db.models.functions import Upper

from dps.estate import queries as estate
from dps.identity.models import Account, OneTimeLink, Role, RoleGiven, StaffSession
from dps.identity.users import rules
from dps.identity.users.administrators import subject_of


@dataclass(frozen=True, slots=True)
class RoleHeld:
    """One role of an account: what it is called, and how it came to be held. Without `given_at` it came from NOMIS."""

    code: str
    name: str
    description: str
    offered: rules.RoleOffered
    given_at: datetime | None = None
    given_by: str = ""
    reference: str = ""
    ends_on: date | None = None


def roles_held(account: Account) -> list[RoleHeld]:
    """Roles by name, without the base role. Two statements."""
    codes = rules.counted(account.roles)
    catalogue = Role.objects.in_bulk(codes)
    given = {row.role: row for row in RoleGiven.objects.filter(account=account)}
    held = []
    for code in codes:
        role, row = catalogue.get(code), given.get(code)
        offered = rules.RoleOffered(code, frozenset(role.admin_types), role.hidden_on) if role else None
        held.append(
            RoleHeld(
                code=code,
                name=role.name if role else code,
                description=role.description if role else "",
                offered=offered or rules.RoleOffered(code),
                given_at=row.given_at if row else None,
                given_by=row.given_by if row else "",
                reference=row.reference if row else "",
                ends_on=row.ends_on if row else None,
            )
        )
    return sorted(held, key=lambda one: (one.name.casefold(), one.code))


def roles_beyond(account: Account, administrator: rules.Administrator) -> list[str]:
    """Codes of the roles of an account that the administrator could not give. Two statements."""
    return [role.code for role in rules.beyond(administrator, [one.offered for one in roles_held(account)])]


def roles_to_give(account: Account, administrator: rules.Administrator, today: date) -> list[Role]:
    """Roles of the catalogue that the account lacks and the administrator may give, by name."""
    return [
        role
        for role in Role.objects.order_by(Upper("name"), "code")
        if role.code not in account.roles
        and rules.may_give(
            administrator, rules.RoleOffered(role.code, frozenset(role.admin_types), role.hidden_on), today
        )
    ]


def role_held(account: Account, code: str) -> RoleHeld | None:
    """One of them; None when it is not held."""
    return next((one for one in roles_held(account) if one.code == code), None)


def caseloads_to_add(account: Account) -> list[tuple[str, str]]:
    """Open prisons the account has not, code and name, by name. No statement: labels are kept."""
    return [(code, name) for code, name in estate.prisons().items() if code not in account.caseloads]


def caseloads_of(account: Account) -> list[tuple[str, str]]:
    """Prisons of the account, code and name, A to Z."""
    return sorted(((code, estate.agency_name(code)) for code in account.caseloads), key=lambda one: (one[1], one[0]))


def email_waiting(account: Account, at: datetime) -> str:
    """The new address that is yet to be confirmed; '' when there is none."""
    waiting = OneTimeLink.objects.filter(
        account=account, kind=OneTimeLink.Kind.EMAIL, used_at=None, expires_at__gt=at
    ).exclude(address__in=["", account.email])
    return waiting.order_by("-made_at", "-id").values_list("address", flat=True).first() or ""


def open_sessions(account: Account, at: datetime) -> int:
    """In how many browsers somebody is signed in now."""
    seen_since = at - timedelta(minutes=settings.IDLE_MINUTES)
    return StaffSession.objects.filter(account_id=account.pk, expire_date__gt=at, seen_at__gt=seen_since).count()


def other_accounts(account: Account, administrator: rules.Administrator) -> list[Account]:
    """Other accounts of the same person that the administrator may know of."""
    if account.staff_id is None:
        return []
    same = Account.objects.filter(Q(staff_id=account.staff_id) & ~Q(pk=account.pk)).order_by("id")
    return [other for other in same if rules.may_see(administrator, subject_of(other))]
