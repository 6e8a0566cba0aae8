"""Who may do what with people outside prisons and their groups. Source: identity.md 6."""

from enum import StrEnum

from dps.platform.access import Grant


class ExternalPermission(StrEnum):
    SEE = "external:users:see"
    """People of one's own groups, or everybody with the next one."""
    SEE_EVERYBODY = "external:users:see_everybody"
    CHANGE = "external:users:change"
    """People of one's own groups, or everybody with the next one."""
    CHANGE_EVERYBODY = "external:users:change_everybody"
    SEE_GROUPS = "external:groups:see"
    CHANGE_GROUPS = "external:groups:change"
    DOWNLOAD_MEMBERS = "external:groups:download"


_ALL, _OWN, _GROUPS = "MAINTAIN_OAUTH_USERS", "AUTH_GROUP_MANAGER", "VIEW_USER_GROUPS"
GRANTS = [
    *(
        Grant(_ALL, permission)
        for permission in ExternalPermission
        if permission is not ExternalPermission.DOWNLOAD_MEMBERS
    ),
    Grant(_OWN, ExternalPermission.SEE),
    Grant(_OWN, ExternalPermission.CHANGE),
    Grant(_OWN, ExternalPermission.SEE_GROUPS),
    Grant(_GROUPS, ExternalPermission.SEE),
    Grant(_GROUPS, ExternalPermission.SEE_EVERYBODY),
    Grant(_GROUPS, ExternalPermission.SEE_GROUPS),
    Grant("CONTRACT_MANAGER_VIEW_GROUP", ExternalPermission.DOWNLOAD_MEMBERS),
]
