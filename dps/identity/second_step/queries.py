"""What somebody can be asked for, and what they look after."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q

from dps.identity.models import Account, Contact
from dps.identity.second_step import rules, secrets_kept
from dps.identity.second_step.models import AlwaysAsk, AuthenticatorApp, Challenge, Passkey, RecoveryCode
from dps.identity.second_step.rules import Way
from dps.platform.web.refusals import NotFound

_SENT_TO = {Contact.Kind.MOBILE: Way.TEXT, Contact.Kind.BACKUP_EMAIL: Way.BACKUP_EMAIL}


def all_ways_of(account: Account) -> dict[Way, str]:
    """Every way that is set up or verified, with the address or number codes go to ('' when none does), in order.

    Two statements.
    """
    there = {Way.EMAIL: account.email} if account.email and account.email_verified else {}
    for kind, value in Contact.objects.filter(account=account, verified=True).values_list("kind", "value"):
        there[_SENT_TO[Contact.Kind(kind)]] = value
    mine = {"account": OuterRef("pk")}
    kept = (
        Account.objects.filter(pk=account.pk)
        .values_list(
            Exists(AuthenticatorApp.objects.filter(**mine, confirmed_at__isnull=False)),
            Exists(Passkey.objects.filter(**mine)),
            Exists(RecoveryCode.objects.filter(**mine, used_at__isnull=True)),
        )
        .get()
    )
    there.update(
        {way: "" for way, is_there in zip((Way.APP, Way.PASSKEY, Way.RECOVERY), kept, strict=True) if is_there}
    )
    return {way: there[way] for way in rules.ORDER if way in there}


def ways_of(account: Account) -> dict[Way, str]:
    """The ways somebody may be asked by now, in order, each as in `all_ways_of`. Two statements."""
    there = all_ways_of(account)
    return {way: there[way] for way in rules.usable(there)}


def always_asks(account: Account) -> bool:
    """Whether somebody chose to be asked every time and has an app or a passkey for it.

    One statement, two for whoever chose.
    """
    if not AlwaysAsk.objects.filter(account=account).exists():
        return False
    mine = {"account": OuterRef("account")}
    return (
        AlwaysAsk.objects.filter(account=account)
        .filter(
            Exists(AuthenticatorApp.objects.filter(**mine, confirmed_at__isnull=False))
            | Exists(Passkey.objects.filter(**mine))
        )
        .exists()
    )


@dataclass(frozen=True, slots=True)
class Kept:
    """What somebody has set up themselves."""

    app_since: datetime | None
    app_last_used: datetime | None
    passkeys: list[dict[str, Any]]
    """id, name, made_at, last_used_at, in the order they were added."""
    recovery_codes_left: int
    recovery_codes_made: bool
    always_ask: bool


def kept_by(account: Account) -> Kept:
    """Four statements."""
    app = AuthenticatorApp.objects.filter(account=account, confirmed_at__isnull=False).first()
    codes = RecoveryCode.objects.filter(account=account).aggregate(
        made=Count("id"), left=Count("id", filter=Q(used_at__isnull=True))
    )
    return Kept(
        app_since=app.confirmed_at if app else None,
        app_last_used=app.last_used_at if app else None,
        passkeys=list(
            Passkey.objects.filter(account=account).order_by("id").values("id", "name", "made_at", "last_used_at")
        ),
        recovery_codes_left=codes["left"],
        recovery_codes_made=bool(codes["made"]),
        always_ask=AlwaysAsk.objects.filter(account=account).exists(),
    )


def recovery_codes_left(account_id: int) -> int:
    """How many recovery codes are unused. One statement."""
    return RecoveryCode.objects.filter(account_id=account_id, used_at__isnull=True).count()


def passkeys_of(account_id: int) -> list[Passkey]:
    """Somebody's passkeys, in the order they were added. One statement."""
    return list(Passkey.objects.filter(account_id=account_id).order_by("id"))


def challenge_of(account: Account, challenge_id: str | None) -> Challenge | None:
    """A challenge of this person by the id their session holds. One statement."""
    return Challenge.objects.filter(pk=UUID(challenge_id), account=account).first() if challenge_id else None


def key_being_set_up(account_id: int) -> str | None:
    """The key of the authenticator app that is being set up, in base 32. One statement."""
    waiting = AuthenticatorApp.objects.filter(account_id=account_id, confirmed_at__isnull=True).first()
    return secrets_kept.as_typed(secrets_kept.unseal(waiting.key_sealed)) if waiting else None


def has_app(account_id: int) -> bool:
    """Whether an authenticator app is set up. One statement."""
    return AuthenticatorApp.objects.filter(account_id=account_id, confirmed_at__isnull=False).exists()


def name_of_passkey(account_id: int, passkey_id: int) -> str:
    """What a passkey of one's own is called. Raises NotFound. One statement."""
    found = Passkey.objects.filter(account_id=account_id, pk=passkey_id).first()
    if found is None:
        raise NotFound(str(passkey_id))
    return found.name
