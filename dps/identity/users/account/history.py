"""Everything that changed about an account, from the audit, in words."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from dps.estate import queries as estate
from dps.identity.models import Account, Role
from dps.platform.audit.models import AuditEntry

NO_CHANGES = (
    "SIGNED_IN", "SIGNED_OUT", "PASSWORD_NOT_CONFIRMED", "MICROSOFT_ACCOUNT_CONFIRMED", "VIEW_USER_ROLES",
    "EMAIL_CONFIRMATION_SKIPPED", "MOBILE_NOT_CONFIRMED", "SECOND_STEP_IMPOSSIBLE", "LET_INTO_CLIENT",
)  # fmt: skip
"""Beside whatever ends in _VIEWED, _REFUSED or _FAILURE, and tokens."""
MOST_SHOWN = 2_000
_WORDS = {
    "ACCOUNT_CREATED": "Account created",
    "ACCOUNT_DISABLED": "Deactivated: {reason}",
    "ACCOUNT_ENABLED": "Activated",
    "ACCOUNT_LOCKED": "Locked after too many wrong passwords or codes",
    "ACCOUNT_UNLOCKED": "Unlocked",
    "ROLE_GIVEN": "Role added: {role}{until}{ticket}",
    "ROLE_TAKEN_AWAY": "Role removed: {role}{why}",
    "CASELOAD_ADDED": "Caseload added: {prison}",
    "CASELOAD_REMOVED": "Caseload removed: {prison}",
    "PRISON_LOOKED_AFTER_ADDED": "Looks after the users of {prison}",
    "PRISON_LOOKED_AFTER_REMOVED": "Looks after the users of {prison} no longer",
    "ACTIVE_CASELOAD_SET": "Active caseload chosen",
    "CASELOAD_SWITCHED": "Changed the prison they work in",
    "NAME_CHANGED": "Name changed",
    "GROUP_JOINED": "Group added: {group}",
    "GROUP_LEFT": "Group removed: {group}",
    "SESSIONS_ENDED": "Signed out everywhere",
    "OTHER_SESSIONS_ENDED": "Signed out everywhere else",
    "SESSION_ENDED": "Signed out elsewhere",
    "FIRST_PASSWORD_LINK_SENT": "Link to choose a first password sent",
    "SECOND_STEP_RESET": "Second step reset",
}
_FIELDS = {"caseload": "Caseload", "email": "Email", "first_name": "First name", "last_name": "Last name"}


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that changed: when, by whom, what, and before and after."""

    at: datetime
    who: str
    what: str
    details: tuple[str, ...]


def changes_of(account: Account) -> QuerySet[AuditEntry]:
    """The changes of an account, newest first. What was refused changed nothing and is left out."""
    return (
        AuditEntry.objects.filter(subject_type="account", subject_id=account.username)
        .exclude(action__in=NO_CHANGES)
        .exclude(action__regex="(_VIEWED|_REFUSED|_FAILURE)$|TOKEN")
        .order_by("-at", "-id")
    )


def count(account: Account) -> int:
    """How many, at most MOST_SHOWN. One statement."""
    return changes_of(account).order_by()[:MOST_SHOWN].count()


def in_words(entries: list[AuditEntry]) -> list[Change]:
    """These changes, with the names of whoever made them and of the roles. Two statements, however many."""
    names = {
        account.username: f"{account.display_name} ({account.username})"
        for account in Account.objects.filter(username__in={entry.username for entry in entries}).only(
            "username", "first_name", "last_name"
        )
    }
    roles = dict(
        Role.objects.filter(code__in={str(entry.details.get("role", "")) for entry in entries}).values_list(
            "code", "name"
        )
    )
    return [
        Change(
            entry.at,
            names.get(entry.username, "The system" if entry.username in ("", "SYS") else entry.username),
            what(entry.action, entry.details, roles),
            tuple(_before_and_after(entry.details.get("changes"))),
        )
        for entry in entries
    ]


def what(action: str, details: dict[str, Any], roles: dict[str, str]) -> str:
    """One change in words; an action without words of its own is told as it is named."""
    words = _WORDS.get(action)
    if words is None:
        return action.replace("_", " ").capitalize()
    role, prison = str(details.get("role", "")), str(details.get("caseload") or details.get("prison") or "")
    return words.format(
        reason=details.get("reason", ""),
        role=f"{roles[role]} ({role})" if role in roles else role,
        until=f", until {_day(details['ends'])}" if details.get("ends") else "",
        ticket=f", for {details['reference']}" if details.get("reference") else "",
        why=f", because {details['reason']}" if details.get("reason") else "",
        prison=estate.agency_name(prison),
        group=details.get("group_name", ""),
    )


def _day(written: object) -> str:
    year, _, rest = str(written).partition("-")
    month, _, day = rest.partition("-")
    return f"{day}/{month}/{year}" if day else str(written)


def _before_and_after(changes: object) -> list[str]:
    if not isinstance(changes, dict):
        return []
    return [
        f"{_label(field)}: {_shown(field, pair[0])} to {_shown(field, pair[1])}"
        for field, pair in changes.items()
        if isinstance(pair, list) and len(pair) == 2 and pair[0] != pair[1]
    ]


def _label(field: str) -> str:
    return _FIELDS.get(field, field.replace("_", " ").capitalize())


def _shown(field: str, value: object) -> str:
    return "none" if value in (None, "", []) else estate.agency_name(str(value)) if field == "caseload" else str(value)
