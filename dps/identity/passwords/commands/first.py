"""The link by which somebody new chooses a first password (identity.md 2.6)."""

from datetime import datetime, timedelta

from django.db import transaction

from dps.identity.accounts import attempts, links
from dps.identity.accounts.links import State
from dps.identity.models import Account, OneTimeLink
from dps.identity.passwords import queries, rules
from dps.identity.passwords.commands.telling import HOUR, mail
from dps.platform import audit
from dps.platform.access import SYSTEM, Actor
from dps.platform.web.refusals import Invalid

FIRST = OneTimeLink.Kind.FIRST
LASTS, LASTS_AGAIN = timedelta(days=7), timedelta(hours=24)
JUST_SENT = timedelta(minutes=10)
"""An old link opened again within this time sends no second new one."""


@transaction.atomic
def send_first_password(*, account: Account, by: Actor, at: datetime) -> None:
    """E-mail somebody new the link, good for seven days, by which to choose a first password. Earlier ones are void.

    Whoever calls has asked whether `by` may. Raises Invalid for an account without an e-mail address.
    """
    if not account.email:
        raise Invalid({"email": "This account has no email address to send the link to"})
    _send(account, by=by, at=at, lasts=LASTS, template="first-password")


@transaction.atomic
def send_first_link_again(*, hash: str, at: datetime) -> str:
    """The link somebody followed has expired: send a new one, good for 24 hours. Gives the address it went to, '' when
    there is nothing to send. Opened again at once, or more than three times an hour, it sends no more."""
    link = links.for_use(hash, [FIRST])
    if link is None or links.state_of(link, at) is not State.EXPIRED:
        return ""
    account = link.account
    if account.has_usable_password() or not queries.is_still_good(link):
        return ""
    newer = OneTimeLink.objects.filter(account=account, kind=FIRST, used_at=None, made_at__gt=at - JUST_SENT)
    if not newer.exists() and (
        attempts.count(f"first link again for {account.pk}", at=at, window=HOUR) <= rules.MAILS_AN_HOUR
    ):
        _send(account, by=SYSTEM, at=at, lasts=LASTS_AGAIN, template="first-password-again")
    return account.email


def _send(account: Account, *, by: Actor, at: datetime, lasts: timedelta, template: str) -> None:
    link, written = links.make(
        account, FIRST, at=at, lasts=lasts, url_name="passwords:first_password", address=account.email
    )
    mail(template, account, expires_at=link.expires_at, link=written, full_name=account.display_name)
    audit.record("FIRST_PASSWORD_LINK_SENT", by=by, subject_type="account", subject_id=account.username, at=at)
