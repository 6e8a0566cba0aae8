"""Words for the pages of the second step."""

from collections.abc import Mapping
from urllib.parse import quote, urlencode

from dps.identity.second_step import rules
from dps.identity.second_step.passkeys import PRODUCT
from dps.identity.second_step.rules import Way

HEADINGS = {
    Way.APP: "Enter the code from your authenticator app",
    Way.EMAIL: "Check your email",
    Way.TEXT: "Check your phone",
    Way.BACKUP_EMAIL: "Check your backup email",
    Way.PASSKEY: "Use your passkey",
    Way.RECOVERY: "Enter a recovery code",
}
NAMES = {
    Way.APP: "Authenticator app",
    Way.EMAIL: "Code by email",
    Way.TEXT: "Code by text message",
    Way.BACKUP_EMAIL: "Code by backup email",
    Way.PASSKEY: "Passkey",
    Way.RECOVERY: "Recovery code",
}


def in_words(way: Way, to: str) -> str:
    """`Code by email to ai******@******.gov.uk`."""
    masked = rules.masked(way, to)
    return f"{NAMES[way]} to {masked}" if masked else NAMES[way]


def choices(ways: Mapping[Way, str], *, preferable: bool = False) -> list[tuple[str, str]]:
    """The ways as radios; `preferable` leaves out recovery codes."""
    return [(way.value, in_words(way, to)) for way, to in ways.items() if not preferable or way in rules.PREFERABLE]


def few_recovery_codes(left: int) -> str:
    """What to say when few are left."""
    number = "no recovery codes" if left == 0 else "1 recovery code" if left == 1 else f"{left} recovery codes"
    return f"You have {number} left. Make new ones under “How you prove who you are”."


def app_address(username: str, key: str) -> str:
    """What an authenticator app reads from the picture."""
    told = {"secret": key, "issuer": PRODUCT, "digits": rules.CODE_DIGITS, "period": rules.STEP_SECONDS}
    return f"otpauth://totp/{quote(f'{PRODUCT}:{username}')}?{urlencode(told, quote_via=quote)}"
