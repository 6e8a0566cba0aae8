"""Which roles may be changed in bulk, what a file of people looks like. Source: identity.md 2.14 Bulk roles and 5.1."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from dps.identity.users.rules import (  # what may be given one by one may be given in bulk
    CENTRAL_TYPE,
    ONLY_FROM_A_HOLDER,
    Administrator,
    Level,
    RoleOffered,
    may_give,
    may_take,
)

ADD, REMOVE = "ADD", "REMOVE"
MOST_ROLES = 5
MOST_BYTES = 5 * 1024 * 1024
MANY_ASSIGNMENTS = 5_000
SHORTEST_REFERENCE, LONGEST_REFERENCE = 2, 60
LONGEST_USERNAME = 240
HEADING = "userid"
ROWS_NAMED = 5


def central(roles: frozenset[str]) -> Administrator:
    """Somebody who changes roles in bulk and holds `roles`, as the central administrator they act as."""
    return Administrator(None, None, True, frozenset(), Level.CENTRAL, roles)


def reference_problem(reference: str) -> str:
    """Why a ticket reference cannot be used; '' when it can."""
    if not reference:
        return "Enter the reference of the ticket that asks for this"
    if not SHORTEST_REFERENCE <= len(reference) <= LONGEST_REFERENCE:
        return f"Reference must be {SHORTEST_REFERENCE} to {LONGEST_REFERENCE} characters"
    return ""


def may_change(role: RoleOffered, *, action: str, asker: Administrator, today: date) -> bool:
    """Whether somebody who acts as a central administrator may give a role (ADD) or take it away (REMOVE) in bulk.

    As one by one, but only roles of central administrators. A hidden role is given to nobody any more, and can be
    taken away.
    """
    if action == ADD:
        return may_give(asker, role, today)
    is_theirs = role.code not in ONLY_FROM_A_HOLDER or role.code in asker.roles
    return CENTRAL_TYPE in role.admin_types and may_take(asker, role) and is_theirs


def action_problem(action: str) -> str:
    """Why it is not clear what to do; '' when it is."""
    return "" if action in (ADD, REMOVE) else "Choose whether to add the roles or to remove them"


def roles_problem(roles: Sequence[str], allowed: Collection[str]) -> str:
    """Why these roles cannot be changed together; '' when they can. `allowed` are those the asker may change."""
    if not roles:
        return "Choose at least one role"
    if len(roles) > MOST_ROLES:
        return f"Choose {MOST_ROLES} roles or fewer"
    wrong = [role for role in roles if role not in allowed]
    return f"You cannot change {', '.join(wrong)} in this way" if wrong else ""


@dataclass(frozen=True, slots=True)
class People:
    """What a file holds: user names in capitals, each once and in order, and how many rows named one again."""

    usernames: tuple[str, ...] = ()
    repeated: int = 0
    problem: str = ""
    """Every reason to refuse the file, in words; '' when it is good."""


def read_people(rows: Sequence[list[str]]) -> People:
    """The people of a file of one column, headed `userId` or not at all."""
    start = 1 if rows and len(rows[0]) == 1 and rows[0][0].strip().lower() == HEADING else 0
    if not rows[start:]:
        return People(problem="The file names nobody")
    if problem := _problems(rows[start:], start + 1):
        return People(problem=problem)
    named = [row[0].strip().upper() for row in rows[start:]]
    once = tuple(sorted(set(named)))
    return People(once, len(named) - len(once))


def _problems(rows: Sequence[list[str]], first: int) -> str:
    numbered = list(enumerate(rows, start=first))
    blank = [number for number, row in numbered if not any(cell.strip() for cell in row)]
    wide = [number for number, row in numbered if len(row) > 1 and number not in set(blank)]
    long = [number for number, row in numbered if row and len(row[0].strip()) > LONGEST_USERNAME]
    said = [
        f"{_rows(blank)} blank" if blank else "",
        f"{_rows(wide)} of more than one column" if wide else "",
        f"{_rows(long)} too long for a user name" if long else "",
    ]
    return ". ".join(words for words in said if words)


def _rows(numbers: list[int]) -> str:
    if len(numbers) == 1:
        return f"Row {numbers[0]:,} is"
    named = ", ".join(f"{number:,}" for number in numbers[:ROWS_NAMED])
    more = f" and {len(numbers) - ROWS_NAMED:,} more" if len(numbers) > ROWS_NAMED else ""
    return f"Rows {named}{more} are"
