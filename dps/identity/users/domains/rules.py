"""Which e-mail domains may be used, and which may be added. Source: identity.md 2.9, 2.14 and 5.4, the [A] lines."""

import re
from collections.abc import Collection

ALWAYS = "justice.gov.uk"
"""Allowed even where no list was ever loaded."""
NO_LONGER_USED = "gsi.gov.uk"
NEVER = frozenset({
    "gmail.com", "googlemail.com", "gmail.co.uk", "hotmail.com", "hotmail.co.uk", "hotmail.it", "outlook.com",
    "outlook.co.uk", "live.com", "live.co.uk", "msn.com", "yahoo.com", "yahoo.co.uk", "ymail.com", "rocketmail.com",
    "icloud.com", "me.com", "sky.com", "btinternet.com", "btopenworld.com", "btconnect.com", "talk21.com", "aol.com",
    "aol.co.uk", "aim.com", "ntlworld.com", "virginmedia.com", "virgin.net", "blueyonder.co.uk", "talktalk.net",
    "tiscali.co.uk", "mail.com", "email.com", "cloud.com", "gmx.com", "gmx.co.uk", "protonmail.com", "wip.pl",
})  # fmt: skip
"""Anybody can have an address of these."""
ANYBODY_MAY_REGISTER = frozenset(
    {"org.uk", "ltd.uk", "plc.uk", "net.uk", "sch.uk", "uk.com", "uk.net", "gb.net", "me.uk", "co.uk"}
)
"""Ends of names that are sold to anybody: allowing one would allow all of them."""
SHORTEST_NAME, LONGEST_NAME = 6, 100
SHORTEST_DESCRIPTION, LONGEST_DESCRIPTION = 2, 200
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_NAME = re.compile(rf"\A(?:{_LABEL}\.)+[a-z][a-z0-9-]{{0,61}}[a-z0-9]\Z")


def tidy(typed: str) -> str:
    """A domain as it is kept: small letters, without the signs people put before it (`*.`, `%`, `@`)."""
    return typed.strip().lower().lstrip("*%@.").rstrip(".")


def domain_of(email: str) -> str:
    """The part after the last @, in small letters; '' when there is none."""
    return email.strip().lower().rpartition("@")[2] if "@" in email else ""


def covers(name: str, domain: str) -> bool:
    """Whether an allowed `name` allows addresses at `domain`: the same, or a part of it after a dot."""
    return domain == name or domain.endswith(f".{name}")


def names_covering(domain: str) -> list[str]:
    """Every name that would cover `domain`, longest first: a.b.uk, b.uk, uk."""
    labels = domain.split(".") if domain else []
    return [".".join(labels[start:]) for start in range(len(labels))]


def is_no_longer_used(domain: str) -> bool:
    """Whether addresses at `domain` are of the old secure mail and refused for anybody new."""
    return covers(NO_LONGER_USED, domain)


def address_problem(email: str, *, allowed: bool) -> str:
    """Why a well-formed address cannot be somebody's new main address; '' when it can. `allowed`: a name covers it."""
    domain = domain_of(email)
    if is_no_longer_used(domain):
        return "Addresses that end in gsi.gov.uk are no longer used: enter the justice.gov.uk address"
    return "" if allowed else f"Addresses at {domain or 'this domain'} are not allowed: enter a work email address"


def name_problem(name: str, kept: Collection[str]) -> str:
    """Why a tidied domain cannot be added; '' when it can. `kept` are the names there already."""
    if not name:
        return "Enter a domain"
    if not SHORTEST_NAME <= len(name) <= LONGEST_NAME:
        return f"Domain must be {SHORTEST_NAME} to {LONGEST_NAME} characters"
    if not _NAME.match(name):
        return "Enter a domain like justice.gov.uk"
    if name in ANYBODY_MAY_REGISTER:
        return f"Anybody can have a name that ends in {name}: enter the whole domain of one organisation"
    if any(covers(public, name) or covers(name, public) for public in NEVER):
        return "Addresses of this provider are open to anybody: it cannot be added"
    if name in kept:
        return "This domain is in the list already"
    return ""


def description_problem(description: str) -> str:
    """Why a description cannot be used; '' when it can."""
    if not SHORTEST_DESCRIPTION <= len(description) <= LONGEST_DESCRIPTION:
        return f"Say whose domain it is in {SHORTEST_DESCRIPTION} to {LONGEST_DESCRIPTION} characters"
    return ""
