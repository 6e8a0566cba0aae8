"""What a token says about somebody, who may be given one, and where a browser may be sent.

Source: identity.md 3.3 to 3.5; OpenID Connect Core, RFC 6749, 7636, 9068, 9700.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from ipaddress import ip_address, ip_network
from typing import Any
from urllib.parse import urlsplit

AUDIENCE = "oauth2-resource"
SOURCES = ("auth", "nomis", "delius", "azuread")
"""Account sources. Among the scopes of a client they say whose accounts it lets in."""
NO_SOURCE = "none"
KEPT_HERE = ("auth", "nomis")
"""Sources whose people all have their account here; those of the others may be known elsewhere only."""
IDENTITY_SCOPES = ("openid", "profile", "email")
"""Who somebody is, in the order in which more is told."""
MACHINE_SCOPES = ("read", "write")
"""Of a client that names none, and no kind of account either: naming kinds only narrows what it may."""
LONGEST_LIFE_SECONDS = 24 * 60 * 60
"""No signed token lives longer, whatever a client is set to: retired keys are published as long."""
ID_TOKEN_SECONDS = 60 * 60
ONE_PROOF, TWO_PROOFS = "1", "2"
"""Values of `acr`: one way of proving who one is, or two of different kinds."""

_ALWAYS = {"iss", "sub", "aud", "exp", "iat", "nbf", "jti", "scope", "client_id", "grant_type", "auth_time", "nonce"}
"""Claims that the protocol needs: no client filter takes them away."""
_CHALLENGE = re.compile(r"\A[A-Za-z0-9_-]{43}\Z")
_VERIFIER = re.compile(r"\A[A-Za-z0-9._~-]{43,128}\Z")
_STAMP = re.compile(r"\A[!-~]{1,240}\Z")
_KINDS_OF_PROOF = {
    "pwd": "know",
    "pin": "know",
    "otp": "have",
    "sms": "have",
    "hwk": "have",
    "swk": "have",
    "mca": "have",
}


def authorities(roles: Iterable[str]) -> list[str]:
    """Role codes as tokens carry them: `ROLE_…`, without dashes, in order."""
    return sorted({f"ROLE_{role.upper().replace('-', '_').removeprefix('ROLE_')}" for role in roles})


def user_id(*, source: str, staff_id: int | None, email: str, key: str) -> str:
    """What the account's own source knows it by: a staff number, a Microsoft account's email address, or our key."""
    if source == "azuread" and email:
        return email
    if source in ("nomis", "delius") and staff_id is not None:
        return str(staff_id)
    return key


def capitalised(name: str) -> str:
    """A full name as shown: one stored all in capitals, or all in small letters, gets capitals where they belong."""
    if name != name.upper() and name != name.lower():
        return name
    return re.sub(r"[^\W\d_]+", lambda found: found[0].capitalize(), name)


def filtered(claims: Mapping[str, Any], claim_filter: str) -> dict[str, Any]:
    """The claims a client gets: those named with `-` are left out, unless also named with `+` (identity.md 3.3)."""
    named = [part.strip() for part in claim_filter.split(",") if part.strip()]
    out = {part[1:] for part in named if part.startswith("-")} - {part[1:] for part in named if part.startswith("+")}
    return {claim: value for claim, value in claims.items() if claim in _ALWAYS or claim not in out}


def scopes_of_client(allowed: Sequence[str], *, signs_people_in: bool) -> list[str]:
    """Every scope a client may ask for. One that names none of its kind may ask for all: who somebody is, their name
    and email address; or to read and write, but only to read when it names kinds of account."""
    about_people = [scope for scope in allowed if scope in IDENTITY_SCOPES]
    if about_people:
        about_people = [scope for scope in IDENTITY_SCOPES if scope == "openid" or scope in about_people]
    named = [scope for scope in allowed if scope not in SOURCES + IDENTITY_SCOPES]
    named = named or list(MACHINE_SCOPES[:1] if set(SOURCES) & set(allowed) else MACHINE_SCOPES)
    return [*((about_people or IDENTITY_SCOPES) if signs_people_in else ()), *dict.fromkeys(named)]


def lets_in(allowed: Sequence[str], source: str) -> bool:
    """Whether a client whose scopes are `allowed` lets in accounts of `source` (identity.md 2.15)."""
    sources = [scope for scope in allowed if scope in SOURCES]
    return not sources or source in sources


def is_current(ends_on: date | None, today: date) -> bool:
    """Whether a client may still be given anything. `ends_on` is its last day."""
    return ends_on is None or today <= ends_on


def may_come_from(address: str | None, allowed: Sequence[str]) -> bool:
    """Whether a client may ask from this network address. No list: from anywhere. An unknown address: from nowhere."""
    if not allowed:
        return True
    if address is None:
        return False
    at = ip_address(address)
    mapped = getattr(at, "ipv4_mapped", None) or at
    return any(mapped in network for network in map(_network, allowed) if network is not None)


def _network(text: str) -> Any:
    try:
        return ip_network(text.strip(), strict=False)
    except ValueError:
        return None


def is_challenge(text: str) -> bool:
    """Whether this is the S256 challenge of some code verifier (RFC 7636)."""
    return bool(_CHALLENGE.match(text))


def is_verifier(text: str) -> bool:
    """Whether this can be a code verifier (RFC 7636)."""
    return bool(_VERIFIER.match(text))


def stamp(username: str) -> str | None:
    """The user name a client acts for, in capitals; None for what can be no user name."""
    tidy = username.strip().upper()
    return tidy if _STAMP.match(tidy) else None


def acr(methods: Collection[str]) -> str:
    """How surely it is known who somebody is, by how they proved it."""
    if "mfa" in methods or "user" in methods:
        return TWO_PROOFS
    return TWO_PROOFS if len({_KINDS_OF_PROOF.get(method, method) for method in methods}) > 1 else ONE_PROOF


def amr(methods: Sequence[str]) -> list[str]:
    """The methods (RFC 8176), with `mfa` when they are of more than one kind."""
    found = list(dict.fromkeys(methods))
    return [*found, "mfa"] if acr(found) == TWO_PROOFS and "mfa" not in found else found


@dataclass(frozen=True, slots=True)
class Wish:
    """How a client wants somebody to be signed in. `max_age` in seconds."""

    silent: bool = False
    again: bool = False
    max_age: int | None = None


def wish(prompt: str, max_age: str) -> Wish | None:
    """What `prompt` and `max_age` of a request ask for; None when they make no sense together or at all.

    Consent is never asked for: every client is one of ours.
    """
    words = set(prompt.split())
    if "create" in words or ("none" in words and len(words) > 1):
        return None
    if max_age and not (max_age.isascii() and max_age.isdigit() and len(max_age) < 10):
        return None
    return Wish("none" in words, bool(words & {"login", "select_account"}), int(max_age) if max_age else None)


def is_too_long_ago(seconds: int, wanted: Wish) -> bool:
    """Whether somebody who signed in `seconds` ago must do so again."""
    return wanted.again or (wanted.max_age is not None and (seconds > wanted.max_age or wanted.max_age == 0))


def origin(uri: str) -> str:
    """Scheme, host and port of an address, as a content security policy names them; '' for no web address."""
    parts = urlsplit(uri)
    good = parts.scheme in ("https", "http") and parts.netloc and not re.search(r"[\s;,'\"*@\\]", parts.netloc)
    return f"{parts.scheme}://{parts.netloc}" if good else ""


def may_be_told(uri: str) -> bool:
    """Whether a client may be told of a sign-out at this address: https, or this machine while developing."""
    try:
        parts = urlsplit(uri)
        host = parts.hostname
    except ValueError:
        return False
    if parts.username or parts.password or parts.fragment or not host:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and host in ("localhost", "127.0.0.1", "::1"))
