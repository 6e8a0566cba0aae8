"""Reads of what people may do, of requests and of who decides them."""

import csv
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, reduce
from operator import or_

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import F, Q, QuerySet

from dps.identity.accounts.catalogue import SOURCE
from dps.identity.models import Account, AdministeredPrison, Role, RoleGiven
from dps.identity.requests import rules
from dps.identity.requests.models import AccessRequest, CaseloadGiven
from dps.identity.requests.rules import Asked, Decider, Kind
from dps.platform.access import SYSTEM, Actor
from dps.platform.audit.models import AuditEntry

PAGE = 20
MOST_OF_MINE = 50
MOST_MAILS = 10
State = AccessRequest.State


# who somebody is


def decider_of(actor: Actor) -> Decider:
    """The actor as somebody who may decide. One statement."""
    looked_after = ArrayAgg("administered_prisons__prison", filter=Q(administered_prisons__isnull=False), default=[])
    own = Account.objects.filter(pk=actor.account_id).annotate(looked_after=looked_after)
    staff_id, prisons = own.values_list("staff_id", "looked_after").first() or (None, [])
    return Decider(actor.username, actor.roles, frozenset(prisons), frozenset(actor.caseloads), staff_id)


def names_of(usernames: Collection[str]) -> dict[str, str]:
    """User name to what people are called; those no longer there keep their user name. One statement."""
    found = Account.objects.filter(username__in=set(usernames)).only("username", "first_name", "last_name")
    kept = {name: SYSTEM.display_name if name == SYSTEM.username else name for name in usernames}
    return kept | {account.username: account.display_name for account in found}


# the catalogue


@dataclass(frozen=True, slots=True)
class Catalogued:
    """One role as it is offered or named. Roles from NOMIS that the catalogue does not know have their code as name."""

    code: str
    name: str
    description: str = ""
    admin_types: frozenset[str] = frozenset()
    hidden: bool = False
    group: str = ""


@cache
def _groups() -> dict[str, str]:
    """Role to the heading it is listed under: that of the product's own catalogue, wherever it holds several."""
    with SOURCE.open(encoding="utf-8", newline="") as rows:
        headings = {row["code"]: row["description"].partition(":")[0] for row in csv.DictReader(rows)}
    how_many = Counter(headings.values())
    return {code: heading for code, heading in headings.items() if how_many[heading] > 1}


OTHERS = "Others"


def _catalogued(role: Role, today: date) -> Catalogued:
    group = _groups().get(role.code, OTHERS)
    return Catalogued(
        role.code,
        role.name,
        "" if role.description.partition(":")[0] == group else role.description,
        frozenset(role.admin_types),
        role.hidden_on is not None and role.hidden_on <= today,
        group,
    )


def catalogue(today: date) -> dict[str, Catalogued]:
    """Every role there is, by name. One statement."""
    return {role.code: _catalogued(role, today) for role in Role.objects.order_by("name", "code")}


def named(code: str, roles: dict[str, Catalogued]) -> Catalogued:
    """A role of the catalogue, or one that only NOMIS knows."""
    return roles.get(code) or Catalogued(code, code)


def to_ask_for(account: Account, roles: dict[str, Catalogued], words: str = "") -> dict[str, list[Catalogued]]:
    """The roles somebody could ask for whose name, code or description holds `words`, under their headings."""
    typed = words.casefold()
    found: dict[str, list[Catalogued]] = {}
    for role in roles.values():
        if (
            role.code not in account.roles
            and rules.can_be_asked_for(role.admin_types, hidden=role.hidden, source=account.source)
            and typed in f"{role.name} {role.code} {role.description} {role.group}".casefold()
        ):
            found.setdefault(role.group, []).append(role)
    return dict(sorted(found.items(), key=lambda pair: (pair[0] == OTHERS, pair[0])))


# what I can do and why


@dataclass(frozen=True, slots=True)
class Held:
    """A role or caseload as somebody holds it. `given_at` is None for what was not given here."""

    code: str
    name: str
    description: str = ""
    given_by: str = ""
    given_at: datetime | None = None
    reference: str = ""
    ends_on: date | None = None


def roles_of(account: Account, roles: dict[str, Catalogued]) -> list[Held]:
    """Every role of an account with where it came from, by name. Two statements."""
    given = {row.role: row for row in RoleGiven.objects.filter(account=account)}
    names = names_of({row.given_by for row in given.values()})
    held = [
        Held(code, named(code, roles).name, named(code, roles).description, **_given(given.get(code), names))
        for code in account.roles
    ]
    return sorted(held, key=lambda one: (one.name.casefold(), one.code))


