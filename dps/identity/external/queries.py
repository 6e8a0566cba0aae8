"""Reads of people outside prisons and of their groups."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Lower, Upper

from dps.identity.external import rules
from dps.identity.external.models import ChildGroup, Group, GroupMember, GroupRole
from dps.identity.external.permissions import ExternalPermission
from dps.identity.external.rules import Reach
from dps.identity.models import Account, Role
from dps.platform.access import Actor, holds
from dps.platform.web.refusals import NotFound

ACTIVE, INACTIVE, LOCKED = "active", "inactive", "locked"
STATUSES = {ACTIVE: "Active", INACTIVE: "Inactive", LOCKED: "Locked"}
_TEXT = """upper(identity_account.first_name || ' ' || identity_account.last_name || ' ' || identity_account.username
           || ' ' || identity_account.email) LIKE %s"""
_BY_NAME = (Upper("last_name"), Upper("first_name"), "id")
"""As the indexes on them say (migration 0002)."""


def reach_of(actor: Actor, everybody: ExternalPermission = ExternalPermission.CHANGE_EVERYBODY) -> Reach:
    """Whom `actor` looks after: everybody who holds `everybody`, else those in the groups one is in oneself. One
    statement, none for everybody."""
    if holds(actor, everybody):
        return Reach(everybody=True)
    mine = GroupMember.objects.filter(account_id=actor.account_id) if actor.account_id else GroupMember.objects.none()
    return Reach(groups=frozenset(mine.values_list("group__code", flat=True)))


def reach_of_reader(actor: Actor) -> Reach:
    """Whom `actor` may see. One statement, none for everybody."""
    return reach_of(actor, ExternalPermission.SEE_EVERYBODY)


def all_people() -> QuerySet[Account]:
    """Accounts of people outside prisons."""
    return Account.objects.filter(source=Account.Source.LOCAL)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whom to list. An empty part asks for everybody."""

    words: str = ""
    status: str = ""
    group: str = ""
    role: str = ""


def people(wanted: Wanted, reach: Reach, *, start: int, size: int) -> tuple[list[Account], int]:
    """Some people by last name, and how many there are in all. Two statements."""
    found = _within(all_people(), reach)
    for word in wanted.words.upper().split()[:5]:
        like = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        found = found.extra(where=[_TEXT], params=[f"%{like}%"])
    if wanted.status:
        found = found.filter(inactive=wanted.status == INACTIVE)
        found = found if wanted.status == INACTIVE else found.filter(locked=wanted.status == LOCKED)
    if wanted.group:
        found = found.filter(pk__in=GroupMember.objects.filter(group__code=wanted.group).values("account_id"))
    if wanted.role:
        found = found.filter(roles__contains=[wanted.role])
    return list(found.order_by(*_BY_NAME)[start : start + size]), found.count()


def _within(found: QuerySet[Account], reach: Reach) -> QuerySet[Account]:
    if reach.everybody:
        return found
    return found.filter(pk__in=GroupMember.objects.filter(group__code__in=reach.groups).values("account_id"))


def person(key: uuid.UUID, reach: Reach) -> Account:
    """One person within reach. One statement. Raises NotFound."""
    found = _within(all_people(), reach).filter(key=key).first()
    if found is None:
        raise NotFound(str(key))
    return found


def groups_of(account: Account) -> list[Group]:
    """The groups somebody is in, by name. One statement."""
    return list(Group.objects.filter(members__account=account))


def groups_within(reach: Reach) -> list[Group]:
    """The groups somebody looks after, by name. One statement."""
    return list(Group.objects.all() if reach.everybody else Group.objects.filter(code__in=reach.groups))


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group in a list."""

    code: str
    name: str
    members: int
    children: int


def groups(words: str, reach: Reach, *, start: int, size: int) -> tuple[list[GroupRow], int]:
    """Some groups by name, with how many members and child groups each has, and how many there are. Two statements."""
    found = Group.objects.all() if reach.everybody else Group.objects.filter(code__in=reach.groups)
    if words:
        found = found.filter(name__icontains=words) | found.filter(code__contains=words.upper())
    counted = found.annotate(of_members=_count_of(GroupMember), of_children=_count_of(ChildGroup))
    rows = counted.values_list("code", "name", "of_members", "of_children")[start : start + size]
    return [GroupRow(code, name, members or 0, children or 0) for code, name, members, children in rows], found.count()


def _count_of(model: type[GroupMember] | type[ChildGroup]) -> Subquery:
    counted = model.objects.filter(group=OuterRef("pk")).order_by().values("group").annotate(number=Count("pk"))
    return Subquery(counted.values("number"))


def group(code: str, reach: Reach) -> Group:
    """One group that somebody looks after. One statement. Raises NotFound."""
    found = Group.objects.filter(code=code).first() if reach.covers_group(code) else None
    if found is None:
        raise NotFound(code)
    return found


@dataclass(frozen=True, slots=True)
class WholeGroup:
    """What there is to know of a group."""

    children: list[ChildGroup]
    roles: list[GroupRole]
    members: int


def whole(group: Group) -> WholeGroup:
    """A group's parts, roles and how many members it has. Three statements."""
    return WholeGroup(
        list(group.children.all()),
        list(group.group_roles.select_related("role").order_by(Lower("role__name"), "role__code")),
        group.members.count(),
    )


