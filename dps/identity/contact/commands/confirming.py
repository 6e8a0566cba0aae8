"""An address is confirmed by the link that was sent to it; what is asked of those who have not."""

from datetime import datetime

from django.db import transaction

from dps.identity.accounts import attempts, links
from dps.identity.accounts.commands import actor_of
from dps.identity.accounts.links import State
from dps.identity.contact import queries, rules
from dps.identity.contact.commands.emails import BACKUP_EMAIL, EMAIL, TAKEN, send_confirmation
from dps.identity.contact.commands.names import is_taken, tell, tell_holder
from dps.identity.contact.models import AskedByAdministrator
from dps.identity.models import Account, Contact, OneTimeLink
from dps.identity.sessions import commands as sessions
from dps.platform import local_time, notify
from dps.platform.access import SYSTEM, Actor
from dps.platform.web.refusals import Conflict, Invalid


@transaction.atomic
def confirm(*, hash: str, at: datetime) -> str:
    """The link was followed and the button pressed: the address counts from now on. Gives it. Every session of the
    account ends when an administrator asked for the address.

    Raises Conflict for a link that is not good (any more) or an account that was closed, Invalid when the user name
    that goes with the address was taken meanwhile.
    """
    link = links.for_use(hash, [EMAIL, BACKUP_EMAIL])
    if link is None or links.state_of(link, at) is not State.OPEN or link.account.inactive:
        raise Conflict("not a good link")
    if link.kind == EMAIL:
        _put_in_force(link, at)
    else:
        _keep_backup(link.account, link.address, at)
    links.void(link.account, [OneTimeLink.Kind(link.kind)], at=at, expired_too=True)
    return link.address


def _put_in_force(link: OneTimeLink, at: datetime) -> None:
    account, new = link.account, link.address
    by_administrator = AskedByAdministrator.objects.filter(link=link).exists()
    before, was_verified, username_before = account.email, account.email_verified, account.username
    if rules.user_name_follows(username_before, before):
        if is_taken(new.upper(), account):
            raise Invalid({"": TAKEN})
        account.username = new.upper()
    account.email, account.email_verified = new, True
    account.save(update_fields=["email", "email_verified", "username"])
    changes: dict[str, list[object]] = {"email_verified": [was_verified, True]}
    if new != before:
        changes["email"] = [before, new]
        links.void(account, [OneTimeLink.Kind.RESET, OneTimeLink.Kind.FIRST], at=at)
    if account.username != username_before:
        changes["username"] = [username_before, account.username]
    ended = {"sessions": sessions.end_all_of(account.pk)} if by_administrator and new != before else {}
    tell(account, "EMAIL_CONFIRMED", actor_of(account), at, changes=changes, **ended)
    if new != before and (was_verified or (by_administrator and before)):
        values = {
            "first_name": account.first_name or account.display_name,
            "when": local_time.long_date_and_time(at),
            "new_email": rules.masked_email(new),
        }
        notify.send("email-changed", to=before, values=values, username=account.username)


def _keep_backup(account: Account, new: str, at: datetime) -> None:
    before = Contact.objects.filter(account=account, kind=Contact.Kind.BACKUP_EMAIL).values_list("value", flat=True)
    changes = {"backup_email": [before.first() or "", new]}
    Contact.objects.update_or_create(
        account=account, kind=Contact.Kind.BACKUP_EMAIL, defaults={"value": new, "verified": True}
    )
    tell(account, "BACKUP_EMAIL_CONFIRMED", actor_of(account), at, changes=changes)
    tell_holder(account, f"the backup email address {rules.masked_email(new)} was confirmed for it", at)


@transaction.atomic
def send_again(*, hash: str, at: datetime) -> str:
    """The link somebody followed has expired: send another to the same address. Gives the address, '' when there is
    nothing (more) to confirm."""
    link = links.for_use(hash, [EMAIL, BACKUP_EMAIL])
    if link is None or links.state_of(link, at) is not State.EXPIRED or link.account.inactive:
        return ""
    try:
        with transaction.atomic():
            send_confirmation(link.account, OneTimeLink.Kind(link.kind), link.address, by=SYSTEM, at=at)
    except Invalid:  # asked too often: the ones sent within the hour still stand
        return link.address
    return link.address


@transaction.atomic
def note_asked(*, account: Account, at: datetime) -> None:
    """The page after signing in has asked to confirm the address: not again for a day."""
    attempts.count(queries.asking_key(account), at=at, window=queries.ASK_EVERY)


@transaction.atomic
def note_skipped(*, account: Account, at: datetime) -> None:
    """Somebody would rather confirm the address later."""
    tell(account, "EMAIL_CONFIRMATION_SKIPPED", actor_of(account), at)


@transaction.atomic
def send_on_the_way(*, account: Account, by: Actor, at: datetime) -> None:
    """Send the link that confirms the present address to somebody who is signing in. Raises Invalid."""
    send_confirmation(account, EMAIL, account.email, by=by, at=at)
