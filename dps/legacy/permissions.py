"""Who may look at the link to NOMIS, and who may settle what does not go by itself."""

from enum import StrEnum

from dps.platform.access import Grant


class LegacyPermission(StrEnum):
    SEE = "legacy:link:see"
    CHANGE = "legacy:link:change"


GRANTS = [
    Grant("NOMIS_LINK_ADMIN", LegacyPermission.SEE),
    Grant("CENTRAL_ADMIN", LegacyPermission.SEE),
    Grant("NOMIS_LINK_ADMIN", LegacyPermission.CHANGE),
]
