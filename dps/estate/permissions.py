from enum import StrEnum

from dps.platform.access import Grant


class EstatePermission(StrEnum):
    SEE = "estate:estate:see"


GRANTS = [Grant("PRISON", EstatePermission.SEE), Grant("CENTRAL_ADMIN", EstatePermission.SEE)]
