"""Links sent by e-mail, and codes sent by text: made, looked up, voided. What is kept is only ever a hash.

Source: identity.md 2.4, the line marked [A].
"""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from django.conf import settings
from django.urls import reverse

from dps.identity.models import Account, OneTimeLink

BYTES_OF_CHANCE = 32
KEEP = timedelta(days=30)
"""How long after its end a link is still known, so that its page can say what became of it."""


class State(StrEnum):
    """What a link is good for now."""

    UNKNOWN = "unknown"
    OPEN = "open"
    EXPIRED = "expired"
    OVER = "used, or replaced by a newer one"


def hash_of(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def make(
    account: Account, kind: OneTimeLink.Kind, *, at: datetime, lasts: timedelta, url_name: str, address: str
) -> tuple[OneTimeLink, str]:
    """A new link, and how it is written out in the e-mail to `address`; earlier ones of this kind are void. In the
    current transaction.

    It begins with what the operator says is ours, never with what a browser claims.
    """
    void(account, [kind], at=at)
    token = secrets.token_urlsafe(BYTES_OF_CHANCE)
    link = keep(account, kind, hash_of(token), at=at, lasts=lasts, address=address)
    return link, settings.PUBLIC_URL + reverse(url_name, args=[token])


def keep(
    account: Account, kind: OneTimeLink.Kind, hash: str, *, at: datetime, lasts: timedelta, address: str
) -> OneTimeLink:
    """Remember what was sent by its hash."""
    return OneTimeLink.objects.create(
        account=account, kind=kind, hash=hash, address=address, made_at=at, expires_at=at + lasts
    )


def void(account: Account, kinds: Sequence[OneTimeLink.Kind], *, at: datetime, expired_too: bool = False) -> None:
    """No open link of these kinds works any more. Those that have expired stay so, but when `expired_too`."""
    found = OneTimeLink.objects.filter(account=account, kind__in=kinds, used_at=None)
    (found if expired_too else found.filter(expires_at__gt=at)).update(used_at=at)


def find(hash: str, kinds: Sequence[OneTimeLink.Kind]) -> OneTimeLink | None:
    """The link with this hash and its account. One statement; opens and changes nothing."""
    return OneTimeLink.objects.select_related("account").filter(hash=hash, kind__in=kinds).first()


def for_use(hash: str, kinds: Sequence[OneTimeLink.Kind]) -> OneTimeLink | None:
    """The link and its account, both locked for a change in the current transaction, the account first."""
    link = find(hash, kinds)
    if link is None:
        return None
    account = Account.objects.select_for_update().get(pk=link.account_id)
    link = OneTimeLink.objects.select_for_update().filter(pk=link.pk, account_id=account.pk).first()
    if link is not None:
        link.account = account
    return link


def state_of(link: OneTimeLink | None, at: datetime) -> State:
    """What a link is good for at a moment (aware)."""
    if link is None:
        return State.UNKNOWN
    if link.used_at is not None:
        return State.OVER
    return State.OPEN if at < link.expires_at else State.EXPIRED


def forget_old(before: datetime) -> None:
    """Drop links that ended before `before`."""
    OneTimeLink.objects.filter(expires_at__lt=before).delete()
