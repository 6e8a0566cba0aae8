"""Talking to the issuer of Microsoft accounts: what it says of itself, its keys, and a code for an ID token.

Every call has a time limit and a size limit, and follows no redirect. What does not change is kept for an hour.
"""

import json
import time
from dataclasses import dataclass
from typing import Any

import requests
import structlog
from django.conf import settings
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import GuestProtocol, KeySet, RSAKey

from dps.identity.microsoft import rules

log = structlog.get_logger("dps.microsoft")
CONNECT_SECONDS, READ_SECONDS, WHOLE_SECONDS = 3, 5, 10
MOST_BYTES = 1_000_000
KEEP_SECONDS = 3_600
_kept: dict[str, tuple[float, Any]] = {}


class Unreachable(Exception):
    """The issuer does not answer, or not as one does. Nobody's mistake: try later."""


class Refused(Exception):
    """The issuer, or we, refuse this sign-in. The text is for the audit and holds nothing that was sent."""


@dataclass(frozen=True, slots=True)
class Registration:
    """What this product is to the issuer."""

    issuer: str
    client_id: str
    client_secret: str


@dataclass(frozen=True, slots=True)
class Endpoints:
    """Where the issuer answers."""

    authorization: str
    token: str
    keys: str


def registration() -> Registration | None:
    """The settings; None when sign-in with Microsoft is not set up."""
    names = ("MICROSOFT_ISSUER", "MICROSOFT_CLIENT_ID", "MICROSOFT_CLIENT_SECRET")
    issuer, client_id, client_secret = (str(getattr(settings, name, "") or "") for name in names)
    return Registration(issuer, client_id, client_secret) if issuer and client_id and client_secret else None


def forget_kept() -> None:
    """Ask the issuer afresh next time. For tests."""
    _kept.clear()


def endpoints(ours: Registration) -> Endpoints:
    """Where to send people and ask for tokens. Raises Unreachable."""
    said = _keep(f"{ours.issuer.rstrip('/')}/.well-known/openid-configuration")
    named = [said.get(name) for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")]
    if said.get("issuer") != ours.issuer or any(rules.endpoint_problem(url, ours.issuer) for url in named):
        _forget(f"{ours.issuer.rstrip('/')}/.well-known/openid-configuration")
        raise Unreachable("it says it is another issuer, or names no addresses")
    return Endpoints(*map(str, named))


def claims_for(code: str, *, verifier: str, nonce: str, return_to: str, ours: Registration) -> rules.Claims:
    """Give the code for an ID token, and check that. Gives its claims. Raises Unreachable, Refused."""
    where = endpoints(ours)
    said = _read(
        where.token,
        {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": return_to,
            "code_verifier": verifier,
            "client_id": ours.client_id,
            "client_secret": ours.client_secret,
        },
    )
    token = said.get("id_token")
    if not isinstance(token, str):
        raise Refused("no ID token")
    claims = _signed_claims(token, where.keys)
    if reason := rules.refusal(claims, issuer=ours.issuer, client_id=ours.client_id, nonce=nonce, now=time.time()):
        raise Refused(f"ID token: {reason}")
    return claims


def _signed_claims(token: str, keys_at: str) -> rules.Claims:
    def find(guest: GuestProtocol) -> RSAKey:
        kid = guest.headers().get("kid")
        if not isinstance(kid, str):
            raise Refused("ID token: it names no key")
        return _key(kid, keys_at)

    try:
        return jwt.decode(token, find, algorithms=[rules.ALGORITHM]).claims
    except (JoseError, ValueError):
        raise Refused("ID token: the signature is not right") from None


def _key(kid: str, keys_at: str) -> RSAKey:
    """The key of that name; a name not known yet is looked for afresh, once."""
    for kept in (True, False):
        if not kept:
            _forget(keys_at)
        try:
            found = KeySet.import_key_set(_keep(keys_at))
        except (JoseError, KeyError, TypeError, ValueError, AttributeError):
            continue
        for key in found:
            if key.kid == kid and isinstance(key, RSAKey) and key.get("use", "sig") == "sig":
                return key
    raise Refused("ID token: signed with an unknown key")


def _keep(url: str) -> dict[str, Any]:
    found = _kept.get(url)
    if found is None or found[0] < time.monotonic():
        found = (time.monotonic() + KEEP_SECONDS, _read(url))
        _kept[url] = found
    return found[1]


def _forget(url: str) -> None:
    _kept.pop(url, None)


def _read(url: str, sent: dict[str, str] | None = None) -> dict[str, Any]:
    """The JSON object at an address; with `sent`, what it answers to that form. Raises Unreachable, and Refused for a
    form it does not accept."""
    until = time.monotonic() + WHOLE_SECONDS
    try:
        with requests.request(
            "POST" if sent else "GET",
            url,
            data=sent,
            headers={"Accept": "application/json"},
            timeout=(CONNECT_SECONDS, READ_SECONDS),
            allow_redirects=False,
            stream=True,
        ) as reply:
            body = b""
            for part in reply.iter_content(65_536):
                body += part
                if len(body) > MOST_BYTES or time.monotonic() > until:
                    raise Unreachable("too much or too slow")
            status = reply.status_code
        said = json.loads(body) if status == 200 else None
    except (requests.RequestException, ValueError) as failure:
        log.warning("issuer not reached", kind=type(failure).__name__)
        raise Unreachable(type(failure).__name__) from None
    if sent and 400 <= status < 500 and status != 429:
        raise Refused(f"the code was not accepted ({status})")
    if not isinstance(said, dict):
        log.warning("issuer not understood", status=status)
        raise Unreachable(f"answered {status}")
    return said