def catalogue_role(role: Role) -> rules.CatalogueRole:
    """A role as the rules need it."""
    return rules.CatalogueRole(role.code, frozenset(role.admin_types), role.hidden_on)


def roles_of_people(*, today: date, by: Actor) -> dict[str, str]:
    """Code to name of every role that people outside prisons can be given by somebody who looks after all of them, by
    name. One statement."""
    return _handled(Reach(everybody=True), by, today)


@dataclass(frozen=True, slots=True)
class HeldRole:
    """A role somebody has. `name` is its code when the catalogue does not have it."""

    code: str
    name: str
    may_be_taken: bool


def roles_held(account: Account, reach: Reach, *, by: Actor) -> list[HeldRole]:
    """The roles somebody has, by name. Two statements."""
    catalogue = {role.code: role for role in Role.objects.filter(pk__in=account.roles)}
    of_groups = _roles_of_groups(reach)
    held = []
    for code in account.roles:
        known = catalogue.get(code)
        taken = known is not None and rules.may_handle(
            catalogue_role(known), reach, of_groups=of_groups, held_by_asker=by.roles
        )
        held.append(HeldRole(code, known.name if known else code, taken))
    return sorted(held, key=lambda role: (role.name.casefold(), role.code))


def beyond(held: list[HeldRole]) -> list[str]:
    """Names of the roles of somebody that whoever asked for `held` could not give, hidden or not. With any, they do not
    change where that person's e-mail goes."""
    return [role.name for role in held if not role.may_be_taken]


def roles_to_give(account: Account, reach: Reach, *, today: date, by: Actor) -> dict[str, tuple[str, str]]:
    """Code to name and description of every role that `by` may give somebody and they lack, by name. Two statements."""
    of_groups = _roles_of_groups(reach)
    return {
        role.code: (role.name, role.description)
        for role in Role.objects.order_by(Lower("name"), "code")
        if role.code not in account.roles
        and rules.is_offered(catalogue_role(role), today)
        and rules.may_handle(catalogue_role(role), reach, of_groups=of_groups, held_by_asker=by.roles)
    }


def roles_that_may_be_taken(reach: Reach, *, by: Actor) -> set[str]:
    """Codes of the roles that `by` may take from people within reach. Two statements."""
    of_groups = _roles_of_groups(reach)
    return {
        role.code
        for role in Role.objects.all()
        if rules.may_handle(catalogue_role(role), reach, of_groups=of_groups, held_by_asker=by.roles)
    }


def _handled(reach: Reach, by: Actor, today: date) -> dict[str, str]:
    of_groups = _roles_of_groups(reach)
    return {
        role.code: role.name
        for role in Role.objects.order_by(Lower("name"), "code")
        if rules.is_offered(catalogue_role(role), today)
        and rules.may_handle(catalogue_role(role), reach, of_groups=of_groups, held_by_asker=by.roles)
    }


def _roles_of_groups(reach: Reach) -> set[str]:
    if reach.everybody:
        return set()
    return set(GroupRole.objects.filter(group__code__in=reach.groups).values_list("role_id", flat=True))


def member_rows(group: Group) -> Iterator[list[str]]:
    """The members of a group as lines of a file, headings first. One statement."""
    yield ["userId", "firstName", "lastName", "email", "status", "locked", "groupCode", "groupName", "lastSignIn"]
    members = Account.objects.filter(group_memberships__group=group).order_by(*_BY_NAME)
    for account in members.iterator(chunk_size=2_000):
        yield [
            account.username,
            account.first_name,
            account.last_name,
            account.email,
            STATUSES[INACTIVE if account.inactive else ACTIVE].upper(),
            "Y" if account.locked else "N",
            group.code,
            group.name,
            account.last_login.isoformat() if account.last_login else "",
        ]
