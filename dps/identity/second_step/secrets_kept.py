"""Making codes and keys, and keeping them so that the database alone tells nobody what they are."""

import base64
import hashlib
import hmac
import secrets
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django_otp.oath import hotp

from dps.identity.second_step import rules
from dps.platform import sealing

KEY_BYTES = 20
"""As long as RFC 4226 recommends."""


PURPOSE = "second step"


def seal(secret: bytes) -> str:
    """Encrypted for the database."""
    return sealing.seal(secret, purpose=PURPOSE)


def unseal(sealed: str) -> bytes:
    """What was sealed. Raises sealing.CannotOpen when SECRET_KEY is another one."""
    return sealing.unseal(sealed, purpose=PURPOSE)


def _hash(purpose: str, owner: UUID, code: str, secret: str) -> str:
    key = sealing.derived(f"{PURPOSE} {purpose}", secret=secret)
    return hmac.new(key, f"{owner}:{code}".encode(), hashlib.sha256).hexdigest()


def new_code() -> str:
    """Six digits, leading zeros kept."""
    return f"{secrets.randbelow(10**rules.CODE_DIGITS):0{rules.CODE_DIGITS}d}"


def hash_of_code(challenge: UUID, code: str) -> str:
    """What is kept of a code that was sent: of use in that challenge only."""
    return _hash("sent codes", challenge, code, settings.SECRET_KEY)


def new_recovery_codes() -> list[str]:
    """Ten codes of ten letters, all different: 49 bits each."""
    found: set[str] = set()
    while len(found) < rules.RECOVERY_CODES:
        found.add("".join(secrets.choice(rules.RECOVERY_LETTERS) for _ in range(rules.RECOVERY_LENGTH)))
    return sorted(found)


def hashes_of_recovery_code(account_key: UUID, code: str) -> list[str]:
    """What is kept of a recovery code, of use to one account only: first by SECRET_KEY, then by the keys before it."""
    return [
        _hash("recovery codes", account_key, code, secret)
        for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    ]


def new_app_key() -> bytes:
    """The key an authenticator app and we share."""
    return secrets.token_bytes(KEY_BYTES)


def as_typed(key: bytes) -> str:
    """The key as an authenticator app takes it: base 32."""
    return base64.b32encode(key).decode()


def step_of(key: bytes, typed: str, *, at: datetime, after: int) -> int | None:
    """The half minute for which an app with this key shows these digits, later than the half minute `after`; None when
    there is none near `at`. Takes as long for right as for wrong digits (RFC 6238)."""
    now = int(at.timestamp()) // rules.STEP_SECONDS
    found = None
    for step in range(now - rules.STEPS_OFF, now + rules.STEPS_OFF + 1):
        shown = f"{hotp(key, step, rules.CODE_DIGITS):0{rules.CODE_DIGITS}d}"
        if secrets.compare_digest(shown, typed) and step > after and found is None:
            found = step
    return found


def same(one: str, other: str) -> bool:
    """Whether two hashes are equal, in a time that does not tell where they differ."""
    return secrets.compare_digest(one, other)
