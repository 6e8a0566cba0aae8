"""When a second step is asked for, by which way, and what may be taken away from one's own ways.

Source: identity.md 2.10, the lines marked [A], and 3.5 (ASVS V6).
"""

import re
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from ipaddress import IPv6Address, ip_address, ip_network

ALWAYS_ASKED_ROLES = frozenset(
    {
        "MAINTAIN_ACCESS_ROLES", "MAINTAIN_ACCESS_ROLES_ADMIN", "CREATE_USER", "MAINTAIN_OAUTH_USERS",
        "AUTH_GROUP_MANAGER", "MANAGE_NOMIS_USER_ACCOUNT", "ROLES_ADMIN", "OAUTH_ADMIN", "CLIENT_ROTATION_ADMIN",
        "MANAGE_USER_BULK_JOBS", "DELETE_ROLES_ADMIN", "MAINTAIN_EMAIL_DOMAINS", "NOTIFY_ADMIN",
    }
)  # fmt: skip
"""Whoever looks after the accounts of others or the systems that sign in here, or reads the e-mails to them."""
ASKED_OUTSIDE_ROLE = "MFA"
PROVES_TWICE = frozenset({"otp", "hwk", "mfa"})
"""How a second step is named among the methods of a session (RFC 8176)."""

CHALLENGE_MINUTES = 20
CODE_DIGITS, CODE_MINUTES, CODE_TRIES = 6, 10, 5
CODES_SENT_AT_MOST, CODES_WINDOW = 5, timedelta(minutes=15)
STEP_SECONDS, STEPS_OFF = 30, 1
"""A code of an authenticator app counts half a minute, and the one before or after it is accepted too."""
RECOVERY_CODES, FEW_RECOVERY_CODES = 10, 3
RECOVERY_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""None that look alike on paper."""
RECOVERY_LENGTH = 10
LONGEST_NAME = 50


class Way(StrEnum):
    """A way to pass the second step. The value is what `Account.second_step` holds."""

    APP = "APP"
    EMAIL = "EMAIL"
    TEXT = "TEXT"
    BACKUP_EMAIL = "BACKUP_EMAIL"
    PASSKEY = "PASSKEY"
    RECOVERY = "RECOVERY"


ORDER = tuple(Way)
"""What is asked for first when nothing is preferred: what works in every browser, the stronger before the weaker."""
SENT = frozenset({Way.EMAIL, Way.TEXT, Way.BACKUP_EMAIL})
"""Ways by which we send a code."""
PREFERABLE = tuple(way for way in ORDER if way is not Way.RECOVERY)


def must_have(*, administrator: bool, roles: Collection[str]) -> bool:
    """Whether somebody needs a second step at every sign-in, whoever they are and wherever from."""
    return administrator or not ALWAYS_ASKED_ROLES.isdisjoint(roles)


def may_be_asked(*, administrator: bool, roles: Collection[str]) -> bool:
    """Whether somebody may not be left without any way to pass a second step."""
    return must_have(administrator=administrator, roles=roles) or ASKED_OUTSIDE_ROLE in roles


def has_passed(methods: Collection[str]) -> bool:
    """Whether a session with these methods has passed a second step."""
    return not PROVES_TWICE.isdisjoint(methods)


def needs_second_step(
    *,
    administrator: bool,
    roles: Collection[str],
    outside: bool,
    client_asks: str = "none",
    always_ask: bool = False,
    methods: Collection[str] = (),
) -> bool:
    """Whether to ask now. `client_asks` is none, untrusted or all; `methods` are those the session has passed."""
    if has_passed(methods):
        return False
    return (
        must_have(administrator=administrator, roles=roles)
        or (outside and ASKED_OUTSIDE_ROLE in roles)
        or client_asks == "all"
        or (outside and client_asks == "untrusted")
        or always_ask
    )


def is_outside(address: str | None, trusted: Iterable[str]) -> bool:
    """Whether a network address is in none of the trusted networks (CIDR). An unknown address is outside, and with no
    trusted networks everything is. Raises ValueError for a network that cannot be read."""
    networks = [ip_network(network.strip(), strict=False) for network in trusted if network.strip()]
    if address is None:
        return True
    try:
        found = ip_address(address)
    except ValueError:
        return True
    if isinstance(found, IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    return not any(found in network for network in networks)


def usable(ways: Iterable[Way]) -> list[Way]:
    """The ways that may be used of those there are, in order. A text message is never the only way: it comes with
    another, or not at all; recovery codes are for when all others fail and do not count (identity.md 2.10)."""
    there = set(ways)
    if there - {Way.RECOVERY} == {Way.TEXT}:
        there.discard(Way.TEXT)
    return [way for way in ORDER if way in there]


def way_to_ask(preferred: str, ways: Collection[Way]) -> Way | None:
    """The preferred way when it can be used, else the first that can; None when there is none."""
    if preferred in ways:
        return Way(preferred)
    return next((way for way in ORDER if way in ways), None)


def may_lose(*, needed: bool, left: Iterable[Way]) -> bool:
    """Whether somebody may do without a way when these are left. Those who need a second step keep one beside their
    recovery codes."""
    return not needed or bool(set(usable(left)) - {Way.RECOVERY})


def may_be_tried(*, ends_at: datetime, tries: int, at: datetime) -> bool:
    """Whether a code that was sent can still be used. Aware times."""
    return at < ends_at and tries < CODE_TRIES


def code_typed(typed: str) -> str:
    """The six digits of what was typed, spaces and hyphens forgiven; '' for anything else."""
    digits = re.sub(r"[\s-]", "", typed[:40])
    return digits if len(digits) == CODE_DIGITS and digits.isascii() and digits.isdigit() else ""


def recovery_code_typed(typed: str) -> str:
    """The letters of a recovery code, in capitals, spaces and hyphens forgiven; '' for what is none."""
    letters = re.sub(r"[\s-]", "", typed[:60]).upper()
    return letters if len(letters) == RECOVERY_LENGTH and set(letters) <= set(RECOVERY_LETTERS) else ""


def as_printed(code: str) -> str:
    """A recovery code as it stands on paper: ABCDE-FGHJK."""
    return f"{code[:5]}-{code[5:]}"


def key_in_groups(key: str) -> str:
    """The key of an authenticator app in fours, to be typed."""
    return " ".join(key[place : place + 4] for place in range(0, len(key), 4))


def masked_email(address: str) -> str:
    """An e-mail address that only its owner recognises (identity.md 2.10)."""
    local = address.partition("@")[0]
    return f"{local[: min(len(local) // 2, 6)]}******@******{address[-7:]}"


def masked_phone(number: str) -> str:
    """A telephone number that only its owner recognises (identity.md 2.10)."""
    return f"*******{re.sub(r'[^0-9]', '', number)[7:]}"


def masked(way: Way, to: str) -> str:
    """Where a code goes, masked; '' for ways by which none is sent."""
    if way not in SENT:
        return ""
    return masked_phone(to) if way is Way.TEXT else masked_email(to)


def name_problem(name: str) -> str:
    """Why a passkey cannot be called this; '' when it can."""
    if not name:
        return "Enter a name for the passkey"
    if len(name) > LONGEST_NAME:
        return f"Name must be {LONGEST_NAME} characters or fewer"
    if re.search(r"[<>]", name):
        return "Name must not hold < or >"
    return ""
