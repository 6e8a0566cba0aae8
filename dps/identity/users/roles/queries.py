"""Reads of the catalogue of roles, and of who uses it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.db.models import Count, Max, Q, QuerySet
from django.db.models.functions import Lower

from dps.identity.models import Account, Role, RoleGiven
from dps.platform.audit.models import AuditEntry
from dps.platform.web.refusals import NotFound

ENTRIES_OF_HISTORY = 20


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which roles to list. An empty part asks for everything."""

    name: str = ""
    code: str = ""
    admin_type: str = ""
    hidden_too: bool = False


def roles(wanted: Wanted, *, today: date, start: int, size: int) -> tuple[list[Role], int]:
    """Some roles of the catalogue by name, and how many there are in all. Two statements."""
    found = _matching(wanted, today)
    return list(found.order_by(Lower("name"), "code")[start : start + size]), found.count()


def _matching(wanted: Wanted, today: date) -> QuerySet[Role]:
    found = Role.objects.all()
    if wanted.name:
        found = found.filter(name__icontains=wanted.name)
    if wanted.code:
        found = found.filter(code__contains=wanted.code.upper())
    if wanted.admin_type:
        found = found.filter(admin_types__contains=[wanted.admin_type])
    if not wanted.hidden_too:
        found = found.filter(Q(hidden_on=None) | Q(hidden_on__gt=today))
    return found


def role(code: str) -> Role:
    """One role of the catalogue. Raises NotFound."""
    found = Role.objects.filter(pk=code).first()
    if found is None:
        raise NotFound(code)
    return found


@dataclass(frozen=True, slots=True)
class Use:
    """Who uses a role. `last_given_at` is when it was last given here, None for never."""

    holders: int
    active_holders: int
    last_given_at: datetime | None


def use_of(code: str) -> Use:
    """How many hold a role, how many of them can sign in, and when it was last given. Two statements."""
    counted = Account.objects.filter(roles__contains=[code]).aggregate(
        holders=Count("id"), active=Count("id", filter=Q(inactive=False, locked=False))
    )
    last = RoleGiven.objects.filter(role=code).aggregate(last=Max("given_at"))["last"]
    return Use(counted["holders"], counted["active"], last)


def history(code: str) -> list[AuditEntry]:
    """What was done to a role, newest first. One statement."""
    entries = AuditEntry.objects.filter(subject_type="role", subject_id=code)
    changes = entries.exclude(action="ROLE_VIEWED").exclude(action__endswith="_REFUSED")
    return list(changes.order_by("-at", "-id")[:ENTRIES_OF_HISTORY])


@dataclass(frozen=True, slots=True)
class RoleUse:
    """A line of the report. `name` is None for a role that people hold and the catalogue does not have."""

    code: str
    name: str | None
    admin_types: list[str]
    hidden_on: date | None
    holders: int
    active_holders: int
    last_given_at: datetime | None


_REPORT = """
    WITH held AS (SELECT role, count(*) AS holders, count(*) FILTER (WHERE NOT inactive AND NOT locked) AS active
                    FROM identity_account, unnest(roles) AS role GROUP BY role),
         given AS (SELECT role, max(given_at) AS last FROM identity_rolegiven GROUP BY role)
    SELECT coalesce(r.code, h.role) AS code, r.name, coalesce(r.admin_types, '{}'), r.hidden_on,
           coalesce(h.holders, 0) AS holders, coalesce(h.active, 0), g.last
      FROM identity_role r FULL JOIN held h ON h.role = r.code
      LEFT JOIN given g ON g.role = coalesce(r.code, h.role)
     WHERE %(all)s OR h.holders IS NULL
     ORDER BY """


def use_report(*, only_unused: bool, most_first: bool) -> list[RoleUse]:
    """Every role with how many hold it, or only those nobody holds. One statement that reads every account: for a
    report, not for a list somebody opens all day."""
    order = "holders DESC, code" if most_first else "holders, code"
    with connection.cursor() as cursor:
        cursor.execute(_REPORT + order, {"all": not only_unused})
        return [RoleUse(*row) for row in cursor.fetchall()]


def report_rows(report: list[RoleUse]) -> Iterator[list[str]]:
    """The report as lines of a file, headings first."""
    yield ["roleCode", "roleName", "adminTypes", "hiddenFrom", "holders", "activeHolders", "lastGiven"]
    for line in report:
        yield [
            line.code,
            line.name or "",
            "|".join(line.admin_types),
            line.hidden_on.isoformat() if line.hidden_on else "",
            str(line.holders),
            str(line.active_holders),
            line.last_given_at.isoformat() if line.last_given_at else "",
        ]
