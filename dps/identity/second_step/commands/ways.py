"""Looking after one's own ways to pass the second step. Each change is audited and told by e-mail.

Whoever calls these for their own account has confirmed their password within the last minutes (the pages ask).
"""

from datetime import datetime

from django.db import IntegrityError, transaction

from dps.identity.accounts.commands import actor_of, for_change
from dps.identity.models import Account
from dps.identity.second_step import passkeys, queries, rules, secrets_kept
from dps.identity.second_step.models import AlwaysAsk, AuthenticatorApp, Passkey, RecoveryCode
from dps.identity.second_step.notices import tell
from dps.identity.second_step.permissions import SecondStepPermission
from dps.identity.second_step.rules import Way
from dps.identity.sessions import commands as sessions
from dps.platform import audit, local_time
from dps.platform.access import Actor, require
from dps.platform.web.refusals import Invalid, NotAllowed, NotFound

WRONG_CODE = "The code does not match. Wait for the app to show the next one, check the phone’s clock, and try again"
LAST_WAY = "This is your only way to pass the second step, and you need one. Add another first, or confirm your email"
NOT_MADE = "The passkey could not be added. Try again"


def _mine(by: Actor) -> Account:
    return for_change(by.username)


def _note(action: str, account: Account, at: datetime, *, by: Actor | None = None, **details: object) -> None:
    audit.record(
        action,
        by=by or actor_of(account),
        subject_type="account",
        subject_id=account.username,
        details=details,
        at=at,
    )


@transaction.atomic
def set_up_app(*, by: Actor, at: datetime) -> str:
    """The key for an authenticator app, in base 32; the same until it is confirmed or a day has passed."""
    account = _mine(by)
    waiting = AuthenticatorApp.objects.filter(account=account, confirmed_at__isnull=True).first()
    if waiting is None:
        key = secrets_kept.new_app_key()
        AuthenticatorApp.objects.create(account=account, key_sealed=secrets_kept.seal(key), made_at=at)
        return secrets_kept.as_typed(key)
    return secrets_kept.as_typed(secrets_kept.unseal(waiting.key_sealed))


@transaction.atomic
def confirm_app(*, code: str, at: datetime, by: Actor) -> None:
    """The app shows the right code: it counts from now on, in place of an earlier one. Raises Invalid."""
    account = _mine(by)
    app = AuthenticatorApp.objects.filter(account=account, confirmed_at__isnull=True).first()
    step = app and secrets_kept.step_of(secrets_kept.unseal(app.key_sealed), rules.code_typed(code), at=at, after=0)
    if app is None or step is None:
        raise Invalid({"code": WRONG_CODE})
    replaced, _ = AuthenticatorApp.objects.filter(account=account, confirmed_at__isnull=False).delete()
    app.confirmed_at, app.last_step = at, step
    app.save(update_fields=["confirmed_at", "last_step"])
    _note("AUTHENTICATOR_APP_ADDED", account, at, replaced=bool(replaced))
    tell(account, "an authenticator app was added", at)


@transaction.atomic
def remove_app(*, at: datetime, by: Actor) -> None:
    """Do without the authenticator app. Raises NotFound, and Invalid for the last way of somebody who needs one."""
    account = _mine(by)
    _keep_one(account, Way.APP, last=True)
    removed, _ = AuthenticatorApp.objects.filter(account=account, confirmed_at__isnull=False).delete()
    if not removed:
        raise NotFound("authenticator app")
    _forget_preference(account, Way.APP)
    _note("AUTHENTICATOR_APP_REMOVED", account, at)
    tell(account, "your authenticator app was removed", at)


@transaction.atomic
def add_passkey(*, asked: bytes, answer: str, name: str, at: datetime, by: Actor) -> None:
    """Keep the passkey that the browser made for what it was `asked`. Without a name it is called by its day.

    Raises Invalid.
    """
    account = _mine(by)
    name = name.strip() or f"Passkey of {local_time.long_date(at)}"
    if problem := rules.name_problem(name):
        raise Invalid({"name": problem})
    made = passkeys.read_new(asked, answer) if asked else None
    if made is None:
        raise Invalid({"": NOT_MADE})
    try:
        with transaction.atomic():
            Passkey.objects.create(
                account=account,
                name=name,
                credential_id=made.credential_id,
                public_key=made.public_key,
                sign_count=made.sign_count,
                transports=made.transports,
                made_at=at,
            )
    except IntegrityError:
        raise Invalid({"": NOT_MADE}) from None
    _note("PASSKEY_ADDED", account, at, name=name)
    tell(account, f"a passkey called “{name}” was added", at)


