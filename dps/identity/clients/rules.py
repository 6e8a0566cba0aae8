"""What the settings of a system that signs people in here may be. Source: identity.md 2.15 and 3.2, the lines [A]."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime, timedelta
from ipaddress import ip_address, ip_network
from urllib.parse import urlsplit

SIGNS_PEOPLE_IN, ACTS_BY_ITSELF = "authorization-code", "client-credentials"
USUAL_SCOPES = {SIGNS_PEOPLE_IN: ("openid", "profile", "email", "read"), ACTS_BY_ITSELF: ("read", "write")}
"""Of a client that is made without saying which."""
GRANTS = {SIGNS_PEOPLE_IN: "Signs people in", ACTS_BY_ITSELF: "Acts by itself"}
KINDS = {"SERVICE": "Service", "PERSONAL": "Personal"}
SECOND_STEPS = {"none": "Never", "untrusted": "Outside trusted networks", "all": "Always"}
HOSTING = {"CLOUDPLATFORM": "Cloud Platform", "OTHER": "Somewhere else"}
SECRET_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!$%&*+-<>"
SECRET_LENGTH = 60
MOST_LIVE = 3
SECRET_OLD_AFTER = timedelta(days=180)
RETIRE_UNUSED_AFTER = timedelta(days=7)
ACCESS_SECONDS = (60, 3_600)
REFRESH_SECONDS = (600, 43_200)
MOST_LINES = 50
LONGEST_URI = 500
OAUTH_ADMIN = "OAUTH_ADMIN"
GIVEN_BY_OAUTH_ADMINS_ONLY = frozenset(
    {OAUTH_ADMIN, "CENTRAL_ADMIN", "CLIENT_ROTATION_ADMIN", "CREATE_USER", "DELETE_ROLES_ADMIN", "MAINTAIN_OAUTH_USERS",
     "MAINTAIN_ACCESS_ROLES", "MAINTAIN_ACCESS_ROLES_ADMIN", "MANAGE_NOMIS_USER_ACCOUNT", "ROLES_ADMIN"}
)  # fmt: skip
"""With one of these a system could give itself or others any access."""

_CLIENT_ID = re.compile(r"\A[A-Za-z0-9][A-Za-z0-9_.-]{1,99}\Z")
_COPY = re.compile(r"-[0-9]+\Z")
_ROLE = re.compile(r"\A[A-Z0-9][A-Z0-9_]{1,59}\Z")
_SCOPE = re.compile(r"\A[a-z][a-z0-9_.:-]{0,39}\Z")
_HOST = re.compile(
    r"\A(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*\Z"
)
_IN_A_URI = re.compile(r"\A[A-Za-z0-9._~:/?@!$&'()+,;=%\[\]-]+\Z")
_CLAIM = re.compile(r"\A[+-][a-z][a-z_]{0,39}\Z")
_HOSTED_NAME = re.compile(r"\A[A-Za-z0-9._/-]{0,100}\Z")
_CLAIMS_OF_THE_PROTOCOL = {"aud", "client_id", "exp", "grant_type", "iat", "iss", "jti", "nbf", "scope", "sub"}


@dataclass(frozen=True, slots=True)
class Settings:
    """What all copies of a client share, beside who runs it. Roles without ROLE_; lifetimes in seconds, None when what
    was typed is no number."""

    name: str
    grant: str = ACTS_BY_ITSELF
    roles: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ("read",)
    redirect_uris: tuple[str, ...] = ()
    post_logout_redirect_uris: tuple[str, ...] = ()
    backchannel_logout_uri: str = ""
    access_token_seconds: int | None = 1_200
    refresh_token_seconds: int | None = 43_200
    second_step: str = "none"
    claim_filter: str = ""
    allowed_addresses: tuple[str, ...] = ()
    ends_on: date | None = None
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Deployment:
    """Who runs a client and where. The names are those of places, never of secrets themselves."""

    kind: str = "SERVICE"
    team: str = ""
    contact: str = ""
    chat: str = ""
    hosting: str = ""
    namespace: str = ""
    deployment: str = ""
    secret_name: str = ""
    id_key: str = ""
    secret_key: str = ""


LABELS = {
    "name": "Name", "grant": "Use", "roles": "Roles", "scopes": "Scopes", "redirect_uris": "Addresses to return to",
    "post_logout_redirect_uris": "Addresses after signing out", "backchannel_logout_uri": "Address told of a sign-out",
    "access_token_seconds": "Access token lasts", "refresh_token_seconds": "Refresh token lasts",
    "second_step": "Second step", "claim_filter": "Claim filter", "allowed_addresses": "Allowed networks",
    "ends_on": "Last day", "reference": "Ticket that approved it", "kind": "Type", "team": "Team",
    "contact": "Contact", "chat": "Chat channel", "hosting": "Hosting", "namespace": "Namespace",
    "deployment": "Deployment", "secret_name": "Name of the secret store", "id_key": "Key of the client id",
    "secret_key": "Key of the client secret",
}  # fmt: skip


def tidy(settings: Settings) -> Settings:
    """What was meant: no spaces, no empty lines, nothing twice; roles in capitals without ROLE_, networks in full."""
    return Settings(
        name=" ".join(settings.name.split()),
        grant=settings.grant,
        roles=tuple(sorted(set(_lines(settings.roles, role_code)))),
        scopes=tuple(sorted(set(_lines(settings.scopes, lambda scope: scope.strip().lower())))),
        redirect_uris=_lines(settings.redirect_uris),
        post_logout_redirect_uris=_lines(settings.post_logout_redirect_uris),
        backchannel_logout_uri=settings.backchannel_logout_uri.strip(),
        access_token_seconds=settings.access_token_seconds,
        refresh_token_seconds=settings.refresh_token_seconds,
        second_step=settings.second_step,
        claim_filter=",".join(_lines(settings.claim_filter.split(","), lambda part: part.strip().lower())),
        allowed_addresses=_lines(settings.allowed_addresses, network_in_full),
        ends_on=settings.ends_on,
        reference=settings.reference.strip(),
    )


def _lines(typed: Sequence[str], tidied: object = str.strip) -> tuple[str, ...]:
    assert callable(tidied)
    return tuple(dict.fromkeys(line for line in (tidied(one) for one in typed) if line))


def role_code(typed: str) -> str:
    """` role_view-data ` is VIEW_DATA (identity.md 4.2 rule 8)."""
    return typed.strip().upper().replace("-", "_").removeprefix("ROLE_")


def network_in_full(typed: str) -> str:
    """`10.1.2.3` is 10.1.2.3/32; what is no network is kept as typed."""
    try:
        return str(ip_network(typed.strip()))
    except ValueError:
        return typed.strip()


def problems(
    settings: Settings, *, known_roles: Collection[str], today: date, kept_end: date | None = None
) -> dict[str, str]:
    """Every reason tidy settings are refused, by field; {} when they are good. `today` in London; `kept_end` is a last
    day already kept, which may be over."""
    found = {
        "name": _length_problem("Name", settings.name, 2, 100) or ("" if not set("<>") & set(settings.name) else
                                                                   "Name must not hold < or >"),
        "grant": "" if settings.grant in GRANTS else "Choose how the system uses this product",
        "roles": _roles_problem(settings.roles, known_roles),
        "scopes": _scopes_problem(settings.scopes),
        "redirect_uris": _uris_problem(settings.redirect_uris),
        "post_logout_redirect_uris": _uris_problem(settings.post_logout_redirect_uris),
        "backchannel_logout_uri": uri_problem(settings.backchannel_logout_uri)
        if settings.backchannel_logout_uri else "",
        "access_token_seconds": _seconds_problem("Access token", settings.access_token_seconds, ACCESS_SECONDS),
        "refresh_token_seconds": _seconds_problem("Refresh token", settings.refresh_token_seconds, REFRESH_SECONDS),
        "second_step": "" if settings.second_step in SECOND_STEPS else "Choose when a second step is asked",
        "claim_filter": claim_filter_problem(settings.claim_filter),
        "allowed_addresses": _networks_problem(settings.allowed_addresses),
        "ends_on": "Last day must be today or later"
        if settings.ends_on and settings.ends_on < today and settings.ends_on != kept_end else "",
        "reference": _length_problem("Ticket", settings.reference, 0, 60),
    }  # fmt: skip
    if settings.grant == SIGNS_PEOPLE_IN and not settings.redirect_uris:
        found["redirect_uris"] = "Enter at least one address to return to"
    if settings.grant == ACTS_BY_ITSELF and settings.redirect_uris:
        found["redirect_uris"] = "A system that acts by itself has no address to return to"
    return {field: words for field, words in found.items() if words}


def deployment_problems(deployment: Deployment) -> dict[str, str]:
    """Every reason the deployment panel is refused, by field; {} when it is good."""
    found = {
        "kind": "" if deployment.kind in KINDS else "Choose a type",
        "team": _length_problem("Team", deployment.team, 0, 100),
        "contact": _length_problem("Contact", deployment.contact, 0, 240),
        "chat": _length_problem("Chat channel", deployment.chat, 0, 100),
        "hosting": "" if deployment.hosting in ("", *HOSTING) else "Choose where it runs",
    }
    for field in ("namespace", "deployment", "secret_name", "id_key", "secret_key"):
        if not _HOSTED_NAME.match(getattr(deployment, field)):
            found[field] = f"{LABELS[field]} is up to 100 letters, numbers and . _ / -"
    return {field: words for field, words in found.items() if words}


def _length_problem(label: str, text: str, shortest: int, longest: int) -> str:
    if len(text) < shortest:
        return f"{label} must be at least {shortest} characters"
    return f"{label} must be {longest} characters or fewer" if len(text) > longest else ""


def client_id_problem(client_id: str) -> str:
    """Why an id cannot be the base of a client's copies; '' when it can."""
    if not _CLIENT_ID.match(client_id):
        return "Client ids are 2 to 100 letters, numbers and . _ -, and begin with a letter or number"
    return "A client id must not end in a hyphen and a number: copies are named so" if _COPY.search(client_id) else ""


