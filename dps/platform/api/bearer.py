"""Who calls: the access token of each request (RFC 6750). Cookies are never looked at here."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from dps.platform.access import SIGNED_IN, Actor, require
from dps.platform.api.scopes import scope_for
from dps.platform.audit.record import remember_client
from dps.platform.web.refusals import NotAllowed

MISSING = 'Bearer realm="dps"'
_EXPECTED_PARTS = 2


class Unauthenticated(Exception):
    """No token, or one that opens nothing. Its text says why, for a developer."""

    def __init__(self, words: str = "") -> None:
        self.challenge = f'{MISSING}, error="invalid_token"' if words else MISSING
        super().__init__(words)


class InsufficientScope(NotAllowed):
    """A good token that was not given for this."""

    def __init__(self, scope: str) -> None:
        self.scope = scope
        self.challenge = f'{MISSING}, error="insufficient_scope", scope="{scope}"'
        super().__init__(f"the token has not the scope {scope}")


@dataclass(frozen=True, slots=True)
class Caller:
    """Who acts; `key`, by which one caller's repeated writes are told from another's; what the token was given for, and
    the id of the client that sends it."""

    actor: Actor
    key: str
    scopes: frozenset[str]
    client_id: str


_verify: list[Callable[[str], Caller]] = []


def verify_tokens_with(verify: Callable[[str], Caller]) -> None:
    """How a token becomes a caller; raises Unauthenticated. Registered by identity, which platform may not import."""
    _verify[:] = [verify]


def caller_of(request: HttpRequest) -> Caller:
    """Whose token a request carries, asked once a request. Every audit entry from then on names its client too. Raises
    Unauthenticated."""
    known: Caller | None = getattr(request, "api_caller", None)
    if known is None:
        known = request.api_caller = _verify[0](_token(request)) if _verify else _nobody()
        request.actor = known.actor
        remember_client(known.client_id)
    return known


def _nobody() -> Caller:
    raise Unauthenticated("Tokens cannot be checked here")


def _token(request: HttpRequest) -> str:
    parts = request.headers.get("Authorization", "").split(maxsplit=_EXPECTED_PARTS)
    if not parts:
        raise Unauthenticated
    if len(parts) != _EXPECTED_PARTS or parts[0].lower() != "bearer":
        raise Unauthenticated("Authorization must be: Bearer, a space, the token")
    return parts[1]


class Bearer:
    """What every operation but the public ones asks before it runs: a good token, given for reading or writing, whose
    actor holds its capability. Raises Unauthenticated, InsufficientScope, NotAllowed."""

    openapi_security_schema = {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}

    def __init__(self, capability: str) -> None:
        self.capability = capability

    def __call__(self, request: HttpRequest) -> Any:
        caller = caller_of(request)
        scope = scope_for(str(request.method), self.capability)
        if scope and scope not in caller.scopes:
            raise InsufficientScope(scope)
        if self.capability != SIGNED_IN:
            require(caller.actor, self.capability)
        return caller
