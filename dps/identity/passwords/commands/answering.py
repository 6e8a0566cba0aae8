"""The worker answers what was asked for by somebody who cannot sign in (identity.md 2.4 and 2.5)."""

from datetime import datetime, timedelta

from django.db import transaction

from dps.identity.accounts import attempts, links
from dps.identity.accounts.commands import actor_of
from dps.identity.models import Account, OneTimeLink
from dps.identity.passwords import rules
from dps.identity.passwords.commands.telling import HOUR, first_name, mail, page_link
from dps.identity.passwords.models import Asked, UserNameWanted
from dps.platform import audit, notify
from dps.platform.access import SYSTEM
from dps.platform.audit.record import remember_where

RESET = OneTimeLink.Kind.RESET
LASTS = timedelta(hours=24)
MOST_ACCOUNTS = 50
"""Of one mailbox: more are a shared mailbox of a whole wing, and are not listed."""


@transaction.atomic
def answer(*, asked_id: int, at: datetime) -> None:
    """Answer one request by e-mail, once, and forget it. Safe to run twice."""
    asked = Asked.objects.select_for_update(skip_locked=True).filter(pk=asked_id).first()
    if asked is None:
        return
    asked.delete()
    remember_where(asked.address, asked.request_id)
    try:
        if asked.kind == Asked.Kind.USERNAME:
            _remind_of_user_names(asked.typed, at)
        else:
            _answer_forgotten_password(asked.typed, at)
    finally:
        remember_where(None, "")


def _answer_forgotten_password(typed: str, at: datetime) -> None:
    found = _accounts_of(typed)
    if not found:
        if not rules.is_a_user_name(typed) and _may_mail(f"password mail to {typed}", at):
            notify.send("password-reset-unknown", to=typed, values={"email": typed})
        return _refused("", "no such account", at)
    open_here = [account for account in found if rules.can_be_chosen_here(account.source, inactive=account.inactive)]
    account = open_here[0] if open_here else found[0]
    if not account.email:
        return _refused(account.username, "no email address", at)
    if not _may_mail(f"password mail for {account.pk}", at):
        return _refused(account.username, "asked too often", at)
    if not open_here:
        mail("password-reset-refused", account, whom_to_ask=rules.whom_to_ask(account.source))
        return _refused(account.username, "closed, or its password is kept elsewhere", at)
    _send_link(account, several=len(found) > 1, at=at)


def _send_link(account: Account, *, several: bool, at: datetime) -> None:
    Account.objects.select_for_update().get(pk=account.pk)  # whoever follows a link locks the account first too
    link, written = links.make(
        account, RESET, at=at, lasts=LASTS, url_name="passwords:follow_reset_link", address=account.email
    )
    if several:
        UserNameWanted.objects.create(link=link)
    mail("password-reset", account, expires_at=link.expires_at, link=written)
    audit.record(
        "PASSWORD_RESET_ASKED",
        by=SYSTEM,
        subject_type="account",
        subject_id=account.username,
        details={"user name still to be given": True} if several else {},
        at=at,
    )


def _accounts_of(typed: str) -> list[Account]:
    """By user name, or by address and then by an address that is a user name."""
    if rules.is_a_user_name(typed):
        return list(Account.objects.filter(username=typed.upper()))
    return list(Account.objects.filter(email=typed).order_by("id")[:MOST_ACCOUNTS]) or list(
        Account.objects.filter(username=typed.upper())
    )


def _remind_of_user_names(email: str, at: datetime) -> None:
    """All accounts that may be used and hold this confirmed address, in one e-mail; or that there are none."""
    if not _may_mail(f"user name mail to {email}", at):
        return
    found = list(
        Account.objects.filter(email=email, email_verified=True, inactive=False).order_by("username")[:MOST_ACCOUNTS]
    )
    sign_in = page_link("sign_in")
    if not found:
        notify.send("username-unknown", to=email, values={"email": email, "sign_in_link": sign_in})
        return
    values = {
        "first_name": first_name(found[0]),
        "usernames": [account.username for account in found],
        "sign_in_link": sign_in,
    }
    notify.send("username-reminder", to=email, values=values, username=found[0].username)
    for account in found:
        audit.record(
            "USERNAME_REMINDER_SENT", by=actor_of(account), subject_type="account", subject_id=account.username, at=at
        )


def _may_mail(key: str, at: datetime) -> bool:
    return attempts.count(key, at=at, window=HOUR) <= rules.MAILS_AN_HOUR


def _refused(username: str, reason: str, at: datetime) -> None:
    audit.record(
        "PASSWORD_RESET_REFUSED",
        by=SYSTEM,
        subject_type="account",
        subject_id=username,
        details={"reason": reason},
        at=at,
    )
