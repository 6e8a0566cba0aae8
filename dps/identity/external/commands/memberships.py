"""Putting people into groups and taking them out."""

import uuid
from datetime import datetime

from dps.identity.accounts import access
from dps.identity.external import queries, rules
from dps.identity.external.commands.within_reach import for_change, refuse, user_name
from dps.identity.external.models import Group, GroupMember
from dps.identity.models import Account
from dps.platform import audit
from dps.platform.access import Actor
from dps.platform.audit.attempts import attempted
from dps.platform.web.refusals import Conflict, NotFound


@attempted("GROUP_JOINED", "account", user_name)
def join_group(*, key: uuid.UUID, group: str, at: datetime, by: Actor) -> None:
    """Put somebody into a group that `by` looks after; they get at once what it gives to everybody.

    Raises Invalid, NotFound, NotAllowed; Conflict when they are in it already.
    """
    account, reach = for_change(key, by)
    refuse({"group": "" if group else "Choose a group"})
    chosen = Group.objects.filter(code=group).first()
    refuse({"group": "" if chosen and reach.covers_group(group) else "Group: choose one from the list"})
    put_into_group(account, chosen, at=at, by=by)


def put_into_group(account: Account, group: Group, *, at: datetime, by: Actor) -> None:
    """In the current transaction, with the automatic roles of the group. Whoever calls has asked whether `by` may."""
    _, joined = GroupMember.objects.get_or_create(
        account=account, group=group, defaults={"added_by": by.username, "added_at": at}
    )
    if not joined:
        raise Conflict(f"{account.username} is in {group.code} already")
    _tell("GROUP_JOINED", account, group, at, by)
    given = group.group_roles.filter(automatic=True).exclude(role_id__in=account.roles).order_by("role_id")
    for role in given.values_list("role_id", flat=True):
        access.give_role(username=account.username, role=role, at=at, by=by, reference=f"group {group.code}")


@attempted("GROUP_LEFT", "account", user_name)
def leave_group(*, key: uuid.UUID, group: str, at: datetime, by: Actor) -> None:
    """Take somebody out of a group. Roles stay. Raises Invalid for the last group of somebody whom only a manager of
    that group looks after, NotFound, NotAllowed."""
    account, reach = for_change(key, by)
    theirs = {one.code: one for one in queries.groups_of(account)}
    if group not in theirs or not reach.covers_group(group):
        raise NotFound(group)
    refuse({"": rules.leaving_problem(group, theirs, reach)})
    GroupMember.objects.filter(account=account, group=theirs[group]).delete()
    _tell("GROUP_LEFT", account, theirs[group], at, by)


def _tell(action: str, account: Account, group: Group, at: datetime, by: Actor) -> None:
    audit.record(
        action,
        by=by,
        subject_type="account",
        subject_id=account.username,
        details={"group": group.code, "group_name": group.name},
        at=at,
    )
