"""E-mails to the holder of an account about its password."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse

from dps.identity.models import Account
from dps.platform import local_time, notify

HOUR = timedelta(hours=1)


def mail(template: str, account: Account, *, expires_at: datetime | None = None, **values: Any) -> None:
    """E-mail somebody at the address of the account, in the current transaction. Nothing where there is none."""
    if not account.email:
        return
    notify.send(
        template,
        to=account.email,
        values={"first_name": first_name(account), "username": account.username, **values},
        username=account.username,
        expires_at=expires_at,
    )


def first_name(account: Account) -> str:
    """How an e-mail greets somebody."""
    return account.first_name or account.display_name


def page_link(url_name: str) -> str:
    """A page of ours, written out, for an e-mail."""
    return f"{settings.PUBLIC_URL}{reverse(url_name)}"


def tell_changed(account: Account, at: datetime) -> None:
    """That the password is a new one, so that somebody who did not choose it can act."""
    mail(
        "password-changed",
        account,
        when=local_time.long_date_and_time(at),
        sign_in_link=page_link("sign_in"),
        forgotten_link=page_link("passwords:forgotten_password"),
    )


def tell_locked(account: Account) -> None:
    """That wrong tries locked the account, and how to open it. The sign-in page never says so (identity.md 2.1)."""
    mail("account-locked", account, forgotten_link=page_link("passwords:forgotten_password"))
