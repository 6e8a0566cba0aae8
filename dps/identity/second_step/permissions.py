from enum import StrEnum

from dps.platform.access import Grant


class SecondStepPermission(StrEnum):
    RESET = "second-step:ways:reset"


GRANTS = [Grant("MANAGE_NOMIS_USER_ACCOUNT", SecondStepPermission.RESET)]
