"""Asking for a role or a prison, asking to keep one, asking for a removal, and thinking better of it."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from dps.estate import queries as estate
from dps.identity.accounts.commands import for_change
from dps.identity.models import Account, RoleGiven
from dps.identity.requests import queries, rules
from dps.identity.requests.commands import telling
from dps.identity.requests.models import AccessRequest, CaseloadGiven
from dps.identity.requests.queries import Catalogued, asked, decider_of, named
from dps.identity.requests.rules import Kind
from dps.platform import audit
from dps.platform.access import Actor
from dps.platform.web.refusals import Conflict, Invalid, NotFound

State = AccessRequest.State
WHY_MISSING = "Say why it is needed"


@transaction.atomic
def ask_for(
    *, roles: Sequence[str], prison: str, why: str, ends_on: date | None, by: Actor, at: datetime, today: date
) -> list[AccessRequest]:
    """Ask for roles, for a caseload (`prison`, '' for none), or both, for oneself. `why` is at most 500 characters;
    `ends_on` is the last day (London), needed for some (`rules.end_is_needed`) and at most a year ahead.

    Raises Invalid with every problem at once: roles, prison, why, ends_on.
    """
    account = for_change(by.username)
    catalogue = queries.catalogue(today)
    wanted = list(dict.fromkeys(roles))
    open_now = _open(account)
    needed = any(
        rules.end_is_needed(Kind.ROLE, named(role, catalogue).admin_types, has_other_prison=False) for role in wanted
    ) or bool(prison and rules.end_is_needed(Kind.CASELOAD, (), has_other_prison=bool(account.caseloads)))
    problems = {
        "roles": "; ".join(_role_problems(account, wanted, open_now, catalogue)),
        "prison": _prison_problem(account, prison, open_now) if prison else "",
        "why": rules.text_problem(why, WHY_MISSING),
        "ends_on": rules.end_problem(ends_on, today=today, needed=needed),
    }
    if not wanted and not prison:
        problems["roles"] = "Choose a role or a prison"
    _refuse(problems)
    made = [_make(account, Kind.ROLE, role, why, ends_on, by, at) for role in wanted]
    if prison:
        made.append(_make(account, Kind.CASELOAD, prison, why, ends_on, by, at))
    telling.tell_deciders(made, account.display_name, catalogue)
    return made


@transaction.atomic
def ask_to_keep(
    *, kind: Kind, code: str, why: str, ends_on: date | None, by: Actor, at: datetime, today: date
) -> AccessRequest:
    """Ask that a role or caseload of one's own that ends goes on: `kind` is KEEP_ROLE or KEEP_CASELOAD.

    Raises NotFound for what is not held or does not end, and Invalid: code, why, ends_on.
    """
    account = for_change(by.username)
    ends_now = end_of(account, kind, code)
    if ends_now is None:
        raise NotFound(code)
    catalogue = queries.catalogue(today)
    needed = rules.end_is_needed(kind, named(code, catalogue).admin_types, has_other_prison=len(account.caseloads) > 1)
    problems = {
        "code": "You have asked for this already: it waits for an answer" if (kind, code) in _open(account) else "",
        "why": rules.text_problem(why, WHY_MISSING),
        "ends_on": rules.end_problem(ends_on, today=today, needed=needed, after=ends_now),
    }
    _refuse(problems)
    made = _make(account, kind, code, why, ends_on, by, at)
    telling.tell_deciders([made], account.display_name, catalogue)
    return made


@transaction.atomic
def ask_for_removal(*, username: str, role: str, why: str, by: Actor, at: datetime) -> AccessRequest:
    """Ask that a role of somebody else is taken away, by an administrator or reviewer who may not do it.

    Raises NotFound for somebody they do not look after or a role not held, and Invalid: role, why.
    """
    account = for_change(username)
    decider = decider_of(by)
    if not rules.may_know(decider, account.caseloads, account.source) or role not in account.roles:
        raise NotFound(username)
    catalogue = queries.catalogue(at.date())
    would_ask = AccessRequest(account=account, kind=Kind.REMOVAL, code=role, asked_by="")
    problem = ""
    if role in rules.BASE_ROLES:
        problem = "This role comes with the account and ends with it"
    elif rules.is_own(decider, account.username, account.staff_id):
        problem = "Somebody else must ask for the removal of your own role"
    elif rules.may_decide(decider, asked(would_ask, named(role, catalogue).admin_types)):
        problem = "You may take this role away yourself"
    elif (Kind.REMOVAL, role) in _open(account):
        problem = "The removal of this role has been asked for already: it waits for an answer"
    _refuse({"role": problem, "why": rules.text_problem(why, "Say why it is to be taken away")})
    made = _make(account, Kind.REMOVAL, role, why, None, by, at)
    telling.tell_deciders([made], by.display_name or by.username, catalogue)
    return made


@transaction.atomic
def withdraw(*, request_id: int, by: Actor, at: datetime) -> None:
    """Think better of something one asked for. Raises NotFound for what somebody else asked, Conflict once decided."""
    request = AccessRequest.objects.select_for_update().filter(pk=request_id, asked_by=by.username).first()
    if request is None:
        raise NotFound(str(request_id))
    if request.state != State.OPEN:
        raise Conflict("decided already")
    request.state, request.decided_by, request.decided_at = State.WITHDRAWN, by.username, at
    request.version += 1
    request.save(update_fields=["state", "decided_by", "decided_at", "version"])
    record("ACCESS_REQUEST_WITHDRAWN", request, by, at, state=[State.OPEN.value, State.WITHDRAWN.value])


def end_of(account: Account, kind: Kind, code: str) -> date | None:
    """The last day of a role or caseload of an account; None when not held, or held without an end."""
    if kind is Kind.KEEP_ROLE and code in account.roles:
        return RoleGiven.objects.filter(account=account, role=code).values_list("ends_on", flat=True).first()
    if kind is Kind.KEEP_CASELOAD and code in account.caseloads:
        return CaseloadGiven.objects.filter(account=account, caseload=code).values_list("ends_on", flat=True).first()
    return None


def record(action: str, request: AccessRequest, by: Actor, at: datetime, **changes: list[object]) -> None:
    """Audit something done to a request, about the account it is about. `changes` are [before, after]."""
    details: dict[str, object] = {"request": request.pk, "kind": request.kind, "code": request.code}
    if changes:
        details["changes"] = changes
    else:
        details |= {"why": request.why, "ends": request.ends_on.isoformat() if request.ends_on else None}
    audit.record(action, by=by, subject_type="account", subject_id=request.account.username, details=details, at=at)


def _make(
    account: Account, kind: Kind, code: str, why: str, ends_on: date | None, by: Actor, at: datetime
) -> AccessRequest:
    made = AccessRequest.objects.create(
        account=account, kind=kind, code=code, why=why.strip(), ends_on=ends_on, asked_by=by.username, asked_at=at
    )
    record("ACCESS_ASKED_FOR", made, by, at)
    return made


def _open(account: Account) -> set[tuple[str, str]]:
    return set(AccessRequest.objects.filter(account=account, state=State.OPEN).values_list("kind", "code"))


def _role_problems(
    account: Account, wanted: Sequence[str], open_now: set[tuple[str, str]], catalogue: dict[str, Catalogued]
) -> list[str]:
    problems = []
    if len(wanted) > rules.MOST_AT_ONCE:
        problems.append(f"Choose {rules.MOST_AT_ONCE} roles or fewer at a time")
    for code in wanted[: rules.MOST_AT_ONCE]:
        role = catalogue.get(code)
        if role is None or not rules.can_be_asked_for(role.admin_types, hidden=role.hidden, source=account.source):
            problems.append(f"{role.name if role else code[:60]} cannot be asked for")
        elif code in account.roles:
            problems.append(f"You have {role.name} already")
        elif (Kind.ROLE, code) in open_now:
            problems.append(f"You have asked for {role.name} already: it waits for an answer")
    return problems


def _prison_problem(account: Account, prison: str, open_now: set[tuple[str, str]]) -> str:
    if prison not in estate.prisons():
        return "Choose a prison from the list"
    name = estate.agency_name(prison)
    if prison in account.caseloads:
        return f"You have {name} already"
    return f"You have asked for {name} already: it waits for an answer" if (Kind.CASELOAD, prison) in open_now else ""


def _refuse(problems: dict[str, str]) -> None:
    """Raises Invalid when there is any problem."""
    told = {field: words for field, words in problems.items() if words}
    if told:
        raise Invalid(told)
