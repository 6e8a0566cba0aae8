from enum import StrEnum

from dps.platform.access import Grant


class BulkPermission(StrEnum):
    CHANGE = "users:bulk:change"


GRANTS = [Grant("MANAGE_USER_BULK_JOBS", BulkPermission.CHANGE)]
