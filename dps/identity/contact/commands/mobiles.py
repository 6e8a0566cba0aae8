"""A mobile number is confirmed by a code sent to it (identity.md 2.8)."""

import secrets
from datetime import datetime, timedelta
from enum import Enum

from django.db import transaction
from django.db.models import F
from django.utils.crypto import constant_time_compare, salted_hmac

from dps.identity.accounts import attempts, links
from dps.identity.accounts.links import State
from dps.identity.contact import queries, rules
from dps.identity.contact.commands.names import mine, tell, tell_holder
from dps.identity.models import Account, Contact, OneTimeLink
from dps.platform import notify
from dps.platform.access import Actor
from dps.platform.web.refusals import Invalid

MOBILE = OneTimeLink.Kind.MOBILE
LASTS = timedelta(minutes=10)
HOUR = timedelta(hours=1)


class Outcome(Enum):
    """What became of a code that was typed."""

    RIGHT = "right"
    WRONG = "wrong"
    EXPIRED = "expired, and a new one was sent"
    NO_MORE = "no code waits, or it was tried too often"


@transaction.atomic
def change_mobile(*, number: str, by: Actor, at: datetime) -> str:
    """Ask for another number: a code is sent to it, and it counts once the code was typed. Gives it as it is kept.

    Raises Invalid.
    """
    number = rules.tidy_mobile(number)
    if problem := rules.mobile_problem(number):
        raise Invalid({"mobile": problem})
    _send_code(mine(by), number, by=by, at=at)
    return number


@transaction.atomic
def confirm_mobile(*, code: str, by: Actor, at: datetime) -> Outcome:
    """The code somebody typed. Wrong ones are counted, five at most; for one that is too old a new one is sent."""
    account = mine(by)
    sent = queries.mobile_being_confirmed(account)
    if sent is None or sent.tries >= rules.TRIES_OF_A_CODE:
        return Outcome.NO_MORE
    if links.state_of(sent, at) is State.EXPIRED:
        try:
            with transaction.atomic():
                _send_code(account, sent.address, by=by, at=at)
        except Invalid:
            return Outcome.NO_MORE
        return Outcome.EXPIRED
    if not constant_time_compare(sent.hash, _hash(account, sent.made_at, code)):
        OneTimeLink.objects.filter(pk=sent.pk).update(tries=F("tries") + 1)
        tell(account, "MOBILE_NOT_CONFIRMED", by, at)
        return Outcome.WRONG if sent.tries + 1 < rules.TRIES_OF_A_CODE else Outcome.NO_MORE
    before = Contact.objects.filter(account=account, kind=Contact.Kind.MOBILE).values_list("value", flat=True).first()
    Contact.objects.update_or_create(
        account=account, kind=Contact.Kind.MOBILE, defaults={"value": sent.address, "verified": True}
    )
    links.void(account, [MOBILE], at=at, expired_too=True)
    tell(account, "MOBILE_CONFIRMED", by, at, changes={"mobile": [before or "", sent.address]})
    tell_holder(account, "a mobile number was confirmed for it", at)
    return Outcome.RIGHT


def _send_code(account: Account, number: str, *, by: Actor, at: datetime) -> None:
    if attempts.count(f"codes to a mobile for {account.pk}", at=at, window=HOUR) > rules.CODES_AN_HOUR:
        raise Invalid({"mobile": "We have sent you several codes within an hour. Try again in an hour"})
    code = f"{secrets.randbelow(10**rules.CODE_DIGITS):0{rules.CODE_DIGITS}d}"
    links.void(account, [MOBILE], at=at, expired_too=True)
    sent = links.keep(account, MOBILE, _hash(account, at, code), at=at, lasts=LASTS, address=number)
    notify.send_text(
        "confirm-mobile", to=number, values={"code": code}, username=account.username, expires_at=sent.expires_at
    )
    tell(account, "MOBILE_CODE_SENT", by, at, mobile=number)


def _hash(account: Account, made_at: datetime, code: str) -> str:
    """With the product's own secret, for six digits alone are soon tried out."""
    words = f"{account.key} {made_at.timestamp()} {code}"
    return salted_hmac("confirm mobile", words, algorithm="sha256").hexdigest()
