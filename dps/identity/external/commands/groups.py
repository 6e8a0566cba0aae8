"""Looking after groups: names, parts, and the roles their members may be given."""

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from dps.identity.external import queries, rules
from dps.identity.external.commands.within_reach import refuse
from dps.identity.external.models import ChildGroup, Group, GroupRole
from dps.identity.external.permissions import ExternalPermission
from dps.platform import audit
from dps.platform.access import Actor, require
from dps.platform.audit.attempts import attempted
from dps.platform.web.refusals import Invalid, NotFound


@attempted("GROUP_CREATED", "group", "code")
def create_group(*, code: str, name: str, at: datetime, by: Actor) -> Group:
    """Make a group. Raises Invalid with every problem at once, NotAllowed."""
    require(by, ExternalPermission.CHANGE_GROUPS)
    code, name = rules.tidy_code(code), name.strip()
    refuse({"code": rules.code_problem(code, is_taken=_is_taken(code)), "name": rules.group_name_problem(name)})
    group = Group(code=code, name=name)
    _save_new(group)
    _tell("GROUP_CREATED", code, {"changes": {"name": ["", name]}}, at, by)
    return group


@attempted("GROUP_CHANGED", "group", "code")
def rename_group(*, code: str, name: str, at: datetime, by: Actor) -> Group:
    """Call a group something else. Raises Invalid, NotFound, NotAllowed."""
    group, name = _for_change(code, by), name.strip()
    refuse({"name": rules.group_name_problem(name)})
    if group.name != name:
        _tell("GROUP_CHANGED", code, {"changes": {"name": [group.name, name]}}, at, by)
        group.name = name
        group.save(update_fields=["name"])
    return group


@attempted("GROUP_DELETED", "group", "code")
def delete_group(*, code: str, at: datetime, by: Actor) -> None:
    """Remove a group that has no child groups; nobody is in it any more, and everybody keeps their roles.

    Raises Invalid while it has child groups, NotFound, NotAllowed.
    """
    group = _for_change(code, by)
    if group.children.exists():
        raise Invalid({"": "This group has child groups: remove them first"})
    members = list(group.members.order_by("account__username").values_list("account__username", flat=True))
    roles = list(group.group_roles.order_by("role_id").values_list("role_id", flat=True))
    group.delete()
    _tell("GROUP_DELETED", code, {"name": group.name, "members": members, "roles": roles}, at, by)


@attempted("CHILD_GROUP_ADDED", "group", "code")
def add_child(*, code: str, child_code: str, name: str, at: datetime, by: Actor) -> ChildGroup:
    """Add a child group. Raises Invalid with every problem at once, NotFound, NotAllowed."""
    group = _for_change(code, by)
    child_code, name = rules.tidy_code(child_code), name.strip()
    refuse(
        {
            "code": rules.code_problem(child_code, is_taken=_is_taken(child_code)),
            "name": rules.group_name_problem(name),
        }
    )
    child = ChildGroup(group=group, code=child_code, name=name)
    _save_new(child)
    _tell("CHILD_GROUP_ADDED", code, {"child": child_code, "changes": {"name": ["", name]}}, at, by)
    return child


@attempted("CHILD_GROUP_REMOVED", "group", "code")
def remove_child(*, code: str, child_code: str, at: datetime, by: Actor) -> None:
    """Remove a child group. Raises NotFound, NotAllowed."""
    child = _for_change(code, by).children.filter(code=child_code).first()
    if child is None:
        raise NotFound(child_code)
    child.delete()
    _tell("CHILD_GROUP_REMOVED", code, {"child": child_code, "changes": {"name": [child.name, ""]}}, at, by)


@attempted("GROUP_ROLE_ADDED", "group", "code")
def add_group_role(*, code: str, role: str, automatic: bool, today: date, at: datetime, by: Actor) -> None:
    """Let members of a group be given a role; `automatic`: everybody who joins from now on gets it at once.

    Raises Invalid, NotFound, NotAllowed.
    """
    group = _for_change(code, by)
    refuse({"role": "" if role else "Choose a role"})
    refuse({"role": "" if role in queries.roles_of_people(today=today, by=by) else "Role: choose one from the list"})
    _, added = GroupRole.objects.get_or_create(group=group, role_id=role, defaults={"automatic": automatic})
    refuse({"role": "" if added else "Members of this group may be given this role already"})
    _tell("GROUP_ROLE_ADDED", code, {"role": role, "changes": {"automatic": [None, automatic]}}, at, by)


@attempted("GROUP_ROLE_CHANGED", "group", "code")
def change_group_role(*, code: str, role: str, automatic: bool, at: datetime, by: Actor) -> None:
    """Give a role of a group to everybody who joins, or no longer. Raises NotFound, NotAllowed."""
    given = _role_of(_for_change(code, by), role)
    if given.automatic != automatic:
        given.automatic = automatic
        given.save(update_fields=["automatic"])
        changes = {"automatic": [not automatic, automatic]}
        _tell("GROUP_ROLE_CHANGED", code, {"role": role, "changes": changes}, at, by)


@attempted("GROUP_ROLE_REMOVED", "group", "code")
def remove_group_role(*, code: str, role: str, at: datetime, by: Actor) -> None:
    """Let managers of a group give a role no longer. Who has it keeps it. Raises NotFound, NotAllowed."""
    given = _role_of(_for_change(code, by), role)
    given.delete()
    _tell("GROUP_ROLE_REMOVED", code, {"role": role, "changes": {"automatic": [given.automatic, None]}}, at, by)


def _for_change(code: str, by: Actor) -> Group:
    require(by, ExternalPermission.CHANGE_GROUPS)
    group = Group.objects.select_for_update().filter(code=code).first()
    if group is None:
        raise NotFound(code)
    return group


def _role_of(group: Group, role: str) -> GroupRole:
    given = group.group_roles.filter(role_id=role).first()
    if given is None:
        raise NotFound(role)
    return given


def _is_taken(code: str) -> bool:
    return Group.objects.filter(code=code).exists() or ChildGroup.objects.filter(code=code).exists()


def _save_new(made: Group | ChildGroup) -> None:
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError:  # somebody else made it in the same moment
        raise Invalid({"code": rules.code_problem(made.code, is_taken=True)}) from None


def _tell(action: str, code: str, details: dict[str, Any], at: datetime, by: Actor) -> None:
    audit.record(action, by=by, subject_type="group", subject_id=code, details=details, at=at)
