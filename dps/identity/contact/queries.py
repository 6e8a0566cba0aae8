"""What is known of how somebody is reached."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from dps.identity.accounts import attempts, links
from dps.identity.accounts.links import State
from dps.identity.contact import rules
from dps.identity.models import Account, Contact, OneTimeLink
from dps.identity.users.domains import queries as domains

BACKUP_EMAIL, MOBILE = Contact.Kind.BACKUP_EMAIL, Contact.Kind.MOBILE
MOST_LINKED = 50
ASK_EVERY = timedelta(hours=24)


def problem_with_email(email: str, *, asked: str = rules.STRICT) -> str:
    """Why a tidied address cannot be used; '' when it can. Reads the list of domains only when all else is right."""
    problem = rules.email_problem(email, domain_allowed=True, asked=asked)
    if problem or asked == rules.ANY or rules.is_gsi(email):
        return problem
    return rules.email_problem(email, domain_allowed=domains.is_allowed(email), asked=asked)


@dataclass(frozen=True, slots=True)
class Ways:
    """How somebody is reached beside the main address, and what waits to be confirmed ('' for nothing)."""

    backup_email: str = ""
    backup_verified: bool = False
    mobile: str = ""
    mobile_verified: bool = False
    waiting_email: str = ""
    waiting_backup: str = ""
    waiting_mobile: str = ""


def ways_of(account: Account) -> Ways:
    """Two statements."""
    known = {contact.kind: contact for contact in Contact.objects.filter(account=account)}
    waiting = {
        link.kind: link.address
        for link in OneTimeLink.objects.filter(
            account=account, kind__in=["EMAIL", "BACKUP_EMAIL", "MOBILE"], used_at=None
        ).order_by("made_at")
    }
    backup, mobile = known.get(BACKUP_EMAIL), known.get(MOBILE)
    return Ways(
        backup_email=backup.value if backup else "",
        backup_verified=bool(backup and backup.verified),
        mobile=mobile.value if mobile else "",
        mobile_verified=bool(mobile and mobile.verified),
        waiting_email=waiting.get("EMAIL", ""),
        waiting_backup=waiting.get("BACKUP_EMAIL", ""),
        waiting_mobile=waiting.get("MOBILE", ""),
    )


def linked_to(account: Account) -> list[Account]:
    """Other accounts that hold the same confirmed address, by user name. One statement, or none without an address."""
    if not (account.email and account.email_verified):
        return []
    found = Account.objects.filter(email=account.email, email_verified=True).exclude(pk=account.pk)
    return list(found.order_by("username")[:MOST_LINKED])


def mobile_being_confirmed(account: Account) -> OneTimeLink | None:
    """The newest code sent to a number that is not confirmed yet, whether it is still good or not."""
    return (
        OneTimeLink.objects.filter(account=account, kind=OneTimeLink.Kind.MOBILE, used_at=None)
        .order_by("-made_at")
        .first()
    )


def asking_key(account: Account) -> str:
    """What it is counted by that somebody was asked to confirm an address."""
    return f"asked to confirm an address {account.pk}"


def was_asked_today(account: Account, at: datetime) -> bool:
    """Whether the page after signing in has asked within a day to confirm the address. One statement."""
    return attempts.so_far(asking_key(account), at=at, window=ASK_EVERY) > 0


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What the link to confirm an address, that somebody followed, is good for."""

    state: State
    address: str = ""
    already: bool = False
    """It was used, and the address still counts: opening a link twice is harmless."""


def confirmation_of(hash: str, at: datetime) -> Confirmation:
    """At most two statements."""
    link = links.find(hash, [OneTimeLink.Kind.EMAIL, OneTimeLink.Kind.BACKUP_EMAIL]) if hash else None
    state = links.state_of(link, at)
    if link is None or link.account.inactive:
        return Confirmation(State.UNKNOWN)
    if state is not State.OVER:
        return Confirmation(state, link.address)
    if link.kind == OneTimeLink.Kind.EMAIL:
        already = link.account.email == link.address and link.account.email_verified
    else:
        already = Contact.objects.filter(
            account=link.account, kind=BACKUP_EMAIL, value=link.address, verified=True
        ).exists()
    return Confirmation(state, link.address, already)
