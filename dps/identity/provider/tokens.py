"""What is in the tokens, and telling whether one is good."""

import base64
import hashlib
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from oauth2_provider.models import get_access_token_model
from oauthlib.common import Request

from dps.identity.accounts.commands import actor_of
from dps.identity.models import Account
from dps.identity.provider import keys, rules
from dps.identity.provider.models import Authorisation, Client
from dps.platform import local_time
from dps.platform.access import Actor

ACCESS, IDENTITY, LOGOUT = "at+jwt", "JWT", "logout+jwt"
LOGOUT_SECONDS = 120
REPEATED = ("sub", "user_name", "user_id", "auth_source", "jti", "iss")
"""What the answer with a token says again beside it (identity.md 3.3)."""


class NotGood(Exception):
    """A token that opens nothing. Its text says why, in words for a developer."""


class NotAToken(NotGood):
    """Not one of ours, or expired: no look into the database was needed."""


@dataclass(frozen=True, slots=True)
class Good:
    """A token in force. `account` is None for a client that acts by itself."""

    claims: dict[str, Any]
    client: Client
    account: Account | None
    scopes: frozenset[str]
    actor: Actor


def hash_of(secret: str) -> str:
    """What is kept of codes and tokens: SHA-256, hexadecimal."""
    return hashlib.sha256(secret.encode()).hexdigest()


def found(request: Request) -> Authorisation | None:
    """What a code or a refresh token was found to stand for; None for a client that acts by itself."""
    authorisation: Authorisation | None = vars(request).get("authorisation")
    return authorisation


def claims_about(account: Account, client: Client) -> dict[str, Any]:
    """What a client is told of somebody, less what its filter takes away."""
    name = rules.capitalised(f"{account.first_name} {account.last_name}".strip()) or account.username
    claims = {
        "user_name": account.username,
        "user_id": rules.user_id(
            source=account.source, staff_id=account.staff_id, email=account.email, key=str(account.key)
        ),
        "user_uuid": str(account.key),
        "name": name,
        "auth_source": account.source,
        "authorities": rules.authorities(account.roles),
    }
    return rules.filtered(claims, client.claim_filter)


def life_seconds(request: Request) -> int:
    """How long the access token asked for lives: as its client is set, but no longer than the browser session may."""
    life: int = min(request.client.access_token_seconds, rules.LONGEST_LIFE_SECONDS)
    authorisation = found(request)
    if authorisation is not None:
        left = session_ends_at(authorisation) - local_time.now()
        life = max(1, min(life, int(left.total_seconds())))
    return life


def session_ends_at(authorisation: Authorisation) -> datetime:
    """When the browser session is over, however busy."""
    return authorisation.signed_in_at + timedelta(seconds=settings.SESSION_COOKIE_AGE)


def access_token(request: Request) -> str:
    """A signed access token (RFC 9068) for what `request` was found to be entitled to. Called by the server."""
    now = int(local_time.now().timestamp())
    client: Client = request.client
    authorisation = found(request)
    claims: dict[str, Any] = {
        "iss": settings.PUBLIC_URL,
        "aud": rules.AUDIENCE,
        "iat": now,
        "exp": now + request.expires_in,
        "jti": str(uuid.uuid4()),
        "client_id": client.client_id,
        "scope": " ".join(request.scopes),
    }
    if authorisation is None:
        claims |= {
            "sub": request.acts_for or client.client_id,
            "auth_source": request.acts_for_source,
            "authorities": rules.authorities(client.authorities),
            "grant_type": "client_credentials",
        }
        if request.acts_for:
            claims["user_name"] = request.acts_for
    else:
        claims |= claims_about(request.user, client)
        claims |= {
            "sub": request.user.username,
            "grant_type": "authorization_code",
            "sid": str(authorisation.session),
        }
    request.extra_credentials = {claim: claims[claim] for claim in REPEATED if claim in claims}
    return keys.sign(claims, kind=ACCESS)


def identity_token(authorisation: Authorisation, account: Account, *, access: str, nonce: str) -> str:
    """The ID token that goes with an access token."""
    now = int(local_time.now().timestamp())
    claims: dict[str, Any] = {
        "iss": settings.PUBLIC_URL,
        "sub": account.username,
        "aud": authorisation.client.client_id,
        "iat": now,
        "exp": now + rules.ID_TOKEN_SECONDS,
        "jti": str(uuid.uuid4()),
        "auth_time": int(authorisation.signed_in_at.timestamp()),
        "acr": rules.acr(authorisation.methods),
        "amr": rules.amr(authorisation.methods),
        "sid": str(authorisation.session),
        "at_hash": _half_hash(access),
        **rules.filtered({"user_uuid": str(account.key)}, authorisation.client.claim_filter),
    }
    if nonce:
        claims["nonce"] = nonce
    return keys.sign(claims, kind=IDENTITY)


def logout_token(*, client_id: str, username: str, session: str) -> str:
    """What tells a client that a session it knows is over (OpenID Connect Back-Channel Logout)."""
    now = int(local_time.now().timestamp())
    claims = {
        "iss": settings.PUBLIC_URL,
        "sub": username,
        "aud": client_id,
        "iat": now,
        "exp": now + LOGOUT_SECONDS,
        "jti": str(uuid.uuid4()),
        "sid": session,
        "events": {"http://schemas.openid.net/event/backchannel-logout": {}},
    }
    return keys.sign(claims, kind=LOGOUT)


def hint(token: str) -> dict[str, Any] | None:
    """The claims of an ID token of ours given as a hint, expired or not; None for anything else."""
    try:
        claims = keys.opened(token, kind=IDENTITY)
    except keys.NotOurs:
        return None
    good = claims.get("iss") == settings.PUBLIC_URL and all(
        isinstance(claims.get(name), str) for name in ("sub", "aud", "sid")
    )
    return claims if good else None


def check(token: str) -> Good:
    """Who and what an access token stands for now. One statement. Raises NotAToken, NotGood.

    What it may do is what its account or client may do now, not what the token said when it was made.
    """
    claims = _claims_in_force(token)
    row = (
        get_access_token_model()
        .objects.select_related("application", "user")
        .filter(token_checksum=hash_of(token))
        .first()
    )
    if row is None or row.expires <= local_time.now():
        raise NotGood("The token was revoked, or its session has ended")
    client, account = row.application, row.user
    if client is None or not rules.is_current(client.ends_on, local_time.today()):
        raise NotGood("The client may no longer be used")
    if account is not None and not account.is_active:
        raise NotGood("The account may no longer be used")
    actor = actor_of(account) if account is not None else _actor_of_client(claims, client)
    return Good(claims, client, account, frozenset(row.scope.split()), actor)


def _actor_of_client(claims: dict[str, Any], client: Client) -> Actor:
    return Actor(
        username=str(claims.get("user_name", client.client_id))[:240],
        display_name=client.name or client.client_id,
        roles=frozenset(client.authorities),
    )


def _claims_in_force(token: str) -> dict[str, Any]:
    try:
        claims = keys.opened(token, kind=ACCESS)
    except keys.NotOurs:
        raise NotAToken("The token is not one of ours") from None
    if claims.get("iss") != settings.PUBLIC_URL or claims.get("aud") != rules.AUDIENCE:
        raise NotAToken("The token is not meant for this service")
    expires = claims.get("exp")
    if not isinstance(expires, int) or datetime.fromtimestamp(expires, UTC) <= local_time.now():
        raise NotAToken("The token has expired")
    return claims


def _half_hash(token: str) -> str:
    digest = hashlib.sha256(token.encode()).digest()
    return base64.urlsafe_b64encode(digest[:16]).decode().rstrip("=")
