"""Which administrator may see whom, and which roles they may give or take. Source: identity.md 2.14, 4.2, 5.1 and 6."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

LOCAL_TYPE, CENTRAL_TYPE, SYSTEM_TYPE = "DPS_LSA", "DPS_ADM", "IMS_HIDDEN"
"""Who may give a role."""
BASE_ROLE = "PRISON"
"""Comes and goes with caseloads: never given or taken by itself, and not counted."""
ONLY_FROM_A_HOLDER = frozenset({"OAUTH_ADMIN"})
LONGEST_REFERENCE = 60


class Level(StrEnum):
    """How far somebody may go with roles."""

    NONE = "none"
    LOCAL = "local"
    CENTRAL = "central"


class Status(StrEnum):
    """The state of an account as one word (identity.md 1.3)."""

    INVITED = "INVITED"
    ACTIVE = "ACTIVE"
    PASSWORD_CHANGE_REQUIRED = "PASSWORD_CHANGE_REQUIRED"
    LOCKED = "LOCKED"
    INACTIVE = "INACTIVE"


@dataclass(frozen=True, slots=True)
class Administrator:
    """Somebody who looks at or after accounts. `prisons` are those they look after."""

    account_id: int | None
    staff_id: int | None
    sees_everywhere: bool
    prisons: frozenset[str]
    level: Level
    roles: frozenset[str]


@dataclass(frozen=True, slots=True)
class Subject:
    """The account looked at."""

    account_id: int
    staff_id: int | None
    is_dps: bool
    caseloads: frozenset[str]


@dataclass(frozen=True, slots=True)
class RoleOffered:
    """A role as far as giving it goes; one that is not in the catalogue has no admin types."""

    code: str
    admin_types: frozenset[str] = frozenset()
    hidden_on: date | None = None


def may_see(administrator: Administrator, subject: Subject) -> bool:
    """Whether somebody may know of an account: all of prison staff, or those who work in prisons they look after."""
    return subject.is_dps and (administrator.sees_everywhere or bool(administrator.prisons & subject.caseloads))


def is_own(administrator: Administrator, subject: Subject) -> bool:
    """Whether an account is the administrator's, or another of the same person: nobody changes their own."""
    same_person = administrator.staff_id is not None and administrator.staff_id == subject.staff_id
    return administrator.account_id == subject.account_id or same_person


def is_hidden(role: RoleOffered, today: date) -> bool:
    """Whether a role is no longer offered. It stays in force where it is held."""
    return role.hidden_on is not None and role.hidden_on <= today


def may_give(administrator: Administrator, role: RoleOffered, today: date) -> bool:
    """Whether somebody is offered a role to give, and is let give it."""
    return _is_theirs(administrator, role) and not is_hidden(role, today)


def _is_theirs(administrator: Administrator, role: RoleOffered) -> bool:
    wanted = {Level.LOCAL: LOCAL_TYPE, Level.CENTRAL: CENTRAL_TYPE}.get(administrator.level)
    if role.code == BASE_ROLE or wanted not in role.admin_types:
        return False
    return role.code not in ONLY_FROM_A_HOLDER or role.code in administrator.roles


def beyond(administrator: Administrator, held: Iterable[RoleOffered]) -> list[RoleOffered]:
    """The roles of an account that somebody could not give, hidden or not. With any, they do not change how its holder
    proves who they are: through the mailbox or a new second step they would come by what they could not be given."""
    return [role for role in held if role.code != BASE_ROLE and not _is_theirs(administrator, role)]


class Helper(StrEnum):
    """Who may do what somebody may not, for an account that may do more than theirs."""

    LOCAL = "local"
    CENTRAL = "central"
    HOLDER = "holder"
    """A central administrator who holds the role themselves."""
    NOBODY = "nobody"
    """Nobody, while the role is held."""


def who_helps(roles: Iterable[RoleOffered]) -> Helper:
    """Who could give all of these roles, of whom there are most."""
    needed = Helper.LOCAL
    for role in roles:
        if CENTRAL_TYPE not in role.admin_types:
            return Helper.NOBODY
        if role.code in ONLY_FROM_A_HOLDER:
            needed = Helper.HOLDER
        elif LOCAL_TYPE not in role.admin_types and needed is Helper.LOCAL:
            needed = Helper.CENTRAL
    return needed


def may_take(administrator: Administrator, role: RoleOffered) -> bool:
    """Whether somebody may take a role away themselves. A central administrator may take any but those of the system;
    a local one only those a local one may give, so that central roles are not lost by accident (identity.md 10)."""
    if role.code == BASE_ROLE or SYSTEM_TYPE in role.admin_types:
        return False
    if administrator.level is Level.CENTRAL:
        return True
    return administrator.level is Level.LOCAL and LOCAL_TYPE in role.admin_types


def must_ask(administrator: Administrator, role: RoleOffered) -> bool:
    """Whether somebody who gives and takes roles has to ask for the removal of this one."""
    return administrator.level is not Level.NONE and role.code != BASE_ROLE and not may_take(administrator, role)


def counted(roles: Iterable[str]) -> list[str]:
    """The roles of an account that are shown and counted, by code."""
    return sorted(role for role in roles if role != BASE_ROLE)


def end_problem(ends_on: date | None, today: date) -> str:
    """Why a role cannot end on this day; '' when it can. `today` in London."""
    return "The last day must be in the future" if ends_on is not None and ends_on <= today else ""


def reference_problem(reference: str) -> str:
    """Why a ticket reference cannot be kept; '' when it can."""
    return f"Ticket must be {LONGEST_REFERENCE} characters or fewer" if len(reference) > LONGEST_REFERENCE else ""


def status_of(*, inactive: bool, locked: bool, has_password: bool, must_change_password: bool) -> Status:
    """One word for the flags of an account, the one that keeps somebody out longest first."""
    if inactive:
        return Status.INACTIVE
    if locked:
        return Status.LOCKED
    if not has_password:
        return Status.INVITED
    return Status.PASSWORD_CHANGE_REQUIRED if must_change_password else Status.ACTIVE
