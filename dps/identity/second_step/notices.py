"""Telling somebody that their second step changed."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from dps.identity.models import Account, Contact
from dps.platform import local_time, notify


def tell(account: Account, what: str, at: datetime, *, template: str = "second-step-changed") -> None:
    """Write to the address of which somebody proved that it is theirs; else to the backup one; else nothing."""
    to = account.email if account.email_verified else ""
    if not to:
        to = (
            Contact.objects.filter(account=account, kind=Contact.Kind.BACKUP_EMAIL, verified=True)
            .values_list("value", flat=True)
            .first()
            or ""
        )
    if not to:
        return
    values = {
        "first_name": account.first_name or account.username,
        "username": account.username,
        "when": local_time.long_date_and_time(at),
        "reset_link": f"{settings.PUBLIC_URL}/forgotten-password",
        "ways_link": f"{settings.PUBLIC_URL}{reverse('second_step:ways')}",
    }
    if what:
        values["what"] = what
    notify.send(template, to=to, values=values, username=account.username)
