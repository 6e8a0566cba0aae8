"""E-mail addresses: none is in force before its owner has followed a link sent to it (identity.md 2.8, [A])."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from dps.identity.accounts import attempts, links
from dps.identity.accounts.commands import for_change
from dps.identity.contact import queries, rules
from dps.identity.contact.commands.names import is_taken, mine, tell
from dps.identity.contact.models import AskedByAdministrator
from dps.identity.models import Account, OneTimeLink
from dps.identity.passwords.commands import send_first_password
from dps.platform import local_time, notify
from dps.platform.access import Actor
from dps.platform.web.refusals import Invalid, NotAllowed

EMAIL, BACKUP_EMAIL = OneTimeLink.Kind.EMAIL, OneTimeLink.Kind.BACKUP_EMAIL
LASTS = timedelta(hours=24)
HOUR = timedelta(hours=1)
TAKEN = "There is already an account with this address as its user name. Sign in with that one"


@transaction.atomic
def change_email(*, email: str, by: Actor, at: datetime) -> str:
    """Ask for another main address for oneself: it counts once it is confirmed, and the old one is told now. Gives the
    address as it is kept. Raises NotAllowed where another system keeps it, Invalid."""
    return _begin(mine(by), email, by=by, at=at)


@transaction.atomic
def change_email_of(*, username: str, email: str, by: Actor, at: datetime) -> str:
    """The same for somebody else, whose sessions end once it is confirmed. Whoever calls has asked whether `by` may.

    Somebody who never chose a password is invited anew at the new address, which is in force at once: nobody has used
    the old one. Raises NotFound, NotAllowed, Invalid.
    """
    account = for_change(username)
    new = rules.tidy_email(email)
    invited = not account.has_usable_password() and not account.email_verified
    if not invited or account.source in rules.EMAIL_KEPT_ELSEWHERE:
        return _begin(account, email, by=by, at=at)
    _check(account, new)
    before, username_before = account.email, account.username
    if rules.user_name_follows(account.username, before):
        account.username = new.upper()
    account.email = new
    account.save(update_fields=["email", "username"])
    changes = {"email": [before, new]}
    if account.username != username_before:
        changes["username"] = [username_before, account.username]
    tell(account, "EMAIL_CHANGED", by, at, changes=changes)
    links.void(account, [EMAIL, OneTimeLink.Kind.RESET], at=at, expired_too=True)
    send_first_password(account=account, by=by, at=at)
    return new


@transaction.atomic
def change_backup_email(*, email: str, by: Actor, at: datetime) -> str:
    """Ask for another backup address, of any domain: it counts once it is confirmed. Gives it as it is kept.

    Raises Invalid.
    """
    account = mine(by)
    new = rules.tidy_email(email)
    problem = queries.problem_with_email(new, asked=rules.ANY)
    if not problem and new == account.email:
        problem = "Enter an address that is not your main one"
    if problem:
        raise Invalid({"email": problem})
    send_confirmation(account, BACKUP_EMAIL, new, by=by, at=at)
    return new


@transaction.atomic
def send_confirmation_again(*, kind: str, by: Actor, at: datetime) -> str:
    """Send the link once more to the address that waits to be confirmed; gives it, '' for none. Raises Invalid."""
    account = mine(by)
    ways = queries.ways_of(account)
    if kind == BACKUP_EMAIL:
        address = ways.waiting_backup or ("" if ways.backup_verified else ways.backup_email)
    else:
        address = ways.waiting_email or ("" if account.email_verified else account.email)
    if address:
        send_confirmation(account, OneTimeLink.Kind(kind), address, by=by, at=at)
    return address


def send_confirmation(
    account: Account,
    kind: OneTimeLink.Kind,
    address: str,
    *,
    by: Actor,
    at: datetime,
    by_administrator: bool = False,
) -> None:
    """E-mail the link that confirms an address, good for 24 hours; earlier ones are void. In the current transaction.

    What an administrator asked for stays so when it is sent again. Raises Invalid after too many in an hour.
    """
    sent = attempts.count(f"confirmations for {account.pk}", at=at, window=HOUR)
    if sent > rules.CONFIRMATIONS_AN_HOUR:
        raise Invalid({"email": "We have sent you several emails within an hour. Try again in an hour"})
    earlier = AskedByAdministrator.objects.filter(
        link__account=account, link__kind=kind, link__address=address, link__used_at=None
    )
    by_administrator = by_administrator or earlier.exists()
    links.void(account, [kind], at=at, expired_too=True)
    link, written = links.make(
        account, kind, at=at, lasts=LASTS, url_name="passwords:follow_confirmation", address=address
    )
    if by_administrator:
        AskedByAdministrator.objects.create(link=link)
    values = {"first_name": account.first_name or account.display_name, "email": address, "link": written}
    template = "confirm-backup-email" if kind == BACKUP_EMAIL else "confirm-email"
    notify.send(template, to=address, values=values, username=account.username, expires_at=link.expires_at)
    tell(account, "EMAIL_CONFIRMATION_SENT", by, at, kind=kind, email=address)


def _begin(account: Account, email: str, *, by: Actor, at: datetime) -> str:
    if account.source in rules.EMAIL_KEPT_ELSEWHERE:
        raise NotAllowed("another system keeps the address")
    new = rules.tidy_email(email)
    _check(account, new)
    if new == account.email and account.email_verified:
        raise Invalid({"email": "This is the address already: enter another"})
    by_administrator = by.account_id != account.pk
    send_confirmation(account, EMAIL, new, by=by, at=at, by_administrator=by_administrator)
    if account.email_verified or (by_administrator and account.email not in ("", new)):
        notify.send(
            "email-change-asked",
            to=account.email,
            values={
                "first_name": account.first_name or account.display_name,
                "username": account.username,
                "when": local_time.long_date_and_time(at),
                "new_email": rules.masked_email(new),
                "password_link": settings.PUBLIC_URL + reverse("passwords:forgotten_password"),
            },
            username=account.username,
        )
    return new


def _check(account: Account, new: str) -> None:
    if problem := queries.problem_with_email(new):
        raise Invalid({"email": problem})
    if rules.user_name_follows(account.username, account.email) and is_taken(new.upper(), account):
        raise Invalid({"email": TAKEN})
