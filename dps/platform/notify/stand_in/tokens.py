"""Who is calling: GOV.UK Notify's rules of the signed token. Source: notify.md 1. Pure."""

import base64
import binascii
import hashlib
import hmac
import json
import uuid
from collections.abc import Callable, Mapping
from typing import Any

from dps.platform.notify.stand_in.keys import Key, Service

MOST_SECONDS_OFF = 30


class AuthRefused(Exception):
    """The caller is not let in: status and message of the answer."""

    def __init__(self, status: int, message: str) -> None:
        self.status, self.message = status, message
        super().__init__(message)


def _part(text: str) -> Any:
    return json.loads(_bytes(text))


def _bytes(text: str) -> bytes:
    return base64.b64decode(text.encode("ascii") + b"=" * (-len(text) % 4), altchars=b"-_", validate=True)


def check(
    header: str | None, services: Mapping[uuid.UUID, Service], keys_of: Callable[[Service], list[Key]], seconds: float
) -> Key:
    """The key a request was signed with. `seconds`: the time now since 1970. Raises AuthRefused."""
    if not header:
        raise AuthRefused(401, "Unauthorized: authentication token must be provided")
    scheme, _, token = header.partition(" ")
    if scheme.lower() != "bearer":
        raise AuthRefused(401, "Unauthorized: authentication bearer scheme must be used")
    head, claims, signed, signature = _read(token.strip())
    if head.get("alg") != "HS256":
        raise AuthRefused(403, "Invalid token: algorithm used is not HS256")
    service = _service(claims, services)
    keys = keys_of(service)
    if not keys:
        raise AuthRefused(403, "Invalid token: service has no API keys")
    if service.archived:
        raise AuthRefused(403, "Invalid token: service is archived")
    key = next((one for one in keys if _matches(one, signed, signature)), None)
    issued = claims.get("iat")
    if key is None or isinstance(issued, bool) or not isinstance(issued, int | float):
        raise AuthRefused(403, "Invalid token: API key not found")
    if abs(seconds - issued) > MOST_SECONDS_OFF:
        raise AuthRefused(403, "Error: Your system clock must be accurate to within 30 seconds")
    if key.revoked:
        raise AuthRefused(403, "Invalid token: API key revoked")
    return key


def _read(token: str) -> tuple[dict[str, Any], dict[str, Any], bytes, bytes]:
    try:
        first, second, third = token.split(".")
        head, claims, signature = _part(first), _part(second), _bytes(third)
        if not isinstance(head, dict) or not isinstance(claims, dict) or set(claims) & {"aud", "exp", "nbf"}:
            raise ValueError
    except (ValueError, binascii.Error, UnicodeError, RecursionError):
        raise AuthRefused(403, "Invalid token: it is not a JSON Web Token as described for this API") from None
    return head, claims, f"{first}.{second}".encode(), signature


def _service(claims: Mapping[str, Any], services: Mapping[uuid.UUID, Service]) -> Service:
    if "iss" not in claims:
        raise AuthRefused(403, "Invalid token: iss field not provided")
    try:
        named = uuid.UUID(str(claims["iss"]))
    except ValueError:
        raise AuthRefused(403, "Invalid token: service id is not the right data type") from None
    if named not in services:
        raise AuthRefused(403, "Invalid token: service not found")
    return services[named]


def _matches(key: Key, signed: bytes, signature: bytes) -> bool:
    return hmac.compare_digest(hmac.new(key.secret.encode(), signed, hashlib.sha256).digest(), signature)
