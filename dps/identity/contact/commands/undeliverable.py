"""An address to which nothing can be delivered does not count as confirmed any more."""

from datetime import datetime

from django.db import transaction

from dps.identity.accounts import links
from dps.identity.contact.commands.names import tell
from dps.identity.models import Account, Contact, OneTimeLink
from dps.platform import local_time
from dps.platform.access import SYSTEM


@transaction.atomic
def note_undeliverable(username: str, address: str, *, at: datetime | None = None) -> None:
    """Something sent to somebody came back for good. Safe to run twice; an unknown user name is nobody."""
    at = at or local_time.now()
    account = Account.objects.select_for_update().filter(username=username).first()
    if account is None:
        return
    which = []
    if account.email_verified and account.email == address.lower():
        account.email_verified = False
        account.save(update_fields=["email_verified"])
        which.append("main")
    which += [
        contact.kind
        for contact in Contact.objects.filter(account=account, verified=True, value__iexact=address)
        if Contact.objects.filter(pk=contact.pk).update(verified=False)
    ]
    waiting = OneTimeLink.objects.filter(
        account=account, kind__in=["EMAIL", "BACKUP_EMAIL"], used_at=None, address__iexact=address
    )
    which += [f"waiting {link.kind}" for link in waiting]
    for link in waiting:
        links.void(account, [OneTimeLink.Kind(link.kind)], at=at, expired_too=True)
    if which:
        tell(account, "ADDRESS_UNDELIVERABLE", SYSTEM, at, which=which, address=address)
