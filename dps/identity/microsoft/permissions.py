from enum import StrEnum

from dps.platform.access import Grant


class MicrosoftPermission(StrEnum):
    FORGET = "microsoft:person:forget"


GRANTS = [Grant("MANAGE_NOMIS_USER_ACCOUNT", MicrosoftPermission.FORGET)]
