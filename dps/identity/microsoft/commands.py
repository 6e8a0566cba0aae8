from datetime import datetime

from django.db import transaction

from dps.identity.accounts.commands import for_change
from dps.identity.microsoft.models import MicrosoftPerson
from dps.identity.microsoft.permissions import MicrosoftPermission
from dps.identity.microsoft.rules import Person
from dps.identity.models import Account
from dps.platform import access, audit
from dps.platform.access import SYSTEM, Actor
from dps.platform.web.refusals import NotAllowed

SUBJECT = "account"


def refuse(reason: str, *, at: datetime, address: str = "") -> None:
    """Record that a sign-in with Microsoft was refused. `address` is a verified e-mail address that no account has."""
    details = {"way": "microsoft", "reason": reason} | ({"email": address} if address else {})
    audit.record("SIGN_IN_REFUSED", by=SYSTEM, subject_type=SUBJECT, details=details, at=at)


@transaction.atomic
def confirm(account: Account, *, person: Person, method: str, at: datetime) -> bool:
    """Record that Microsoft said who this is, and by which method (RFC 8176): the steps of signing in follow.

    The first person who signs in to an account is remembered. False, and recorded, when this is another one: an address
    can be given to somebody new (identity.md 3.5).
    """
    kept, is_first = MicrosoftPerson.objects.get_or_create(
        account=account,
        issuer=person.issuer,
        client_id=person.client_id,
        defaults={"subject": person.subject, "first_at": at},
    )
    if kept.subject != person.subject:
        reason = {"way": "microsoft", "reason": "the account is another person's at Microsoft"}
        _tell("SIGN_IN_REFUSED", account, by=SYSTEM, at=at, details=reason)
        return False
    if is_first:
        _tell("MICROSOFT_PERSON_REMEMBERED", account, by=SYSTEM, at=at)
    _tell("MICROSOFT_ACCOUNT_CONFIRMED", account, by=SYSTEM, at=at, details={"method": method})
    return True


@transaction.atomic
def forget_microsoft_person(username: str, by: Actor, at: datetime) -> bool:
    """Let somebody else at Microsoft sign in to an account: whoever next has its verified address is remembered. False
    when nobody was. Raises NotFound, and NotAllowed without the role or for one's own account."""
    access.require(by, MicrosoftPermission.FORGET)
    account = for_change(username)
    if account.username == by.username:
        raise NotAllowed("nobody decides who may sign in to their own account")
    forgotten, _ = MicrosoftPerson.objects.filter(account=account).delete()
    if forgotten:
        _tell("MICROSOFT_PERSON_FORGOTTEN", account, by=by, at=at)
    return bool(forgotten)


def _tell(action: str, account: Account, *, by: Actor, at: datetime, details: dict[str, str] | None = None) -> None:
    audit.record(action, by=by, subject_type=SUBJECT, subject_id=account.username, details=details, at=at)
