"""Asking for the second step: codes sent, codes typed, passkeys answered. Each locks the account first, so of two
answers at the same moment one counts.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from django.conf import settings
from django.db import transaction
from webauthn.helpers import generate_challenge

from dps.identity.accounts import attempts
from dps.identity.accounts.commands import actor_of
from dps.identity.models import Account
from dps.identity.second_step import passkeys, queries, rules, secrets_kept
from dps.identity.second_step.models import AuthenticatorApp, Challenge, Passkey, RecoveryCode
from dps.identity.second_step.notices import tell
from dps.identity.second_step.rules import Way
from dps.identity.sign_in.commands import count_failure
from dps.platform import audit, local_time, notify
from dps.platform.access import SYSTEM

KEEP_CHALLENGES = timedelta(days=1)


class Outcome(StrEnum):
    PASSED = "passed"
    WRONG = "wrong"
    LOCKED = "locked"
    """The account is, now or since before: the challenge is over."""
    PASSED_BEFORE = "passed before"
    """This challenge was passed already: the second of two clicks, which opens nothing."""


@transaction.atomic
def begin(*, account: Account, at: datetime) -> Challenge | None:
    """Ask somebody for a second step, by the way they prefer; None when they have no way at all."""
    ways = queries.ways_of(account)
    way = rules.way_to_ask(account.second_step, ways)
    if way is None:
        audit.record("SECOND_STEP_IMPOSSIBLE", by=SYSTEM, subject_type="account", subject_id=account.username, at=at)
        return None
    challenge = Challenge.objects.create(
        account=account, way=way, began_at=at, ends_at=at + timedelta(minutes=rules.CHALLENGE_MINUTES)
    )
    _send(challenge, account, way, ways[way], at)
    return challenge


@transaction.atomic
def ask_by(*, challenge_id: UUID, account: Account, way: str, at: datetime) -> bool:
    """Ask by this way from now on, with a new code where one is sent; the earlier code is void. False when nothing
    changed: it is not a way of theirs, the challenge is over, or five codes were sent within a quarter of an hour."""
    ways = queries.ways_of(account)
    challenge = Challenge.objects.select_for_update().filter(pk=challenge_id, account=account).first()
    if challenge is None or way not in ways or challenge.passed_at or challenge.ends_at <= at:
        return False
    return _send(challenge, account, Way(way), ways[Way(way)], at)


def _send(challenge: Challenge, account: Account, way: Way, to: str, at: datetime) -> bool:
    if way not in rules.SENT:
        challenge.way, challenge.code_hash, challenge.code_ends_at = way, "", None
        challenge.save(update_fields=["way", "code_hash", "code_ends_at"])
        return True
    number = attempts.count(f"second step codes for {account.pk}", at=at, window=rules.CODES_WINDOW)
    if number > rules.CODES_SENT_AT_MOST:
        return False
    code = secrets_kept.new_code()
    challenge.way, challenge.code_tries = way, 0
    challenge.code_hash = secrets_kept.hash_of_code(challenge.pk, code)
    challenge.code_ends_at = at + timedelta(minutes=rules.CODE_MINUTES)
    challenge.save(update_fields=["way", "code_hash", "code_ends_at", "code_tries"])
    values = {
        "first_name": account.first_name or account.username,
        "code": code,
        "reset_link": f"{settings.PUBLIC_URL}/forgotten-password",
    }
    told = {"to": to, "values": values, "username": account.username, "expires_at": challenge.code_ends_at}
    if way is Way.TEXT:
        notify.send_text("second-step-code-text", **told)
    else:
        notify.send("second-step-code", **told)
    audit.record(
        "SECOND_STEP_CODE_SENT",
        by=SYSTEM,
        subject_type="account",
        subject_id=account.username,
        details={"way": way},
        at=at,
    )
    return True


@transaction.atomic
def what_to_sign(*, challenge_id: UUID, account: Account) -> str:
    """The options for the browser's passkey dialogue, as JSON; the same until they are answered. Three statements."""
    challenge = Challenge.objects.select_for_update().get(pk=challenge_id, account=account)
    if not challenge.passkey_asked:
        challenge.passkey_asked = generate_challenge()
        challenge.save(update_fields=["passkey_asked"])
    return passkeys.options_to_sign_in(bytes(challenge.passkey_asked), queries.passkeys_of(account.pk))


