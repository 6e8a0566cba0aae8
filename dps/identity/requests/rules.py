"""Who may be given what, who decides, until when. Source: identity.md 2.14, 4.2, 5.1, 5.2 and 6."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from dps.identity.accounts.rules import BASE_ROLE, a_year_after

LONGEST_WHY = 500
MOST_AT_ONCE = 10
REMIND_DAYS = 14
REVIEW_AGAIN_AFTER_DAYS = 182
LOCAL, CENTRAL, EXTERNAL, HIDDEN = "DPS_LSA", "DPS_ADM", "EXT_ADM", "IMS_HIDDEN"
"""Kinds of administrator who may give a role (identity.md 5.1)."""
LOCAL_ADMINISTRATOR, CENTRAL_ADMINISTRATOR = "MAINTAIN_ACCESS_ROLES", "MAINTAIN_ACCESS_ROLES_ADMIN"
EXTERNAL_ADMINISTRATOR, PRODUCT_ADMINISTRATOR = "MAINTAIN_OAUTH_USERS", "CENTRAL_ADMIN"
ACCESS_REVIEWER = "ACCESS__REVIEW__RW"
"""A governor or head of function: reviews who may do what in their own prisons, and gives nothing."""
ONLY_FROM_A_HOLDER = "OAUTH_ADMIN"
BASE_ROLES = frozenset({BASE_ROLE, "PROBATION"})
"""They come with a caseload or an account, and are neither asked for nor reviewed."""
PRISON_SOURCE = "nomis"


class Kind(StrEnum):
    """What is asked for."""

    ROLE = "ROLE"
    CASELOAD = "CASELOAD"
    KEEP_ROLE = "KEEP_ROLE"
    KEEP_CASELOAD = "KEEP_CASELOAD"
    REMOVAL = "REMOVAL"

    @property
    def is_about_a_caseload(self) -> bool:
        return self in (Kind.CASELOAD, Kind.KEEP_CASELOAD)


@dataclass(frozen=True, slots=True)
class Decider:
    """Somebody who may decide: their roles, and the prisons whose users they look after."""

    username: str
    roles: frozenset[str]
    prisons: frozenset[str] = frozenset()
    caseloads: frozenset[str] = frozenset()
    staff_id: int | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A request, and the person it is about. `admin_types` are those of the role; none for a caseload."""

    kind: Kind
    code: str
    username: str
    source: str
    caseloads: frozenset[str]
    asked_by: str
    admin_types: frozenset[str] = frozenset()
    staff_id: int | None = None


def is_own(decider: Decider, username: str, staff_id: int | None) -> bool:
    """Whether an account is the decider's, or another of the same person: nobody decides about themselves."""
    return decider.username == username or (decider.staff_id is not None and decider.staff_id == staff_id)


def can_be_asked_for(admin_types: Collection[str], *, hidden: bool, source: str) -> bool:
    """Whether somebody may give a role to an account of this source, so that it is worth asking for."""
    if hidden or HIDDEN in admin_types:
        return False
    givers = {LOCAL, CENTRAL} if source == PRISON_SOURCE else {CENTRAL, EXTERNAL}
    return not givers.isdisjoint(admin_types)


def may_decide(decider: Decider, asked: Asked) -> bool:
    """Whether `decider` may agree to or refuse a request. Never one about themselves, nor one they made.

    A local system administrator decides for the people of their prisons and the roles marked for them; a central one
    for roles marked central, for caseloads, and for every removal but that of a role the system keeps for itself.
    """
    if is_own(decider, asked.username, asked.staff_id) or decider.username == asked.asked_by:
        return False
    central = CENTRAL_ADMINISTRATOR in decider.roles
    if asked.kind.is_about_a_caseload:
        return central
    removal = asked.kind is Kind.REMOVAL
    if HIDDEN in asked.admin_types:
        return removal and PRODUCT_ADMINISTRATOR in decider.roles
    if asked.code == ONLY_FROM_A_HOLDER and not removal and ONLY_FROM_A_HOLDER not in decider.roles:
        return False
    if central and (removal or CENTRAL in asked.admin_types):
        return True
    if LOCAL_ADMINISTRATOR in decider.roles and LOCAL in asked.admin_types:
        return not decider.prisons.isdisjoint(asked.caseloads)
    return (
        EXTERNAL_ADMINISTRATOR in decider.roles
        and EXTERNAL in asked.admin_types
        and asked.source != PRISON_SOURCE
    )  # fmt: skip