@transaction.atomic
def rename_passkey(*, passkey_id: int, name: str, at: datetime, by: Actor) -> None:
    """Call a passkey of one's own something else. Raises NotFound, Invalid."""
    account = _mine(by)
    passkey = _passkey(account, passkey_id)
    name = name.strip()
    if problem := rules.name_problem(name):
        raise Invalid({"name": problem})
    if name == passkey.name:
        return
    before, passkey.name = passkey.name, name
    passkey.save(update_fields=["name"])
    _note("PASSKEY_RENAMED", account, at, changes={"name": [before, name]})
    tell(account, f"your passkey “{before}” is now called “{name}”", at)


@transaction.atomic
def remove_passkey(*, passkey_id: int, at: datetime, by: Actor) -> None:
    """Do without one passkey. Raises NotFound, and Invalid for the last way of somebody who needs one."""
    account = _mine(by)
    passkey = _passkey(account, passkey_id)
    is_last = Passkey.objects.filter(account=account).count() == 1
    _keep_one(account, Way.PASSKEY, last=is_last)
    passkey.delete()
    if is_last:
        _forget_preference(account, Way.PASSKEY)
    _note("PASSKEY_REMOVED", account, at, name=passkey.name)
    tell(account, f"your passkey “{passkey.name}” was removed", at)


@transaction.atomic
def make_recovery_codes(*, at: datetime, by: Actor) -> list[str]:
    """Ten new recovery codes as they are printed, in place of all earlier ones. They cannot be read again."""
    account = _mine(by)
    codes = secrets_kept.new_recovery_codes()
    RecoveryCode.objects.filter(account=account).delete()
    RecoveryCode.objects.bulk_create(
        RecoveryCode(account=account, hash=secrets_kept.hashes_of_recovery_code(account.key, code)[0], made_at=at)
        for code in codes
    )
    _note("RECOVERY_CODES_MADE", account, at, number=len(codes))
    tell(account, "new recovery codes were made, and earlier ones no longer work", at)
    return [rules.as_printed(code) for code in codes]


@transaction.atomic
def choose(*, preferred: str, always_ask: bool, at: datetime, by: Actor) -> None:
    """By which way to be asked ('' for whichever there is), and whether at every sign-in. Raises Invalid."""
    account = _mine(by)
    ways = queries.ways_of(account)
    if preferred and (preferred not in ways or preferred not in rules.PREFERABLE):
        raise Invalid({"preferred": "Choose one of the ways you have set up"})
    if always_ask and Way.APP not in ways and Way.PASSKEY not in ways:
        raise Invalid({"when": "Add an authenticator app or a passkey first"})
    before, asked_before = account.second_step, AlwaysAsk.objects.filter(account=account).exists()
    if (before, asked_before) == (preferred, always_ask):
        return
    account.second_step = preferred
    account.save(update_fields=["second_step"])
    if always_ask:
        AlwaysAsk.objects.get_or_create(account=account, defaults={"chosen_at": at})
    else:
        AlwaysAsk.objects.filter(account=account).delete()
    changes = {"preferred": [before, preferred], "always_ask": [asked_before, always_ask]}
    _note("SECOND_STEP_CHOSEN", account, at, changes=changes)
    tell(account, "how or when you are asked for it was changed", at)


@transaction.atomic
def reset_second_step(username: str, by: Actor, *, at: datetime | None = None) -> None:
    """For somebody who lost them: remove the app, passkeys, recovery codes and preferences of another's account, and
    end its sessions. Raises NotFound, and NotAllowed without the role or for one's own account."""
    require(by, SecondStepPermission.RESET)
    at = at or local_time.now()
    account = for_change(username)
    if account.username == by.username:
        raise NotAllowed("one's own second step is looked after on one's own pages")
    removed = {
        "apps": AuthenticatorApp.objects.filter(account=account).delete()[0],
        "passkeys": Passkey.objects.filter(account=account).delete()[0],
        "recovery_codes": RecoveryCode.objects.filter(account=account).delete()[0],
    }
    AlwaysAsk.objects.filter(account=account).delete()
    _forget_preference(account, Way.APP, Way.PASSKEY)
    sessions.end_all_of(account.pk)
    _note("SECOND_STEP_RESET", account, at, by=by, removed=removed)
    tell(account, "", at, template="second-step-reset")


def _passkey(account: Account, passkey_id: int) -> Passkey:
    found = Passkey.objects.filter(account=account, pk=passkey_id).first()
    if found is None:
        raise NotFound(str(passkey_id))
    return found


def _keep_one(account: Account, way: Way, *, last: bool) -> None:
    """Refuse to take away the last way of somebody who needs one; `last` of its kind."""
    needed = rules.may_be_asked(administrator=account.is_administrator, roles=account.roles)
    left = [other for other in queries.all_ways_of(account) if other is not way or not last]
    if not rules.may_lose(needed=needed, left=left):
        raise Invalid({"": LAST_WAY})


def _forget_preference(account: Account, *ways: Way) -> None:
    if account.second_step in ways:
        account.second_step = ""
        account.save(update_fields=["second_step"])
