"""A new password takes the place of the old one."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from dps.identity.accounts import links
from dps.identity.accounts.commands import actor_of
from dps.identity.accounts.links import State
from dps.identity.models import Account, EarlierPassword, OneTimeLink
from dps.identity.passwords import queries, rules
from dps.identity.passwords.commands.telling import tell_changed
from dps.identity.passwords.models import UserNameWanted
from dps.identity.sessions import commands as sessions
from dps.platform import audit
from dps.platform.access import Actor
from dps.platform.web.refusals import Conflict, Invalid, NotAllowed

FIRST, RESET = OneTimeLink.Kind.FIRST, OneTimeLink.Kind.RESET
NEW = "new_password"
"""The field that problems with a new password are told of, one a line."""


@transaction.atomic
def set_password(*, account_id: int, new: str, by: Actor, at: datetime, keep_session: str = "") -> Account:
    """Choose one's own new password: ends every session but `keep_session` (its public id), voids links, e-mails.

    Raises NotAllowed for somebody else's account or one whose password is kept elsewhere, Invalid with every problem,
    one a line.
    """
    account = Account.objects.select_for_update().get(pk=account_id)
    if by.account_id != account.pk:
        raise NotAllowed("not your own password")
    _put(account, new, at=at, keep_session=keep_session)
    _tell("PASSWORD_CHANGED", account, at)
    return account


@transaction.atomic
def choose_when_forced(*, account_id: int, new: str, at: datetime) -> Account:
    """The same on the way in, by somebody who has just given the old one. Raises as `set_password`."""
    account = Account.objects.select_for_update().get(pk=account_id)
    _put(account, new, at=at)
    _tell("PASSWORD_CHANGED", account, at, forced=True)
    return account


@transaction.atomic
def choose_by_link(*, hash: str, new: str, at: datetime) -> Account:
    """Choose a password by a link from an e-mail, which is used up. Opens an account locked by wrong tries, never one
    that was closed; the address counts as confirmed, for its mailbox was just read.

    Raises Conflict for a link that is not good (any more), Invalid with every problem, one a line.
    """
    link = links.for_use(hash, [RESET, FIRST])
    if link is None or _not_good(link, at) or UserNameWanted.objects.filter(link=link).exists():
        raise Conflict("not a good link")
    account = link.account  # putting the password in place voids its links, this one too
    changes = {
        field: [before, after]
        for field, before, after in (
            ("locked", account.locked, False),
            ("email_verified", account.email_verified, True),
        )
        if before is not after
    }
    account.locked, account.email_verified = False, True
    _put(account, new, at=at)
    _tell("FIRST_PASSWORD_CHOSEN" if link.kind == FIRST else "PASSWORD_RESET", account, at, changes=changes)
    return account


@transaction.atomic
def say_which_account(*, hash: str, username: str, at: datetime) -> None:
    """Several accounts share the mailbox: the link is for this one from now on.

    Raises Conflict for a link that is not good (any more), Invalid for a user name that is not of the mailbox or whose
    password cannot be chosen this way.
    """
    link = links.for_use(hash, [RESET])
    if link is None or _not_good(link, at) or not UserNameWanted.objects.filter(link=link).exists():
        raise Conflict("not a good link")
    meant = Account.objects.filter(username=username.strip().upper(), email=link.address).first()
    if meant is None:
        raise Invalid({"username": "This user name does not belong to the email address the link was sent to"})
    if not rules.can_be_chosen_here(meant.source, inactive=meant.inactive):
        raise Invalid(
            {"username": f"You cannot choose a password for this account here. {rules.whom_to_ask(meant.source)}"}
        )
    links.void(meant, [RESET], at=at)
    OneTimeLink.objects.filter(pk=link.pk).update(account=meant, used_at=None)
    UserNameWanted.objects.filter(link=link).delete()


def _not_good(link: OneTimeLink, at: datetime) -> bool:
    return links.state_of(link, at) is not State.OPEN or not queries.is_still_good(link)


def _put(account: Account, new: str, *, at: datetime, keep_session: str = "") -> None:
    """The account is locked for a change, and saved here with all that was changed in it."""
    if not rules.can_be_chosen_here(account.source, inactive=account.inactive):
        raise NotAllowed("the password is not kept here, or the account is closed")
    if problems := queries.problems_with(account, new):
        raise Invalid({NEW: "\n".join(problems)})
    _keep_earlier(account, at)
    account.set_password(new)
    account.password_changed_at, account.must_change_password, account.failed_attempts = at, False, 0
    account.save(
        update_fields=[
            "password", "password_changed_at", "must_change_password", "failed_attempts", "locked", "email_verified",
        ]
    )  # fmt: skip
    links.void(account, [RESET, FIRST], at=at)
    sessions.end_all_of(account.pk, but=keep_session)
    tell_changed(account, at)


def _keep_earlier(account: Account, at: datetime) -> None:
    earlier = EarlierPassword.objects.filter(account=account)
    if account.has_usable_password() and settings.EARLIER_PASSWORDS_KEPT:
        EarlierPassword.objects.create(
            account=account, password=account.password, set_at=account.password_changed_at or account.created_at
        )
    kept = earlier.order_by("-id").values("pk")[: settings.EARLIER_PASSWORDS_KEPT]
    earlier.exclude(pk__in=list(kept.values_list("pk", flat=True))).delete()


def _tell(action: str, account: Account, at: datetime, **details: object) -> None:
    audit.record(
        action,
        by=actor_of(account),
        subject_type="account",
        subject_id=account.username,
        details={name: value for name, value in details.items() if value},
        at=at,
    )
