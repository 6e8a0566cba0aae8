"""Who may look at the link to NOMIS."""

from enum import StrEnum

from dps.platform.access import Grant


class LegacyPermission(StrEnum):
    SEE = "legacy:link:see"


GRANTS = [Grant("NOMIS_LINK_ADMIN", LegacyPermission.SEE), Grant("CENTRAL_ADMIN", LegacyPermission.SEE)]
