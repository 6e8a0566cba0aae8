"""Every change to an account of prison staff: asked again with the account locked, refused in words, recorded.

A refusal is recorded too: it is somebody trying what they may not do. Source: identity.md 2.14, 4.2 and 9.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime

from django.db import transaction

from dps.estate import queries as estate
from dps.identity.accounts import access
from dps.identity.accounts import commands as accounts
from dps.identity.accounts import rules as account_rules
from dps.identity.contact import commands as contact
from dps.identity.models import Account, AdministeredPrison, Role
from dps.identity.passwords import commands as passwords
from dps.identity.second_step import commands as second_step
from dps.identity.sessions import commands as sessions
from dps.identity.users import rules
from dps.identity.users.account import queries
from dps.identity.users.administrators import administrator_of, subject_of
from dps.identity.users.create.rules import name_problem, tidy_name
from dps.identity.users.domains import queries as domains
from dps.identity.users.permissions import UserPermission
from dps.platform import audit
from dps.platform.access import Actor, require
from dps.platform.web.refusals import Conflict, Invalid, NotAllowed, NotFound, Refusal


@contextmanager
def attempt(action: str, *, username: str, by: Actor, at: datetime, **details: object) -> Iterator[None]:
    """One transaction, whose refusal is recorded as `<action>_REFUSED` outside it."""
    try:
        with transaction.atomic():
            yield
    except Refusal as refused:
        audit.record(
            f"{action}_REFUSED",
            by=by,
            subject_type="account",
            subject_id=username.strip().upper()[:240],
            details={"why": type(refused).__name__, "words": str(refused)[:300], **details},
            at=at,
        )
        raise


def open_for_change(username: str, *, by: Actor, capability: UserPermission) -> tuple[Account, rules.Administrator]:
    """The account, locked, and who changes it. Raises NotAllowed without the capability or for one's own account,
    NotFound for one that `by` may not know of."""
    require(by, capability)
    administrator = administrator_of(by)
    account = accounts.for_change(username)
    subject = subject_of(account)
    if not rules.may_see(administrator, subject):
        raise NotFound(username)
    if rules.is_own(administrator, subject):
        raise NotAllowed("nobody changes their own account here")
    return account, administrator


def open_for_proof(username: str, *, by: Actor, capability: UserPermission) -> Account:
    """The same, to change how its holder proves who they are. Raises NotAllowed too when the account holds a role that
    `by` could not give."""
    account, administrator = open_for_change(username, by=by, capability=capability)
    if beyond := queries.roles_beyond(account, administrator):
        raise NotAllowed(f"may not give {', '.join(beyond)}")
    return account


def _offered(code: str) -> rules.RoleOffered:
    role = Role.objects.filter(pk=code).first()
    if role is None:
        return rules.RoleOffered(code)
    return rules.RoleOffered(role.code, frozenset(role.admin_types), role.hidden_on)


# roles


def give_roles(
    *,
    username: str,
    roles: Sequence[str],
    ends_on: date | None,
    reference: str,
    at: datetime,
    today: date,
    by: Actor,
) -> None:
    """Give several roles, all or none, for good or up to and including `ends_on` (London; after `today`).

    Raises Invalid, NotFound for a role there is not, NotAllowed for one that `by` may not give, Conflict for one held.
    """
    with attempt("ROLE_GIVEN", username=username, by=by, at=at, roles=list(roles)[:20]):
        account, administrator = open_for_change(username, by=by, capability=UserPermission.GIVE_ROLES)
        problems = {
            "roles": "" if roles else "Choose at least one role",
            "ends_on": rules.end_problem(ends_on, today),
            "reference": rules.reference_problem(reference),
        }
        if problems := {field: words for field, words in problems.items() if words}:
            raise Invalid(problems)
        catalogue = Role.objects.in_bulk(roles)
        for code in dict.fromkeys(roles):
            role = catalogue.get(code)
            if role is None:
                raise NotFound(code)
            if code in account.roles:
                raise Conflict(f"{account.display_name} already holds {role.name}. No role was added.")
            if not rules.may_give(
                administrator, rules.RoleOffered(code, frozenset(role.admin_types), role.hidden_on), today
            ):
                raise NotAllowed(f"may not give {code}")
            access.give_role(username=account.username, role=code, at=at, by=by, ends_on=ends_on, reference=reference)


def take_role_away(*, username: str, role: str, at: datetime, by: Actor) -> None:
    """Take one role away. Raises NotFound for one not held, NotAllowed for one whose removal has to be asked for."""
    with attempt("ROLE_TAKEN_AWAY", username=username, by=by, at=at, role=role[:60]):
        account, administrator = open_for_change(username, by=by, capability=UserPermission.GIVE_ROLES)
        if role not in rules.counted(account.roles):
            raise NotFound(role)
        if not rules.may_take(administrator, _offered(role)):
            raise NotAllowed(f"has to ask for the removal of {role}")
        access.take_role_away(username=account.username, role=role, at=at, by=by)


# caseloads and prisons


def add_caseloads(*, username: str, caseloads: Sequence[str], at: datetime, by: Actor) -> None:
    """Let somebody work in more prisons, all or none. Raises Invalid for none, NotFound for what is no open prison,
    Conflict for one they have."""
    with attempt("CASELOAD_ADDED", username=username, by=by, at=at, caseloads=list(caseloads)[:20]):
        account, _ = open_for_change(username, by=by, capability=UserPermission.CHANGE_CASELOADS)
        if not caseloads:
            raise Invalid({"caseloads": "Choose at least one caseload"})
        for code in dict.fromkeys(caseloads):
            if code not in estate.prisons():
                raise NotFound(code)
            if code in account.caseloads:
                raise Conflict(f"{account.display_name} already has {estate.agency_name(code)}. No caseload was added.")
            access.add_caseload(username=account.username, caseload=code, at=at, by=by)


def remove_caseload(*, username: str, caseload: str, at: datetime, by: Actor) -> None:
    """Take a prison away. Raises NotFound for one they do not have, Conflict for the one they work in."""
    with attempt("CASELOAD_REMOVED", username=username, by=by, at=at, caseload=caseload[:6]):
        account, _ = open_for_change(username, by=by, capability=UserPermission.CHANGE_CASELOADS)
        if caseload not in account.caseloads:
            raise NotFound(caseload)
        if caseload == account.active_caseload:
            raise Conflict(
                f"{estate.agency_name(caseload)} is the active caseload of {account.display_name}: "
                "choose another active caseload first"
            )
        access.remove_caseload(username=account.username, caseload=caseload, at=at, by=by)


def choose_caseload(*, username: str, caseload: str, at: datetime, by: Actor) -> None:
    """Choose the prison somebody else works in from now on. Raises NotFound for one they do not have."""
    with attempt("ACTIVE_CASELOAD_SET", username=username, by=by, at=at, caseload=caseload[:6]):
        account, _ = open_for_change(username, by=by, capability=UserPermission.CHOOSE_CASELOAD)
        if caseload not in account.caseloads:
            raise NotFound(caseload)
        if caseload != account.active_caseload:
            access.set_active_caseload(username=account.username, caseload=caseload, at=at, by=by)


def add_prisons_looked_after(*, username: str, prisons: Sequence[str], at: datetime, by: Actor) -> None:
    """Let somebody look after the users of more prisons, all or none. Raises Invalid, NotFound, Conflict."""
    with attempt("PRISON_LOOKED_AFTER_ADDED", username=username, by=by, at=at, prisons=list(prisons)[:20]):
        account, _ = open_for_change(username, by=by, capability=UserPermission.CHANGE_CASELOADS)
        if not prisons:
            raise Invalid({"prisons": "Choose at least one prison"})
        for code in dict.fromkeys(prisons):
            if code not in estate.prisons():
                raise NotFound(code)
            look_after(account, code, at=at, by=by)


def look_after(account: Account, prison: str, *, at: datetime, by: Actor) -> None:
    """Note one prison, in the current transaction. Raises Conflict when it is noted already."""
    _, is_new = AdministeredPrison.objects.get_or_create(account=account, prison=prison)
    if not is_new:
        raise Conflict(f"{account.display_name} already looks after {estate.agency_name(prison)}. No prison was added.")
    _record("PRISON_LOOKED_AFTER_ADDED", account, by, at, prison=prison)


def remove_prison_looked_after(*, username: str, prison: str, at: datetime, by: Actor) -> None:
    """Somebody looks after the users of a prison no longer. Raises NotFound for one they do not look after."""
    with attempt("PRISON_LOOKED_AFTER_REMOVED", username=username, by=by, at=at, prison=prison[:6]):
        account, _ = open_for_change(username, by=by, capability=UserPermission.CHANGE_CASELOADS)
        removed, _ = AdministeredPrison.objects.filter(account=account, prison=prison).delete()
        if not removed:
            raise NotFound(prison)
        _record("PRISON_LOOKED_AFTER_REMOVED", account, by, at, prison=prison)


# name and address


def rename(*, username: str, first_name: str, last_name: str, was: str, at: datetime, by: Actor) -> None:
    """Change somebody's name. `was` is the name shown when the page was opened: Conflict when it is another by now.

    Raises Invalid with every problem at once.
    """
    first_name, last_name = tidy_name(first_name), tidy_name(last_name)
    with attempt("NAME_CHANGED", username=username, by=by, at=at):
        account, _ = open_for_change(username, by=by, capability=UserPermission.CHANGE_DETAILS)
        _unchanged(account.display_name, was)
        problems = {
            "first_name": name_problem(first_name, "first name"),
            "last_name": name_problem(last_name, "last name"),
        }
        if problems := {field: words for field, words in problems.items() if words}:
            raise Invalid(problems)
        before = {"first_name": account.first_name, "last_name": account.last_name}
        account.first_name, account.last_name = first_name, last_name
        account.save(update_fields=["first_name", "last_name"])
        changes = {field: [old, getattr(account, field)] for field, old in before.items()}
        _record("NAME_CHANGED", account, by, at, changes=changes)


def change_email(*, username: str, email: str, was: str, at: datetime, by: Actor) -> None:
    """Change somebody's address. `was` is the address shown when the page was opened: Conflict when it is another by
    now. Raises Invalid, and NotAllowed when it holds a role that `by` could not give."""
    email = email.strip().lower().replace("’", "'")
    with attempt("EMAIL_CHANGED", username=username, by=by, at=at):
        account = open_for_proof(username, by=by, capability=UserPermission.CHANGE_DETAILS)
        _unchanged(account.email, was)
        if problem := account_rules.email_problem(email) or domains.address_problem(email):
            raise Invalid({"email": problem})
        if email == account.email:
            raise Invalid({"email": "This is the address of the account already"})
        contact.change_email_of(username=account.username, email=email, by=by, at=at)


def _unchanged(now: str, was: str) -> None:
    if now != was:
        raise Conflict(f"Somebody else changed it to {now} since you opened this page. Check it and try again.")


# whether and how the account can be used


def deactivate(*, username: str, reason: str, at: datetime, by: Actor) -> None:
    """Close an account and end its sessions. `reason` is 2 to 100 characters. Raises Invalid, Conflict when closed."""
    with attempt("ACCOUNT_DISABLED", username=username, by=by, at=at):
        account, _ = open_for_change(username, by=by, capability=UserPermission.OPERATE)
        if account.inactive:
            raise Conflict(f"The account of {account.display_name} is inactive already: {account.inactive_reason}")
        accounts.disable(username=account.username, reason=reason, at=at, by=by)


def activate(*, username: str, at: datetime, by: Actor) -> None:
    """Open an account again. Raises Conflict when it is open."""
    with attempt("ACCOUNT_ENABLED", username=username, by=by, at=at):
        account, _ = open_for_change(username, by=by, capability=UserPermission.OPERATE)
        if not account.inactive:
            raise Conflict(f"The account of {account.display_name} is active already")
        accounts.enable(username=account.username, at=at, by=by)


def unlock(*, username: str, at: datetime, by: Actor) -> None:
    """Let somebody locked by wrong passwords or codes try again. Raises Conflict when it is not locked."""
    with attempt("ACCOUNT_UNLOCKED", username=username, by=by, at=at):
        account, _ = open_for_change(username, by=by, capability=UserPermission.OPERATE)
        if not account.locked:
            raise Conflict(f"The account of {account.display_name} is not locked")
        accounts.unlock(username=account.username, by=by)


def sign_out_everywhere(*, username: str, at: datetime, by: Actor) -> None:
    """End every session of an account."""
    with attempt("SESSIONS_ENDED", username=username, by=by, at=at):
        account, _ = open_for_change(username, by=by, capability=UserPermission.OPERATE)
        _record("SESSIONS_ENDED", account, by, at, sessions=sessions.end_all_of(account.pk))


def reset_second_step(*, username: str, at: datetime, by: Actor) -> None:
    """Forget somebody's app, passkeys and recovery codes, so that they set up the second step afresh. Raises NotAllowed
    when the account holds a role that `by` could not give."""
    with attempt("SECOND_STEP_RESET", username=username, by=by, at=at):
        account = open_for_proof(username, by=by, capability=UserPermission.OPERATE)
        second_step.reset_second_step(username=account.username, by=by)


def send_first_password(*, username: str, at: datetime, by: Actor) -> None:
    """E-mail somebody who has no password yet a new link, good for seven days. Raises Conflict, Invalid, and NotAllowed
    when the account holds a role that `by` could not give."""
    with attempt("FIRST_PASSWORD_LINK_SENT", username=username, by=by, at=at):
        account = open_for_proof(username, by=by, capability=UserPermission.OPERATE)
        if account.inactive:
            raise Conflict(f"The account of {account.display_name} is inactive: activate it first")
        if account.has_usable_password():
            raise Conflict(f"{account.display_name} has chosen a password: they can use “I have forgotten my password”")
        passwords.send_first_password(account=account, by=by, at=at)


def _record(action: str, account: Account, by: Actor, at: datetime, **details: object) -> None:
    audit.record(action, by=by, subject_type="account", subject_id=account.username, details=dict(details), at=at)
