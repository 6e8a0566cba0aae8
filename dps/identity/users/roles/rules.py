"""What makes a role of the catalogue, and what may change about it. Source: identity.md 2.14 Roles, 4.2 and 5.1."""

import hashlib
import re
from collections.abc import Collection
from datetime import date

LOCAL, CENTRAL, EXTERNAL, HIDDEN = "DPS_LSA", "DPS_ADM", "EXT_ADM", "IMS_HIDDEN"
ADMIN_TYPES = (LOCAL, CENTRAL, EXTERNAL, HIDDEN)
KEPT_ONCE_GIVEN = frozenset({CENTRAL, EXTERNAL, HIDDEN})
SHORTEST_CODE, LONGEST_CODE = 2, 30
SHORTEST_NAME, LONGEST_NAME = 4, 128
LONGEST_DESCRIPTION = 1024
FURTHEST_YEARS = 10
_CODE = re.compile(r"\A[A-Z0-9_]+\Z")
_NEVER_IN_NAMES = re.compile(r"[<>\n]")


def tidy_code(typed: str) -> str:
    """A code as it is kept: in capitals, with _ for -, without the ROLE_ that tokens put before it."""
    return typed.strip().upper().replace("-", "_").removeprefix("ROLE_")


def with_what_follows(admin_types: Collection[str]) -> list[str]:
    """Administrator types in their usual order. What local administrators may give, central ones may too."""
    wanted = {*admin_types, *({CENTRAL} if LOCAL in admin_types else ())}
    return [kind for kind in ADMIN_TYPES if kind in wanted]


def code_problem(code: str, *, is_taken: bool) -> str:
    """Why a tidied code cannot be used for a new role; '' when it can."""
    if not code:
        return "Enter a code"
    if not SHORTEST_CODE <= len(code) <= LONGEST_CODE:
        return f"Code must be {SHORTEST_CODE} to {LONGEST_CODE} characters"
    if not _CODE.match(code):
        return "Code must hold only letters A to Z, numbers and _"
    return "There is a role with this code already" if is_taken else ""


def name_problem(name: str) -> str:
    """Why a name cannot be used; '' when it can."""
    if not name:
        return "Enter a name"
    if not SHORTEST_NAME <= len(name) <= LONGEST_NAME:
        return f"Name must be {SHORTEST_NAME} to {LONGEST_NAME} characters"
    return "Name must not hold < or >" if _NEVER_IN_NAMES.search(name) else ""


def description_problem(description: str) -> str:
    """Why a description cannot be used; '' when it can."""
    if len(description) > LONGEST_DESCRIPTION:
        return f"Description must be {LONGEST_DESCRIPTION:,} characters or fewer"
    return ""


def admin_types_problem(wanted: Collection[str], given: Collection[str] = ()) -> str:
    """Why a role cannot be given by these administrators; '' when it can. `given` is who may give it now."""
    if not wanted:
        return "Choose at least one kind of administrator"
    if any(kind not in ADMIN_TYPES for kind in wanted):
        return "Kinds of administrator: choose from the list"
    withdrawn = [kind for kind in ADMIN_TYPES if kind in KEPT_ONCE_GIVEN and kind in given and kind not in wanted]
    return f"{' and '.join(withdrawn)} cannot be withdrawn once given" if withdrawn else ""


def hiding_problem(day: date | None, today: date) -> str:
    """Why a role cannot be hidden from `day` on; '' when it can. Both are London dates."""
    if day is None:
        return "Enter the day from which to hide it"
    if day < today:
        return "The day must be today or later"
    return f"The day must be within {FURTHEST_YEARS} years" if day.year > today.year + FURTHEST_YEARS else ""


def mark(name: str, description: str, admin_types: Collection[str]) -> str:
    """The same for the same details, another for others: tells a stale form."""
    return hashlib.sha256("\x00".join([name, description, *sorted(admin_types)]).encode()).hexdigest()[:16]


def is_hidden(hidden_on: date | None, today: date) -> bool:
    """Whether a role is no longer offered. It stays in force where it is held."""
    return hidden_on is not None and hidden_on <= today