def may_know(decider: Decider, caseloads: Collection[str], source: str) -> bool:
    """Whether an administrator or reviewer may know what somebody with these caseloads may do."""
    if CENTRAL_ADMINISTRATOR in decider.roles:
        return True
    if LOCAL_ADMINISTRATOR in decider.roles and not decider.prisons.isdisjoint(caseloads):
        return True
    if ACCESS_REVIEWER in decider.roles and not decider.caseloads.isdisjoint(caseloads):
        return True
    return EXTERNAL_ADMINISTRATOR in decider.roles and source != PRISON_SOURCE


def may_review(decider: Decider, prison: str) -> bool:
    """Whether somebody reviews who may do what in a prison: its administrators, its reviewers, central ones."""
    return (
        CENTRAL_ADMINISTRATOR in decider.roles
        or (LOCAL_ADMINISTRATOR in decider.roles and prison in decider.prisons)
        or (ACCESS_REVIEWER in decider.roles and prison in decider.caseloads)
    )


def end_is_needed(kind: Kind, admin_types: Collection[str], *, has_other_prison: bool) -> bool:
    """Whether a last day must be given: for a prison that is not one's only one, and for roles that no local system
    administrator may give."""
    if kind is Kind.REMOVAL:
        return False
    if kind.is_about_a_caseload:
        return has_other_prison
    return LOCAL not in admin_types


def _words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def end_problem(ends_on: date | None, *, today: date, needed: bool, after: date | None = None) -> str:
    """Why a last day cannot be asked for; '' when it can. `after` is the last day there is now, when asking to keep."""
    if ends_on is None:
        return "Enter the last day it is needed" if needed else ""
    if ends_on < today:
        return "Last day must be today or later"
    if after is not None and ends_on <= after:
        return f"Last day must be after {_words(after)}, when it ends now"
    if ends_on > a_year_after(today):
        return f"Last day must be {_words(a_year_after(today))} or earlier: a year is the most"
    return ""


def agreed_end_problem(wanted: date | None, *, asked: date | None, today: date, needed: bool) -> str:
    """Why a decider cannot agree to this last day; '' when they can. They may shorten what was asked or set one."""
    if asked is not None and wanted is None:
        return f"Enter the last day: {_words(asked)} was asked for"
    if asked is not None and wanted is not None and wanted > asked:
        return f"Last day must be {_words(asked)} or earlier, as was asked for"
    return end_problem(wanted, today=today, needed=needed)


def text_problem(text: str, missing: str) -> str:
    """Why the words of a request or a refusal cannot be used; '' when they can. `missing` is said when empty."""
    if not text.strip():
        return missing
    if len(text.strip()) > LONGEST_WHY:
        return f"Use {LONGEST_WHY} characters or fewer"
    return ""


def reminder_is_due(*, given_on: date, ends_on: date, today: date) -> bool:
    """Whether to say that access is about to end: in its last 14 days, when it was given for longer than that."""
    return today <= ends_on <= today + timedelta(days=REMIND_DAYS) and ends_on - given_on > timedelta(days=REMIND_DAYS)


def review_is_due(reviewed_on: date | None, today: date) -> bool:
    """Whether what somebody may do is to be looked at again: twice a year."""
    return reviewed_on is None or today - reviewed_on > timedelta(days=REVIEW_AGAIN_AFTER_DAYS)