def client_id_from(name: str) -> str:
    """A client id made from a name; `client` when the name has nothing to make it from."""
    slug = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:80].strip("-")
    while _COPY.search(slug):
        slug = re.sub(r"-([0-9]+)\Z", r"\1", slug)
    return slug if len(slug) > 1 else "client"


def next_copy(base_id: str, client_ids: Collection[str]) -> str:
    """The id of one more copy: `x-1` beside `x`, `x-3` beside `x-2`."""
    numbers = [int(found[0][1:]) for one in client_ids if one != base_id and (found := _COPY.search(one))]
    return f"{base_id}-{max(numbers, default=0) + 1}"


def uri_problem(uri: str) -> str:
    """Why an address cannot be registered; '' when it can. It must be whole: it is compared letter by letter."""
    if "*" in uri:
        return f"{uri[:80]}: an address with * is not exact"
    if "#" in uri:
        return f"{uri[:80]}: an address must not have a part after #"
    if len(uri) > LONGEST_URI:
        return f"{uri[:80]}…: an address must be {LONGEST_URI} characters or fewer"
    try:
        parts = urlsplit(uri)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return f"{uri[:80]}: not an address"
    if not _IN_A_URI.match(uri) or not _is_host(host) or port == 0 or re.search(r"%(?![0-9A-Fa-f]{2})", uri):
        return f"{uri[:80]}: not an address"
    if "@" in parts.netloc or re.search(r"(?:\A|/)\.{1,2}(?:/|\Z)", parts.path):
        return f"{uri[:80]}: an address must not hold a user name, or . or .. as a folder"
    if not (uri.startswith("https://") or (uri.startswith("http://") and host == "localhost")):
        return f"{uri[:80]}: an address begins with https://, or with http://localhost"
    return ""