def caseloads_of(account: Account, prisons: dict[str, str]) -> list[Held]:
    """Every caseload of an account with where it came from, by name. Three statements."""
    given = {row.caseload: row for row in CaseloadGiven.objects.filter(account=account)}
    added = _added_by_administrators(account)
    names = names_of({row.given_by for row in given.values()} | {by for by, _ in added.values()})
    held = []
    for code in account.caseloads:
        by, at = added.get(code, ("", None))
        known = _given(given.get(code), names) or ({"given_by": names[by], "given_at": at} if by else {})
        held.append(Held(code, prisons.get(code, code), **known))
    return sorted(held, key=lambda one: (one.name.casefold(), one.code))


def _added_by_administrators(account: Account) -> dict[str, tuple[str, datetime]]:
    """Caseload to who added it here and when, from the audit; those taken away again since are left out."""
    entries = AuditEntry.objects.filter(
        subject_type="account", subject_id=account.username, action__in=["CASELOAD_ADDED", "CASELOAD_REMOVED"]
    )
    added: dict[str, tuple[str, datetime]] = {}
    for action, details, by, at in entries.order_by("at", "id").values_list("action", "details", "username", "at"):
        code = details.get("caseload", "")
        added.pop(code, None)
        if action == "CASELOAD_ADDED":
            added[code] = (by, at)
    return added


def _given(row: RoleGiven | CaseloadGiven | None, names: dict[str, str]) -> dict[str, object]:
    if row is None:
        return {}
    return {
        "given_by": names[row.given_by], "given_at": row.given_at, "reference": row.reference, "ends_on": row.ends_on
    }  # fmt: skip


def _mine(actor: Actor) -> QuerySet[AccessRequest]:
    """What somebody asked for, for themselves and about others, and what others asked about them once it waits no
    more."""
    about_me = Q(account_id=actor.account_id) & ~Q(state=State.OPEN)
    return AccessRequest.objects.filter(Q(asked_by=actor.username) | about_me).select_related("account")


def my_requests(actor: Actor) -> list[AccessRequest]:
    """The newest 50 of them. One statement."""
    return list(_mine(actor).order_by("-asked_at", "-id")[:MOST_OF_MINE])


def my_request(actor: Actor, request_id: int) -> AccessRequest | None:
    """One of them. One statement."""
    return _mine(actor).filter(pk=request_id).first()


# who decides


def asked(request: AccessRequest, admin_types: Collection[str]) -> Asked:
    """A request as the rules see it. `account` is read already."""
    return Asked(
        Kind(request.kind),
        request.code,
        request.account.username,
        request.account.source,
        frozenset(request.account.caseloads),
        request.asked_by,
        frozenset(admin_types),
        request.account.staff_id,
    )


def to_decide(decider: Decider, roles: dict[str, Catalogued]) -> QuerySet[AccessRequest]:
    """The open requests `decider` may decide: `rules.may_decide` as a condition."""

    def marked(kind: str) -> list[str]:
        return [role.code for role in roles.values() if kind in role.admin_types]

    removal, role_kinds = Q(kind=Kind.REMOVAL), Q(kind__in=[Kind.ROLE, Kind.KEEP_ROLE, Kind.REMOVAL])
    hidden = Q(code__in=marked(rules.HIDDEN)) & role_kinds
    reach: list[Q] = []
    if rules.CENTRAL_ADMINISTRATOR in decider.roles:
        reach.append(Q(kind__in=[Kind.CASELOAD, Kind.KEEP_CASELOAD]))
        reach.append(role_kinds & (removal | Q(code__in=marked(rules.CENTRAL))) & ~hidden)
    if rules.PRODUCT_ADMINISTRATOR in decider.roles:
        reach.append(removal & hidden)
    if rules.LOCAL_ADMINISTRATOR in decider.roles and decider.prisons:
        theirs = Q(account__caseloads__overlap=sorted(decider.prisons))
        reach.append(role_kinds & Q(code__in=marked(rules.LOCAL)) & theirs & ~hidden)
    if rules.EXTERNAL_ADMINISTRATOR in decider.roles:
        outside = ~Q(account__source=rules.PRISON_SOURCE)
        reach.append(role_kinds & Q(code__in=marked(rules.EXTERNAL)) & outside & ~hidden)
    found = AccessRequest.objects.filter(state=State.OPEN)
    if not reach:
        return found.none()
    if rules.ONLY_FROM_A_HOLDER not in decider.roles:
        found = found.exclude(~removal & Q(code=rules.ONLY_FROM_A_HOLDER))
    mine = Q(account__username=decider.username) | Q(asked_by=decider.username)
    if decider.staff_id is not None:
        mine |= Q(account__staff_id=decider.staff_id)
    return found.filter(reduce(or_, reach)).exclude(mine).select_related("account")


