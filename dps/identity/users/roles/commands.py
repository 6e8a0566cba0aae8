"""Changing the catalogue of roles."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from dps.identity.models import Account, Role
from dps.identity.users.roles import rules
from dps.identity.users.roles.permissions import RolePermission
from dps.platform import audit
from dps.platform.access import Actor, require
from dps.platform.audit.attempts import attempted
from dps.platform.web.refusals import Conflict, Invalid, NotFound


@dataclass(frozen=True, slots=True)
class Details:
    """What a role is called, what it is for, and which administrators may give it."""

    name: str
    description: str
    admin_types: Collection[str]

    @property
    def mark(self) -> str:
        """What a form carries, to notice that somebody changed the role since."""
        return rules.mark(self.name, self.description, self.admin_types)


def details_of(role: Role) -> Details:
    """The details of a role as they are."""
    return Details(role.name, role.description, tuple(role.admin_types))


@attempted("ROLE_CREATED", "role", "code")
def create_role(*, code: str, details: Details, at: datetime, by: Actor) -> Role:
    """Add a role to the catalogue. Raises Invalid with every problem at once, NotAllowed."""
    require(by, RolePermission.CHANGE)
    code = rules.tidy_code(code)
    taken = Role.objects.filter(pk=code).exists()
    _refuse({"code": rules.code_problem(code, is_taken=taken), **_problems(details)})
    role = Role(code=code, name=details.name.strip(), description=details.description.strip())
    role.admin_types = rules.with_what_follows(details.admin_types)
    try:
        with transaction.atomic():
            role.save(force_insert=True)
    except IntegrityError:  # somebody else added it in the same moment
        raise Invalid({"code": rules.code_problem(code, is_taken=True)}) from None
    _tell("ROLE_CREATED", role, _changes(Details("", "", ()), details_of(role)), at, by)
    return role


@attempted("ROLE_CHANGED", "role", "code")
def change_role(*, code: str, details: Details, seen: str, at: datetime, by: Actor) -> Role:
    """Change what a role is called, what it is for and who may give it. `seen` is the mark of what the form showed.

    Raises Invalid with every problem at once, Conflict when somebody changed it since, NotFound, NotAllowed.
    """
    require(by, RolePermission.CHANGE)
    role = _for_change(code)
    before = details_of(role)
    wanted = rules.with_what_follows(details.admin_types)
    _refuse(_problems(details) | {"admin_types": rules.admin_types_problem(wanted, before.admin_types)})
    if before.mark != seen:
        raise Conflict(code)
    role.name, role.description, role.admin_types = details.name.strip(), details.description.strip(), wanted
    changes = _changes(before, details_of(role))
    if changes:
        role.save(update_fields=["name", "description", "admin_types"])
        _tell("ROLE_CHANGED", role, changes, at, by)
    return role


@attempted("ROLE_HIDDEN", "role", "code")
def hide_role(*, code: str, day: date | None, today: date, at: datetime, by: Actor) -> Role:
    """Offer a role no longer from `day` on (London). Who holds it keeps it. Raises Invalid, NotFound, NotAllowed."""
    require(by, RolePermission.CHANGE)
    role = _for_change(code)
    _refuse({"day": rules.hiding_problem(day, today)})
    return _keep_hidden_on(role, day, "ROLE_HIDDEN", at, by)


@attempted("ROLE_SHOWN", "role", "code")
def show_role(*, code: str, at: datetime, by: Actor) -> Role:
    """Offer a role again. Raises NotFound, NotAllowed."""
    require(by, RolePermission.CHANGE)
    return _keep_hidden_on(_for_change(code), None, "ROLE_SHOWN", at, by)


@attempted("ROLE_DELETED", "role", "code")
def delete_role(*, code: str, at: datetime, by: Actor) -> None:
    """Take a role that nobody holds out of the catalogue. Raises Invalid when somebody does, NotFound, NotAllowed."""
    require(by, RolePermission.DELETE)
    role = _for_change(code)
    if Account.objects.filter(roles__contains=[role.code]).exists():
        raise Invalid({"": "Somebody holds this role: it cannot be deleted. You can hide it instead"})
    before = details_of(role)
    try:
        role.delete()
    except ProtectedError:
        raise Invalid(
            {"": "A group of people outside prisons may be given this role: take it off the group first"}
        ) from None
    role.code = code
    _tell("ROLE_DELETED", role, _changes(before, Details("", "", ())), at, by)


def _for_change(code: str) -> Role:
    role = Role.objects.select_for_update().filter(pk=code).first()
    if role is None:
        raise NotFound(code)
    return role


def _problems(details: Details) -> dict[str, str]:
    return {
        "name": rules.name_problem(details.name.strip()),
        "description": rules.description_problem(details.description.strip()),
        "admin_types": rules.admin_types_problem(details.admin_types),
    }


def _refuse(problems: dict[str, str]) -> None:
    if found := {field: words for field, words in problems.items() if words}:
        raise Invalid(found)


def _changes(before: Details, after: Details) -> dict[str, list[Any]]:
    pairs: dict[str, list[Any]] = {
        "name": [before.name, after.name],
        "description": [before.description, after.description],
        "admin_types": [list(before.admin_types), list(after.admin_types)],
    }
    return {field: pair for field, pair in pairs.items() if pair[0] != pair[1]}


def _keep_hidden_on(role: Role, day: date | None, action: str, at: datetime, by: Actor) -> Role:
    before, role.hidden_on = role.hidden_on, day
    if before != day:
        role.save(update_fields=["hidden_on"])
        days = [before.isoformat() if before else None, day.isoformat() if day else None]
        _tell(action, role, {"hidden_on": days}, at, by)
    return role


def _tell(action: str, role: Role, changes: dict[str, Any], at: datetime, by: Actor) -> None:
    audit.record(action, by=by, subject_type="role", subject_id=role.code, details={"changes": changes}, at=at)
