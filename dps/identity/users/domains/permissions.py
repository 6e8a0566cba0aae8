from enum import StrEnum

from dps.platform.access import Grant


class DomainPermission(StrEnum):
    MAINTAIN = "users:email_domains:maintain"


GRANTS = [Grant("MAINTAIN_EMAIL_DOMAINS", DomainPermission.MAINTAIN)]
