"""What other systems may ask about people and tokens. Source: identity.md 6 and 7."""

from enum import StrEnum

from dps.platform.access import Grant, Scope


class ProviderPermission(StrEnum):
    SEE_USER = "identity:api:see-user"
    SEE_ROLES = "identity:api:see-roles"
    CHECK_ANY_TOKEN = "identity:token:check-any"


GRANTS = [
    Grant("MAINTAIN_ACCESS_ROLES", ProviderPermission.SEE_USER, Scope.ANY_CASELOAD),
    *(
        Grant(role, ProviderPermission.SEE_USER)
        for role in (
            "MAINTAIN_ACCESS_ROLES_ADMIN", "MAINTAIN_OAUTH_USERS", "STAFF_SEARCH", "USER_PERMISSIONS__RO",
            "VIEW_NOMIS_STAFF_DETAILS",
        )
    ),
    *(
        Grant(role, ProviderPermission.SEE_ROLES)
        for role in ("INTEL_ADMIN", "PCMS_USER_ADMIN", "PF_USER_ADMIN", "USER_PERMISSIONS__RO")
    ),
    Grant("AUTH_TOKEN_VERIFICATION", ProviderPermission.CHECK_ANY_TOKEN),
]  # fmt: skip