def _is_host(host: str) -> bool:
    try:
        return bool(ip_address(host))
    except ValueError:
        return bool(_HOST.match(host)) and len(host) <= 253


def _uris_problem(uris: Sequence[str]) -> str:
    if len(uris) > MOST_LINES:
        return f"Enter {MOST_LINES} addresses or fewer"
    return "; ".join(filter(None, map(uri_problem, uris)))


def _roles_problem(roles: Sequence[str], known: Collection[str]) -> str:
    if len(roles) > 2 * MOST_LINES:
        return f"Enter {2 * MOST_LINES} roles or fewer"
    unknown = [role[:60] for role in roles if not _ROLE.match(role) or role not in known]
    return f"There is no role {', '.join(unknown)}" if unknown else ""


def _scopes_problem(scopes: Sequence[str]) -> str:
    if not scopes or len(scopes) > MOST_LINES:
        return "Enter at least one scope" if not scopes else f"Enter {MOST_LINES} scopes or fewer"
    wrong = [scope[:40] for scope in scopes if not _SCOPE.match(scope)]
    return f"Not a scope: {', '.join(wrong)}" if wrong else ""


def _seconds_problem(label: str, seconds: int | None, bounds: tuple[int, int]) -> str:
    if seconds is not None and bounds[0] <= seconds <= bounds[1]:
        return ""
    return f"{label} must last {bounds[0]:,} to {bounds[1]:,} seconds"


