"""Who looks after which people outside prisons, what groups are called, which roles may be given.

Source: identity.md 2.14 External users and Groups, 5.1, 6. Rules only: no database, no clock.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date

EXTERNAL, HIDDEN = "EXT_ADM", "IMS_HIDDEN"
CLIENTS_ADMINISTRATOR = "OAUTH_ADMIN"
"""Given and taken away only by somebody who holds it."""
SHORTEST_NAME = 2
SHORTEST_CODE, LONGEST_CODE = 2, 30
SHORTEST_GROUP_NAME, LONGEST_GROUP_NAME = 4, 100
_CODE = re.compile(r"\A[A-Z0-9_]+\Z")
_GROUP_NAME = re.compile(r"\A[0-9A-Za-z ,.()'&-]+\Z")


@dataclass(frozen=True, slots=True)
class Reach:
    """Whom somebody may look after: everybody, or those who share one of these groups."""

    everybody: bool = False
    groups: frozenset[str] = field(default_factory=frozenset)

    def covers(self, theirs: Iterable[str]) -> bool:
        """Whether somebody in the groups `theirs` is looked after."""
        return self.everybody or not self.groups.isdisjoint(theirs)

    def covers_group(self, group: str) -> bool:
        """Whether people may be put into a group, and taken out of it."""
        return self.everybody or group in self.groups


@dataclass(frozen=True, slots=True)
class CatalogueRole:
    """What the rules need to know of a role."""

    code: str
    admin_types: frozenset[str]
    hidden_on: date | None = None


def may_handle(
    role: CatalogueRole, reach: Reach, *, of_groups: Collection[str], held_by_asker: Collection[str]
) -> bool:
    """Whether somebody may take a role away, and give it while it is not hidden. `of_groups`: the roles that the
    groups one looks after may be given."""
    if EXTERNAL not in role.admin_types or HIDDEN in role.admin_types:
        return False
    if role.code == CLIENTS_ADMINISTRATOR and role.code not in held_by_asker:
        return False
    return reach.everybody or role.code in of_groups


def is_offered(role: CatalogueRole, today: date) -> bool:
    """Whether a role is still given to anybody (London date)."""
    return role.hidden_on is None or role.hidden_on > today


def person_name_problem(name: str, which: str) -> str:
    """Why a first or last name is too short; '' when it is not. `which` is "first name" or "last name"."""
    return f"{which.capitalize()} must be {SHORTEST_NAME} characters or more" if 0 < len(name) < SHORTEST_NAME else ""


def first_group_problem(group: str, reach: Reach, known: Collection[str]) -> str:
    """Why somebody new cannot be put into a group ('' for none); '' when they can."""
    if not group:
        return "" if reach.everybody else "Choose a group"
    return "" if group in known and reach.covers_group(group) else "Group: choose one from the list"


def leaving_problem(group: str, theirs: Collection[str], reach: Reach) -> str:
    """Why somebody cannot be taken out of a group; '' when they can."""
    if not reach.everybody and set(theirs) == {group}:
        return "This is the only group they are in: deactivate the account instead"
    return ""


def tidy_code(typed: str) -> str:
    """A code of a group as it is kept: in capitals, with _ for -."""
    return typed.strip().upper().replace("-", "_")


def code_problem(code: str, *, is_taken: bool) -> str:
    """Why a tidied code cannot be that of a new group; '' when it can."""
    if not code:
        return "Enter a code"
    if not SHORTEST_CODE <= len(code) <= LONGEST_CODE:
        return f"Code must be {SHORTEST_CODE} to {LONGEST_CODE} characters"
    if not _CODE.match(code):
        return "Code must hold only letters A to Z, numbers and _"
    return "There is a group with this code already" if is_taken else ""


def group_name_problem(name: str) -> str:
    """Why a group cannot be called this; '' when it can."""
    if not name:
        return "Enter a name"
    if not SHORTEST_GROUP_NAME <= len(name) <= LONGEST_GROUP_NAME:
        return f"Name must be {SHORTEST_GROUP_NAME} to {LONGEST_GROUP_NAME} characters"
    return "" if _GROUP_NAME.match(name) else "Name must hold only letters, numbers, spaces and , . ( ) ' & -"
