"""Making an account for somebody new, or a second one for somebody who has one. Source: identity.md 1.2 and 2.14."""

from datetime import datetime

from django.db import IntegrityError
from django.db.models import Q

from dps.estate import queries as estate
from dps.identity.accounts import commands as accounts
from dps.identity.accounts import rules as account_rules
from dps.identity.models import Account
from dps.identity.passwords import commands as passwords
from dps.identity.users.account.commands import attempt, look_after
from dps.identity.users.administrators import administrator_of, subject_of
from dps.identity.users.create import rules
from dps.identity.users.create.rules import Kind, tidy_name
from dps.identity.users.domains import queries as domains
from dps.identity.users.permissions import UserPermission
from dps.identity.users.rules import is_own
from dps.platform.access import Actor, require
from dps.platform.web.refusals import Invalid

TAKEN = "There is already an account with this user name"


def create(
    *,
    kind: Kind,
    username: str,
    email: str,
    first_name: str,
    last_name: str,
    prison: str,
    at: datetime,
    by: Actor,
) -> Account:
    """Make an account and e-mail its owner the link to choose a first password. `prison` is the default caseload of a
    general account, the prison a local administrator looks after, and not read for a central one.

    Raises Invalid with every problem at once.
    """
    username, email = username.strip().upper(), email.strip().lower().replace("’", "'")
    first_name, last_name = tidy_name(first_name), tidy_name(last_name)
    try:
        with attempt("ACCOUNT_CREATED", username=username, by=by, at=at):
            require(by, UserPermission.CREATE)
            _refuse(
                username=_username_problem(username),
                email=account_rules.email_problem(email) or domains.address_problem(email),
                first_name=rules.name_problem(first_name, "first name"),
                last_name=rules.name_problem(last_name, "last name"),
                prison=rules.prison_problem(kind, prison, estate.prisons()),
            )
            return _make(kind, username, email, first_name, last_name, prison, staff_id=None, at=at, by=by)
    except IntegrityError:
        raise Invalid({"username": TAKEN}) from None


def link(*, existing: str, kind: Kind | None, username: str, prison: str, at: datetime, by: Actor) -> Account:
    """Make the other kind of account for the owner of `existing`, with their name and address. `kind` None: not chosen.

    Raises Invalid with every problem at once.
    """
    username = username.strip().upper()
    try:
        with attempt("ACCOUNT_LINKED", username=existing, by=by, at=at, new=username[:240]):
            require(by, UserPermission.CREATE)
            account, theirs = _person(existing)
            _refuse(
                existing=_cannot_be_linked(account, by) if existing.strip() else "Enter the user name they have now",
                kind=_kind_problem(kind, theirs),
                username=_username_problem(username),
                prison=rules.prison_problem(kind, prison, estate.prisons()) if kind else "",
            )
            assert account is not None and kind is not None
            if account.staff_id is None:
                _number(account)
            return _make(
                kind, username, account.email, account.first_name, account.last_name, prison,
                staff_id=account.staff_id, at=at, by=by,
            )  # fmt: skip
    except IntegrityError:
        raise Invalid({"username": TAKEN}) from None


def _cannot_be_linked(account: Account | None, by: Actor) -> str:
    if account is None:
        return "There is no DPS account with this user name"
    if is_own(administrator_of(by), subject_of(account)):
        return "This is your own account: ask somebody else to create a second one for you"
    if account.inactive:
        return "This account is inactive: activate it first"
    if not account.email:
        return "This account has no email address: add one first"
    return domains.address_problem(account.email)


def _person(username: str) -> tuple[Account | None, list[Account]]:
    """The account, and every account of the same person, all locked so that two at once cannot each add one."""
    dps = Account.objects.filter(source=Account.Source.NOMIS)
    found = dps.filter(username=username.strip().upper()).values_list("pk", "staff_id").first()
    if found is None:
        return None, []
    list(dps.select_for_update().filter(_same_person(*found)).order_by("id"))
    account = dps.get(pk=found[0])
    return account, list(dps.filter(_same_person(account.pk, account.staff_id)))  # with those another just added


def _same_person(pk: int, staff_id: int | None) -> Q:
    return Q(pk=pk) if staff_id is None else Q(pk=pk) | Q(staff_id=staff_id)


def _kind_problem(kind: Kind | None, theirs: list[Account]) -> str:
    if kind is None:
        return "Choose the type of the new account"
    return rules.second_account_problem(kind, [one.is_administrator for one in theirs])


def _make(
    kind: Kind,
    username: str,
    email: str,
    first_name: str,
    last_name: str,
    prison: str,
    *,
    staff_id: int | None,
    at: datetime,
    by: Actor,
) -> Account:
    account = accounts.create_user(
        username=username,
        email=email,
        first_name=first_name,
        last_name=last_name,
        password=None,
        caseloads=[prison] if kind is Kind.GENERAL else [],
        source=Account.Source.NOMIS,
        administrator=kind.is_administrator,
        staff_id=staff_id,
        by=by,
    )
    if staff_id is None:
        _number(account)
    if kind is Kind.LOCAL:
        look_after(account, prison, at=at, by=by)
    passwords.send_first_password(account=account, by=by, at=at)
    return account


def _number(account: Account) -> None:
    account.staff_id = rules.FIRST_STAFF_ID + account.pk
    account.save(update_fields=["staff_id"])


def _username_problem(username: str) -> str:
    problem = rules.username_problem(username)
    return problem or (TAKEN if Account.objects.filter(username=username).exists() else "")


def _refuse(**problems: str) -> None:
    if problems := {field: words for field, words in problems.items() if words}:
        raise Invalid(problems)