def claim_filter_problem(claim_filter: str) -> str:
    """Why a tidy claim filter (`-name,+user_name`) cannot be used; '' when it can."""
    parts = claim_filter.split(",") if claim_filter else []
    if len(claim_filter) > 400 or any(not _CLAIM.match(part) for part in parts):
        return "Claim filter is a list like -name,+user_name"
    names = [part[1:] for part in parts]
    if fixed := sorted(_CLAIMS_OF_THE_PROTOCOL & set(names)):
        return f"A claim that every token needs cannot be filtered: {', '.join(fixed)}"
    return "A claim is both left out and kept" if len(set(names)) < len(names) else ""


def _networks_problem(networks: Sequence[str]) -> str:
    if len(networks) > MOST_LINES:
        return f"Enter {MOST_LINES} networks or fewer"
    found = []
    for network in networks:
        try:
            if ip_network(network).prefixlen == 0:
                found.append(f"{network} is everywhere: leave the box empty for that")
        except ValueError:
            found.append(f"{network[:50]}: not a network like 10.1.2.0/24")
    return "; ".join(found)


def inside(address: str | None, networks: Collection[str]) -> bool:
    """Whether a network address is in one of these networks (CIDR); never when it is not known."""
    try:
        at = ip_address(address or "")
        at = getattr(at, "ipv4_mapped", None) or at
        return any(at in ip_network(network, strict=False) for network in networks)
    except ValueError:
        return False


def roles_beyond(roles: Collection[str], giver: Collection[str]) -> list[str]:
    """Those of `roles` that somebody who holds the roles `giver` may not put into anybody's hands."""
    return [] if OAUTH_ADMIN in giver else sorted(GIVEN_BY_OAUTH_ADMINS_ONLY & set(roles))


def is_over(ends_on: date | None, today: date) -> bool:
    """Whether the last day on which tokens are given is past. London dates."""
    return ends_on is not None and ends_on < today


def is_old(secret_set_at: datetime, at: datetime) -> bool:
    """Whether a secret is so old that it should be changed. Aware times."""
    return at - secret_set_at >= SECRET_OLD_AFTER


def may_retire(*, set_at: datetime, last_used_at: datetime | None, newest_set_at: datetime, at: datetime) -> bool:
    """Whether a copy can go: a newer one was made a week ago or more, and this one was not used for a week."""
    since = at - RETIRE_UNUSED_AFTER
    return set_at < newest_set_at <= since and (last_used_at is None or last_used_at < since)


def as_plain(values: Settings | Deployment) -> dict[str, object]:
    """The values as JSON holds them."""
    return {
        field: value.isoformat() if isinstance(value, date) else list(value) if isinstance(value, tuple) else value
        for field, value in asdict(values).items()
    }


def changes(before: Mapping[str, object], after: Mapping[str, object]) -> dict[str, list[object]]:
    """What differs between two plain sets of values: field to [before, after]."""
    return {field: [before.get(field), value] for field, value in after.items() if before.get(field) != value}


SETTINGS_FIELDS = tuple(field.name for field in fields(Settings))
DEPLOYMENT_FIELDS = tuple(field.name for field in fields(Deployment))
