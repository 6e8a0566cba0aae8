"""What may be done to the accounts of prison staff, and which role lets somebody do it. Source: identity.md 6."""

from enum import StrEnum

from dps.platform.access import Grant


class UserPermission(StrEnum):
    OPEN_MENU = "users:menu:open"
    """Granted to whoever may open a card of the menu (`menu.register`)."""
    SEE = "users:account:see"
    SEE_EVERYWHERE = "users:account:see-everywhere"
    """Without it, only accounts of prisons one looks after."""
    GIVE_ROLES = "users:role:give"
    GIVE_CENTRAL_ROLES = "users:role:give-central"
    CHANGE_DETAILS = "users:details:change"
    CHANGE_CASELOADS = "users:caseload:change"
    CHOOSE_CASELOAD = "users:caseload:choose"
    CREATE = "users:account:create"
    OPERATE = "users:account:operate"
    """Open, close, unlock, sign out, and help somebody who cannot sign in."""


LOCAL, CENTRAL = "MAINTAIN_ACCESS_ROLES", "MAINTAIN_ACCESS_ROLES_ADMIN"

GRANTS = [
    *(Grant(role, UserPermission.SEE) for role in (LOCAL, CENTRAL, "STAFF_SEARCH", "VIEW_NOMIS_STAFF_DETAILS")),
    *(Grant(role, UserPermission.SEE_EVERYWHERE) for role in (CENTRAL, "STAFF_SEARCH", "VIEW_NOMIS_STAFF_DETAILS")),
    Grant(LOCAL, UserPermission.GIVE_ROLES),
    Grant(CENTRAL, UserPermission.GIVE_ROLES),
    Grant(CENTRAL, UserPermission.GIVE_CENTRAL_ROLES),
    Grant(CENTRAL, UserPermission.CHANGE_DETAILS),
    Grant(CENTRAL, UserPermission.CHANGE_CASELOADS),
    Grant(LOCAL, UserPermission.CHOOSE_CASELOAD),
    Grant(CENTRAL, UserPermission.CHOOSE_CASELOAD),
    Grant("CREATE_USER", UserPermission.CREATE),
    Grant("MANAGE_NOMIS_USER_ACCOUNT", UserPermission.OPERATE),
]
