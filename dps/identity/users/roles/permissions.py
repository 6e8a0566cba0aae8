"""Who may do what with the catalogue of roles. Source: identity.md 6."""

from enum import StrEnum

from dps.platform.access import Grant


class RolePermission(StrEnum):
    SEE = "users:roles:see"
    CHANGE = "users:roles:change"
    DELETE = "users:roles:delete"


GRANTS = [
    Grant("VIEW_ADMINISTRABLE_USER_ROLES", RolePermission.SEE),
    Grant("ROLES_ADMIN", RolePermission.SEE),
    Grant("ROLES_ADMIN", RolePermission.CHANGE),
    Grant("DELETE_ROLES_ADMIN", RolePermission.SEE),
    Grant("DELETE_ROLES_ADMIN", RolePermission.DELETE),
]
