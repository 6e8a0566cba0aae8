"""A person's own name and user name."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from dps.identity.contact import rules
from dps.identity.models import Account
from dps.platform import audit, local_time, notify
from dps.platform.access import Actor
from dps.platform.web.refusals import Conflict, Invalid, NotAllowed


def mine(by: Actor) -> Account:
    """The account of whoever acts, locked for a change in the current transaction."""
    return Account.objects.select_for_update().get(pk=by.account_id)


@transaction.atomic
def change_name(*, first_name: str, last_name: str, by: Actor, at: datetime) -> None:
    """Change one's own name. Raises NotAllowed where another system keeps it, Invalid with every problem."""
    account = mine(by)
    if account.source != Account.Source.LOCAL:
        raise NotAllowed("the name comes from another system")
    first_name, last_name = first_name.strip(), last_name.strip()
    problems = {
        "first_name": rules.own_name_problem(first_name, "first name"),
        "last_name": rules.own_name_problem(last_name, "last name"),
    }
    if problems := {field: words for field, words in problems.items() if words}:
        raise Invalid(problems)
    changes = {"first_name": [account.first_name, first_name], "last_name": [account.last_name, last_name]}
    account.first_name, account.last_name = first_name, last_name
    account.save(update_fields=["first_name", "last_name"])
    tell(account, "OWN_NAME_CHANGED", by, at, changes=changes)


@transaction.atomic
def use_email_as_user_name(*, by: Actor, at: datetime) -> str:
    """Sign in with one's confirmed address from now on; gives the new user name. Local accounts only.

    Raises NotAllowed, and Conflict when the name is taken.
    """
    account = mine(by)
    if not rules.may_use_email_as_user_name(
        account.username, account.email, verified=account.email_verified, local=account.source == Account.Source.LOCAL
    ):
        raise NotAllowed("not for this account")
    new = account.email.upper()
    if is_taken(new, account):
        raise Conflict("there is an account with this user name")
    before, account.username = account.username, new
    account.save(update_fields=["username"])
    tell(account, "USERNAME_CHANGED", by, at, changes={"username": [before, new]})
    tell_holder(account, "its user name is now your email address", at)
    return new


def is_taken(username: str, account: Account) -> bool:
    """Whether another account has this user name."""
    return Account.objects.filter(username=username).exclude(pk=account.pk).exists()


def tell(account: Account, action: str, by: Actor, at: datetime, **details: object) -> None:
    """Record what was done to an account."""
    audit.record(action, by=by, subject_type="account", subject_id=account.username, details=details, at=at)


def tell_holder(account: Account, what: str, at: datetime) -> None:
    """E-mail the holder that something of the account was changed, so that somebody who did not do it can act."""
    if not account.email:
        return
    values = {
        "first_name": account.first_name or account.display_name,
        "username": account.username,
        "when": local_time.long_date_and_time(at),
        "what": what,
        "forgotten_link": f"{settings.PUBLIC_URL}/forgotten-password",
    }
    notify.send("account-changed", to=account.email, values=values, username=account.username)