@transaction.atomic
def try_code(*, challenge_id: UUID, account_id: int, typed: str, at: datetime) -> Outcome:
    """A code was typed: one that was sent, of the app, or a recovery code, by what the challenge asks. A wrong one
    counts like a wrong password, and after ten the account is locked."""
    account = Account.objects.select_for_update().get(pk=account_id)
    challenge = Challenge.objects.select_for_update().filter(pk=challenge_id, account=account).first()
    if over := _is_over(account, challenge):
        return over
    assert challenge is not None
    way = Way(challenge.way)
    in_time = at < challenge.ends_at
    if way is Way.APP:
        right = in_time and _app_shows(account, typed, at)
    elif way is Way.RECOVERY:
        right = in_time and _recovers(account, typed, at)
    elif way is Way.PASSKEY:
        right = False
    else:
        right = _was_sent(challenge, typed, at) and in_time
    return _settle(account, challenge, right, at)


@transaction.atomic
def try_passkey(*, challenge_id: UUID, account_id: int, answer: str, at: datetime) -> Outcome:
    """A passkey signed what it was asked to; `answer` is the browser's JSON. What was asked is used up by it."""
    account = Account.objects.select_for_update().get(pk=account_id)
    challenge = Challenge.objects.select_for_update().filter(pk=challenge_id, account=account).first()
    if over := _is_over(account, challenge):
        return over
    assert challenge is not None
    asked, challenge.passkey_asked = bytes(challenge.passkey_asked), b""
    challenge.save(update_fields=["passkey_asked"])
    used = None
    if asked and at < challenge.ends_at:
        used = passkeys.which_signed(asked, answer, queries.passkeys_of(account.pk), owner=account.key)
    if used is not None:
        Passkey.objects.filter(pk=used.passkey_id).update(sign_count=used.sign_count, last_used_at=at)
        challenge.way = Way.PASSKEY
    return _settle(account, challenge, used is not None, at)


def _is_over(account: Account, challenge: Challenge | None) -> Outcome | None:
    if not account.is_active:
        return Outcome.LOCKED
    if challenge is None:
        return Outcome.WRONG
    return Outcome.PASSED_BEFORE if challenge.passed_at else None


def _was_sent(challenge: Challenge, typed: str, at: datetime) -> bool:
    digits = secrets_kept.hash_of_code(challenge.pk, rules.code_typed(typed))
    if challenge.code_ends_at is None:
        return False
    is_same = secrets_kept.same(digits, challenge.code_hash)
    may_be_tried = rules.may_be_tried(ends_at=challenge.code_ends_at, tries=challenge.code_tries, at=at)
    challenge.code_tries = min(challenge.code_tries + 1, rules.CODE_TRIES)
    challenge.save(update_fields=["code_tries"])
    return is_same and may_be_tried


def _app_shows(account: Account, typed: str, at: datetime) -> bool:
    app = AuthenticatorApp.objects.filter(account=account, confirmed_at__isnull=False).first()
    if app is None:
        return False
    step = secrets_kept.step_of(
        secrets_kept.unseal(app.key_sealed), rules.code_typed(typed), at=at, after=app.last_step
    )
    if step is None:
        return False
    app.last_step, app.last_used_at = step, at
    app.save(update_fields=["last_step", "last_used_at"])
    return True


def _recovers(account: Account, typed: str, at: datetime) -> bool:
    hashes = secrets_kept.hashes_of_recovery_code(account.key, rules.recovery_code_typed(typed))
    used = RecoveryCode.objects.filter(account=account, hash__in=hashes, used_at__isnull=True).update(used_at=at)
    if used:
        left = queries.recovery_codes_left(account.pk)
        tell(account, f"one of your recovery codes was used to sign in; you have {left} left", at)
    return bool(used)


def _settle(account: Account, challenge: Challenge, right: bool, at: datetime) -> Outcome:
    if right:
        challenge.passed_at, challenge.code_hash = at, ""
        challenge.save(update_fields=["passed_at", "code_hash", "way"])
        audit.record(
            "SECOND_STEP_PASSED",
            by=actor_of(account),
            subject_type="account",
            subject_id=account.username,
            details={"way": challenge.way},
            at=at,
        )
        return Outcome.PASSED
    audit.record(
        "SECOND_STEP_REFUSED",
        by=SYSTEM,
        subject_type="account",
        subject_id=account.username,
        details={"way": challenge.way},
        at=at,
    )
    if not count_failure(account):
        return Outcome.WRONG
    challenge.ends_at, challenge.code_hash = at, ""
    challenge.save(update_fields=["ends_at", "code_hash"])
    return Outcome.LOCKED


def forget_failures(account: Account) -> None:
    """Somebody who is signed in passed it: wrong tries are forgotten, as at the end of a sign-in."""
    Account.objects.filter(pk=account.pk).update(failed_attempts=0)


def forget_what_is_over() -> None:
    """Drop challenges that ended a day ago, and apps that were never confirmed. Run every night."""
    before = local_time.now() - KEEP_CHALLENGES
    Challenge.objects.filter(ends_at__lt=before).delete()
    AuthenticatorApp.objects.filter(confirmed_at__isnull=True, made_at__lt=before).delete()
