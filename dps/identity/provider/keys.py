"""The keys that sign tokens: made at first need, sealed at rest, changed without anybody noticing.

All processes share them through the database. Each keeps what it read for a few seconds, so that every worker follows
a change; a key that a token names and that is not known yet is looked for at once.
"""

import base64
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.conf import settings
from django.db import connection, transaction
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

from dps.identity.provider import rules
from dps.identity.provider.models import SigningKey
from dps.platform import audit, local_time, sealing
from dps.platform.access import SYSTEM, Actor

PURPOSE = "signing keys"
BITS = 2048
ALGORITHM = "RS256"
KEEP_SECONDS = 5.0
KEEP_PUBLISHED = timedelta(seconds=rules.LONGEST_LIFE_SECONDS, minutes=10)
"""After a key stopped signing. Longer than any token lives, plus the seconds a worker may still sign with it."""
_LOCK = 4_150_521
log = structlog.get_logger("dps.keys")


class NotOurs(Exception):
    """No token that one of our keys signed: altered, made up, or signed by a key that is no longer published."""


@dataclass(frozen=True, slots=True)
class _Kept:
    until: float
    signs: RSAKey
    public: dict[str, RSAKey]


_kept: _Kept | None = None


def forget_kept() -> None:
    """Read the keys afresh next time."""
    global _kept
    _kept = None


def sign(claims: Mapping[str, Any], *, kind: str) -> str:
    """A signed token. `kind` is the `typ` of its header, which keeps one sort of token from passing for another."""
    key = _read().signs
    header = {"typ": kind, "alg": ALGORITHM, "kid": key.kid}
    return jwt.encode(header, dict(claims), key, algorithms=[ALGORITHM])


def opened(token: str, *, kind: str) -> dict[str, Any]:
    """The claims of a token of this kind that one of our keys signed. Nothing else of it is checked. Raises NotOurs."""
    try:
        header = _header(token)
        key = _public(str(header.get("kid", "")))
        if key is None or header.get("typ") != kind:
            raise NotOurs
        return dict(jwt.decode(token, key, algorithms=[ALGORITHM]).claims)
    except (JoseError, ValueError, TypeError, RecursionError):
        raise NotOurs from None


def published() -> list[dict[str, Any]]:
    """The keys that others may check our tokens with, the one that signs first.

    Read afresh: whoever asks has a token with a key another process may have made a moment ago.
    """
    forget_kept()
    return [
        {**key.as_dict(private=False), "use": "sig", "alg": ALGORITHM, "kid": kid}
        for kid, key in _read().public.items()
    ]


@transaction.atomic
def rotate(*, at: datetime, by: Actor = SYSTEM) -> str:
    """Make a new key that signs from now on; what the old one signed stays good. Gives the new key's id."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    SigningKey.objects.filter(retired_at=None).update(retired_at=at, private_sealed="")
    made = _make(at)
    audit.record("SIGNING_KEY_CHANGED", by=by, subject_type="signing key", subject_id=made.kid, at=at)
    forget_kept()
    transaction.on_commit(forget_kept)
    return made.kid


def rotate_when_old(at: datetime) -> bool:
    """Change a key that has signed for SIGNING_KEY_DAYS days (0: never). True when it was changed."""
    days = settings.SIGNING_KEY_DAYS
    old = SigningKey.objects.filter(retired_at=None, made_at__lt=at - timedelta(days=days))
    if not days or not old.exists():
        return False
    rotate(at=at)
    return True


def forget_old(at: datetime) -> None:
    """Stop publishing keys whose last token is over."""
    SigningKey.objects.filter(retired_at__lt=at - KEEP_PUBLISHED).delete()


def _header(token: str) -> dict[str, Any]:
    part = token.partition(".")[0]
    header = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    if not isinstance(header, dict):
        raise ValueError
    return header


def _public(kid: str) -> RSAKey | None:
    found = _read().public.get(kid)
    if found is None and SigningKey.objects.filter(kid=kid[:60]).exists():
        forget_kept()  # made by another process a moment ago
        found = _read().public.get(kid)
    return found


def _read() -> _Kept:
    global _kept
    if _kept is not None and _kept.until > time.monotonic():
        return _kept
    rows = _rows()
    signs = _unsealed(rows)
    may_be_undone = False
    if signs is None:
        may_be_undone = connection.in_atomic_block
        _first(local_time.now())
        rows = _rows()
        signs = _unsealed(rows)
        assert signs is not None
    found = _Kept(time.monotonic() + KEEP_SECONDS, signs, {row.kid: RSAKey.import_key(row.public) for row in rows})
    if not may_be_undone:
        _kept = found
    return found


def _rows() -> list[SigningKey]:
    over = local_time.now() - KEEP_PUBLISHED
    rows = SigningKey.objects.order_by("-made_at", "-pk")
    return sorted(
        (row for row in rows if row.retired_at is None or row.retired_at >= over),
        key=lambda r: r.retired_at is not None,
    )


def _unsealed(rows: list[SigningKey]) -> RSAKey | None:
    for row in rows:
        if row.retired_at is None:
            pem = _unseal(row.private_sealed)
            return None if pem is None else RSAKey.import_key(pem, {"kid": row.kid})
    return None


@transaction.atomic
def _first(at: datetime) -> None:
    """The first key; or the next, when SECRET_KEY was changed and the one that signs can no longer be opened."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    signs = SigningKey.objects.filter(retired_at=None).first()
    if signs is not None and _unseal(signs.private_sealed) is not None:
        return  # another process was quicker
    if signs is not None:
        log.warning("signing key cannot be opened with this SECRET_KEY; another takes its place", kid=signs.kid)
        SigningKey.objects.filter(pk=signs.pk).update(retired_at=at, private_sealed="")
    _make(at)


def _make(at: datetime) -> SigningKey:
    key = RSAKey.generate_key(BITS, private=True)
    kid = key.thumbprint()
    return SigningKey.objects.create(
        kid=kid,
        private_sealed=sealing.seal(key.as_pem(private=True), purpose=PURPOSE),
        public=key.as_dict(private=False),
        made_at=at,
    )


def _unseal(sealed: str) -> bytes | None:
    try:
        return sealing.unseal(sealed, purpose=PURPOSE)
    except sealing.CannotOpen:
        return None