def waiting_for(actor: Actor, today: date) -> int:
    """How many requests wait for somebody's decision. At most three statements."""
    return to_decide(decider_of(actor), catalogue(today)).count()


@dataclass(frozen=True, slots=True)
class Inbox:
    """One page of the requests that wait for somebody."""

    rows: list[AccessRequest]
    total: int
    names: dict[str, str]


def inbox(decider: Decider, roles: dict[str, Catalogued], *, words: str, prison: str, kind: str, page: int) -> Inbox:
    """The oldest first, 20 a page. `words` begin a name or user name, or are in a role's name. Three statements."""
    found = to_decide(decider, roles)
    if prison:
        found = found.filter(Q(account__caseloads__contains=[prison]) | Q(code=prison))
    if kind:
        found = found.filter(kind=kind)
    if words:
        codes = [role.code for role in roles.values() if words.casefold() in role.name.casefold()]
        found = found.filter(
            Q(account__last_name__istartswith=words)
            | Q(account__first_name__istartswith=words)
            | Q(account__username__istartswith=words)
            | Q(code__in=codes)
        )
    rows = list(found.order_by("asked_at", "id")[(page - 1) * PAGE : page * PAGE])
    return Inbox(rows, found.count(), names_of({row.asked_by for row in rows}))


def colleagues_who_hold(account: Account, role: str) -> int:
    """How many others who share a prison with somebody hold a role, and may sign in. One statement."""
    others = Account.objects.filter(
        roles__contains=[role], caseloads__overlap=account.caseloads, inactive=False
    ).exclude(pk=account.pk)
    return others.count() if account.caseloads else 0


@dataclass(frozen=True, slots=True)
class Deciders:
    """Who is asked, in words, and those of them who can be written to."""

    words: str
    accounts: tuple[Account, ...]


def who_decides(asked: Asked, prison_name: dict[str, str]) -> Deciders:
    """Who is told of a request: the local system administrators of the person's prisons, or else, when none can be
    written to, the central ones; at most ten. At most two statements."""
    others = Account.objects.filter(inactive=False).exclude(username__in={asked.username, asked.asked_by})
    if asked.kind is Kind.REMOVAL and rules.HIDDEN in asked.admin_types:
        return _first(others.filter(roles__contains=[rules.PRODUCT_ADMINISTRATOR]), "central administrators")
    if not asked.kind.is_about_a_caseload and rules.LOCAL in asked.admin_types and asked.caseloads:
        prisons = sorted(asked.caseloads)
        local = others.filter(
            pk__in=AdministeredPrison.objects.filter(prison__in=prisons).values("account_id"),
            roles__contains=[rules.LOCAL_ADMINISTRATOR],
        )
        where = ", ".join(prison_name.get(code, code) for code in prisons[:3]) + (
            " and their other prisons" if len(prisons) > 3 else ""
        )
        found = _first(local, f"local system administrators of {where}")
        if any(account.email_verified for account in found.accounts):
            return found
    if asked.kind.is_about_a_caseload or asked.kind is Kind.REMOVAL or rules.CENTRAL in asked.admin_types:
        needed = [rules.CENTRAL_ADMINISTRATOR]
        if asked.code == rules.ONLY_FROM_A_HOLDER and asked.kind is not Kind.REMOVAL:
            needed.append(rules.ONLY_FROM_A_HOLDER)
        return _first(others.filter(roles__contains=needed), "central administrators")
    return _first(
        others.filter(roles__contains=[rules.EXTERNAL_ADMINISTRATOR]), "administrators of people outside prisons"
    )


def _first(found: QuerySet[Account], words: str) -> Deciders:
    """Those who were here last, first: the one who answers is likely among them."""
    return Deciders(
        words, tuple(found.order_by("-email_verified", F("last_login").desc(nulls_last=True), "id")[:MOST_MAILS])
    )
