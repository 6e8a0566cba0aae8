"""What a new account of prison staff must be like. Source: identity.md 1.2 and 2.14."""

import unicodedata
from collections.abc import Collection
from enum import StrEnum

from dps.identity.accounts import rules as account_rules

LONGEST_USERNAME, LONGEST_NAME = 30, 35
FIRST_STAFF_ID = 10_000_000_000
"""People made here are numbered above anybody NOMIS can number (ten digits): this and the id of their first account,
which the database already keeps from being given twice."""


class Kind(StrEnum):
    """What an account is for."""

    GENERAL = "general"
    LOCAL = "local"
    CENTRAL = "central"

    @property
    def is_administrator(self) -> bool:
        """An ADMIN account, of which somebody may have one beside one general account."""
        return self is not Kind.GENERAL

    @property
    def needs_prison(self) -> bool:
        return self is not Kind.CENTRAL


def tidy_name(name: str) -> str:
    """A name as it is kept: accents in one character each, straight apostrophes, no spaces round it."""
    return unicodedata.normalize("NFC", name.strip().replace("’", "'"))


def username_problem(username: str) -> str:
    """Why a user name (in capitals) cannot be used; '' when it can."""
    if len(username) > LONGEST_USERNAME:
        return f"User name must be {LONGEST_USERNAME} characters or fewer"
    return account_rules.username_problem(username)


def name_problem(name: str, which: str) -> str:
    """Why a name (with straight apostrophes) cannot be used; '' when it can. `which`: "first name" or "last name"."""
    if not name:
        return f"Enter a {which}"
    if not 2 <= len(name) <= LONGEST_NAME:
        return f"{which.capitalize()} must be 2 to {LONGEST_NAME} characters"
    if not name[0].isalpha() or not all(letter.isalpha() or letter in "'-" for letter in name):
        return f"{which.capitalize()} must hold only letters, apostrophes and hyphens"
    return ""


def prison_problem(kind: Kind, prison: str, prisons: Collection[str]) -> str:
    """Why the prison of a new account cannot be used; '' when it can. A central administrator has none."""
    if not kind.needs_prison:
        return ""
    if not prison:
        return "Choose a default caseload" if kind is Kind.GENERAL else "Choose the prison they look after"
    return "" if prison in prisons else "Choose a prison from the list"


def second_account_problem(kind: Kind, kinds_held: Collection[bool]) -> str:
    """Why somebody cannot have one more account; '' when they can: one general and one administrator account each.

    `kinds_held`: for each account they have, whether it is an administrator's.
    """
    if kind.is_administrator in kinds_held:
        which = "an administrator" if kind.is_administrator else "a general"
        return f"This person already has {which} account, and can have only one"
    return ""
