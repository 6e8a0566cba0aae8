"""What an ID token must say before anybody is let in by it. Source: identity.md 1.1, 2.1 and 3.5 (OIDC Core)."""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

ALGORITHM = "RS256"
LEEWAY_SECONDS = 60
FLOW_SECONDS = 600
ANEW_SECONDS = 300
LONGEST_SUBJECT = 255
LONGEST_EMAIL = 240
SOURCES = ("auth", "nomis", "delius")
"""The kinds of account that a Microsoft account may stand for."""
Claims = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody at Microsoft: `issuer` calls them `subject` when it speaks to the registration `client_id`."""

    issuer: str
    client_id: str
    subject: str


def refusal(claims: Claims, *, issuer: str, client_id: str, nonce: str, now: float) -> str:
    """Why a token with a good signature is refused, for the audit; '' when it is good. `now` in seconds, UTC."""
    audiences = claims.get("aud")
    audiences = audiences if isinstance(audiences, list) else [audiences]
    if claims.get("iss") != issuer:
        return "another issuer"
    if client_id not in audiences or (len(audiences) > 1 and claims.get("azp") != client_id):
        return "meant for another system"
    if claims.get("azp", client_id) != client_id:
        return "meant for another system"
    said = claims.get("nonce")
    if not isinstance(said, str) or not hmac.compare_digest(said.encode(), nonce.encode()):
        return "not of this sign-in"
    expires, issued, since = _seconds(claims, "exp"), _seconds(claims, "iat"), _seconds(claims, "nbf", 0)
    if expires is None or issued is None or since is None:
        return "says no time"
    if expires <= now - LEEWAY_SECONDS:
        return "expired"
    if max(issued, since) > now + LEEWAY_SECONDS:
        return "from the future"
    subject = claims.get("sub")
    named = isinstance(subject, str) and 0 < len(subject) <= LONGEST_SUBJECT and "\x00" not in subject
    return "" if named else "about nobody"


def _seconds(claims: Claims, name: str, missing: float | None = None) -> float | None:
    value = claims.get(name, missing)
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def verified_address(claims: Claims) -> str:
    """The e-mail address in small letters, when whoever issued the token says it was verified; '' otherwise.

    Microsoft says so by `xms_edov` (the owner of the domain was verified), others by `email_verified`.
    """
    email, owned = claims.get("email"), claims.get("xms_edov")
    verified = claims.get("email_verified") is True or owned is True or (type(owned) is int and owned == 1)
    if not isinstance(email, str) or not (verified or owned in ("1", "true")):
        return ""
    email = email.strip().lower().replace("’", "'")
    return email if "@" in email and len(email) <= LONGEST_EMAIL and "\x00" not in email else ""


def proved_by(claims: Claims) -> str:
    """How it was proved who this is (RFC 8176): `mfa` when Microsoft says that a second step was passed there, else
    `ext`, by another system."""
    said = claims.get("amr")
    return "mfa" if isinstance(said, list) and "mfa" in said else "ext"


def is_proved_anew(claims: Claims, now: float) -> bool:
    """Whether the person proved who they are within the last five minutes; not when the token does not say when."""
    proved = _seconds(claims, "auth_time")
    return proved is not None and -LEEWAY_SECONDS <= now - proved <= ANEW_SECONDS


def login_hint(given: str) -> str:
    """What Microsoft can be told of who is to sign in: an e-mail address; '' for a user name, unknown there."""
    return given.strip() if "@" in given and len(given) <= LONGEST_EMAIL else ""


def is_fresh(began: object, now: float) -> bool:
    """Whether a sign-in that began then may still be completed. Seconds."""
    return isinstance(began, int | float) and 0 <= now - began <= FLOW_SECONDS


def endpoint_problem(url: object, issuer: str) -> str:
    """Why an address that the issuer names cannot be called; '' when it can. Only an issuer on localhost (for
    development) may do without TLS."""
    if not isinstance(url, str):
        return "no address"
    try:
        parts = urlsplit(url)
        named = bool(parts.hostname)
    except ValueError:
        return "no address"
    if not named or "@" in parts.netloc or "#" in url:
        return "no address"
    return "" if parts.scheme == "https" or (is_local(issuer) and is_local(url)) else "not over TLS"


def is_local(url: str) -> bool:
    """Whether this is plain HTTP on the same machine."""
    parts = urlsplit(url)
    return parts.scheme == "http" and parts.hostname in ("localhost", "127.0.0.1")
