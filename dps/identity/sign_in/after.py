"""What follows when an account locks, beside the end of its sessions: other rooms (e-mails) add themselves."""

from collections.abc import Callable

from dps.identity.models import Account

_when_locked: list[Callable[[Account], None]] = []


def when_locked(follow: Callable[[Account], None]) -> None:
    """Call `follow` in the transaction that locks an account. Called from `AppConfig.ready`."""
    if follow not in _when_locked:
        _when_locked.append(follow)


def locked(account: Account) -> None:
    """The account has just been locked."""
    for follow in _when_locked:
        follow(account)
