"""Making accounts for people outside prisons, opening and closing them, giving and taking roles."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse

from dps.identity.accounts import access
from dps.identity.accounts import commands as accounts
from dps.identity.accounts import rules as account_rules
from dps.identity.contact import commands as contact
from dps.identity.contact.queries import problem_with_email
from dps.identity.contact.rules import tidy_email
from dps.identity.external import queries, rules
from dps.identity.external.commands.memberships import put_into_group
from dps.identity.external.commands.within_reach import for_change, for_proof, refuse, user_name
from dps.identity.external.models import Group
from dps.identity.external.permissions import ExternalPermission
from dps.identity.models import Account
from dps.identity.passwords.commands import send_first_password
from dps.platform import notify
from dps.platform.access import Actor, require
from dps.platform.audit.attempts import attempted
from dps.platform.web.refusals import Conflict, Invalid, NotAllowed, NotFound

TAKEN = "Somebody has an account with this email address already"
OWN = "You cannot do this to your own account"


@attempted("ACCOUNT_CREATED", "account", lambda asked: asked["email"].strip().upper())
def create_person(*, email: str, first_name: str, last_name: str, group: str, at: datetime, by: Actor) -> Account:
    """Make an account whose user name is the address in capitals, put it into `group` ('' for none) with what that
    group gives, and send the link for a first password. Raises Invalid with every problem at once, NotAllowed."""
    require(by, ExternalPermission.CHANGE)
    reach = queries.reach_of(by)
    email, names = tidy_email(email), {"first_name": first_name.strip(), "last_name": last_name.strip()}
    chosen = Group.objects.filter(code=group).first() if group else None
    problems = {
        "email": problem_with_email(email) or _taken(email),
        "group": rules.first_group_problem(group, reach, [chosen.code] if chosen else []),
    }
    for field, name in names.items():
        which = field.replace("_", " ")
        problems[field] = account_rules.name_problem(name, which) or rules.person_name_problem(name, which)
    refuse(problems)
    try:
        with transaction.atomic():
            account = accounts.create_user(
                username=email, email=email, **names, password=None, source=Account.Source.LOCAL, by=by
            )
    except IntegrityError:  # somebody else made it in the same moment
        raise Invalid({"email": TAKEN}) from None
    except Invalid as refused:  # an address that makes no user name
        raise Invalid({"email": "; ".join(refused.problems.values())}) from None
    if chosen:
        put_into_group(account, chosen, at=at, by=by)
    send_first_password(account=account, by=by, at=at)
    return account


def _taken(email: str) -> str:
    found = Account.objects.filter(username=email.upper()).exists() or Account.objects.filter(email=email).exists()
    return TAKEN if found else ""


@attempted("EMAIL_CHANGED", "account", user_name)
def change_email_of_person(*, key: uuid.UUID, email: str, at: datetime, by: Actor) -> str:
    """Ask for another address, which counts once confirmed; only by those who look after everybody, and could give
    every role held. Gives it as it is kept. Raises Invalid, NotFound, NotAllowed."""
    require(by, ExternalPermission.CHANGE_EVERYBODY)
    account = for_proof(key, by)
    if not email.strip():
        raise Invalid({"email": "Enter an email address"})
    return contact.change_email_of(username=account.username, email=email, by=by, at=at)


@attempted("ACCOUNT_ENABLED", "account", user_name)
def enable_person(*, key: uuid.UUID, at: datetime, by: Actor) -> None:
    """Open an account again and tell its owner. Raises NotFound, NotAllowed."""
    account, _ = for_change(key, by)
    if not account.inactive:
        return
    accounts.enable(username=account.username, at=at, by=by)
    notify.send(
        "account-activated",
        to=account.email,
        values={
            "first_name": account.first_name or account.username,
            "username": account.username,
            "sign_in_link": settings.PUBLIC_URL + reverse("sign_in"),
        },
        username=account.username,
        about="account activated",
    )


@attempted("ACCOUNT_DISABLED", "account", user_name)
def disable_person(*, key: uuid.UUID, reason: str, at: datetime, by: Actor) -> None:
    """Close an account, with a reason of 2 to 100 characters; never one's own. Raises Invalid, NotFound, NotAllowed."""
    account, _ = for_change(key, by)
    _refuse_own(account, by)
    accounts.disable(username=account.username, reason=reason, at=at, by=by)


@attempted("ACCOUNT_UNLOCKED", "account", user_name)
def unlock_person(*, key: uuid.UUID, by: Actor) -> None:
    """Let somebody locked by wrong tries try again. Raises NotFound, NotAllowed."""
    account, _ = for_change(key, by)
    accounts.unlock(username=account.username, by=by)


@attempted("FIRST_PASSWORD_LINK_SENT", "account", user_name)
def send_first_password_again(*, key: uuid.UUID, at: datetime, by: Actor) -> str:
    """Send a new link for a first password; gives the address. Raises Conflict when there is a password, NotFound, and
    NotAllowed, also when a role is held that `by` could not give."""
    account = for_proof(key, by)
    if account.has_usable_password() or account.inactive:
        raise Conflict("a password was chosen already, or the account is closed")
    send_first_password(account=account, by=by, at=at)
    return account.email


@attempted("ROLE_GIVEN", "account", user_name)
def give_roles(*, key: uuid.UUID, roles: Sequence[str], today: date, at: datetime, by: Actor) -> None:
    """Give roles that `by` may give, all or none; never to oneself. Raises Invalid, NotFound, NotAllowed."""
    account, reach = for_change(key, by)
    _refuse_own(account, by)
    offered = queries.roles_to_give(account, reach, today=today, by=by)
    chosen = list(dict.fromkeys(roles))
    if not chosen:
        raise Invalid({"roles": "Choose at least one role"})
    if any(role not in offered for role in chosen):
        raise Invalid({"roles": "Roles: choose from the list"})
    for role in chosen:
        access.give_role(username=account.username, role=role, at=at, by=by)


@attempted("ROLE_TAKEN_AWAY", "account", user_name)
def take_role(*, key: uuid.UUID, role: str, at: datetime, by: Actor) -> None:
    """Take away a role that `by` may give; never one's own. Raises NotFound when it is not held, NotAllowed."""
    account, reach = for_change(key, by)
    _refuse_own(account, by)
    if role not in account.roles:
        raise NotFound(role)
    if role not in queries.roles_that_may_be_taken(reach, by=by):
        raise NotAllowed(f"{by.username} may not take away {role}")
    access.take_role_away(username=account.username, role=role, at=at, by=by)


def _refuse_own(account: Account, by: Actor) -> None:
    if account.pk == by.account_id:
        raise Invalid({"": OWN})
