"""Every change of people outside prisons and of their groups."""

from dps.identity.external.commands.groups import (
    add_child,
    add_group_role,
    change_group_role,
    create_group,
    delete_group,
    remove_child,
    remove_group_role,
    rename_group,
)
from dps.identity.external.commands.memberships import join_group, leave_group
from dps.identity.external.commands.people import (
    change_email_of_person,
    create_person,
    disable_person,
    enable_person,
    give_roles,
    send_first_password_again,
    take_role,
    unlock_person,
)

__all__ = [
    "add_child",
    "add_group_role",
    "change_email_of_person",
    "change_group_role",
    "create_group",
    "create_person",
    "delete_group",
    "disable_person",
    "enable_person",
    "give_roles",
    "join_group",
    "leave_group",
    "remove_child",
    "remove_group_role",
    "rename_group",
    "send_first_password_again",
    "take_role",
    "unlock_person",
]
