"""What is wrong with a new password, and what a link is good for."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.contrib.auth.hashers import check_password

from dps.identity.accounts import links
from dps.identity.accounts import rules as account_rules
from dps.identity.accounts.commands import is_common
from dps.identity.accounts.links import State
from dps.identity.models import Account, EarlierPassword, OneTimeLink
from dps.identity.passwords import rules
from dps.identity.passwords.breached import is_breached
from dps.identity.passwords.models import UserNameWanted

FIRST, RESET = OneTimeLink.Kind.FIRST, OneTimeLink.Kind.RESET


def problems_with(account: Account, new: str, *, with_earlier: bool = True) -> list[str]:
    """Every reason this account cannot have a new password, in words (identity.md 2.3).

    Without `with_earlier` neither the present password nor those before are tried: whoever has not proved to know the
    present one must not find it out here, where wrong guesses are not counted.
    """
    return account_rules.password_problems(
        new,
        username=account.username,
        names=[account.first_name, account.last_name, account.email.partition("@")[0]],
        administrator=account.is_administrator,
        common=is_common(new),
        breached=is_breached(new, settings.BREACHED_PASSWORDS_FILE),
        used_before=with_earlier and _was_used(account, new),
    )


def _was_used(account: Account, new: str) -> bool:
    if len(new) > account_rules.LONGEST_PASSWORD:
        return False
    earlier = EarlierPassword.objects.filter(account=account).order_by("-id")
    hashes = earlier.values_list("password", flat=True)[: settings.EARLIER_PASSWORDS_KEPT]
    return any(check_password(new, hash) for hash in [account.password, *hashes])


@dataclass(frozen=True, slots=True)
class Standing:
    """What the link that somebody followed is good for."""

    state: State
    kind: str = ""
    account: Account | None = None
    wants_username: bool = False
    """Several accounts share the mailbox: which one is still to be said."""


def standing_of(hash: str, at: datetime) -> Standing:
    """At most two statements. A link whose account has another address by now, or was closed, is good for nothing."""
    link = links.find(hash, [RESET, FIRST]) if hash else None
    if link is None:
        return Standing(State.UNKNOWN)
    state = links.state_of(link, at)
    if state is State.OPEN and not is_still_good(link):
        state = State.OVER
    wants = state is State.OPEN and UserNameWanted.objects.filter(link=link).exists()
    return Standing(state, link.kind, link.account, wants)


def is_still_good(link: OneTimeLink) -> bool:
    """Whether the account is as it was when the link was sent, and may have a new password."""
    account = link.account
    return account.email == link.address and rules.can_be_chosen_here(account.source, inactive=account.inactive)
