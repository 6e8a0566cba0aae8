"""Who looks after messages."""

from enum import StrEnum

from dps.platform.access import Grant


class NotifyPermission(StrEnum):
    SEE = "notify:messages:see"
    ACT = "notify:messages:act"
    READ = "notify:content:read"


GRANTS = [
    Grant("NOTIFY_ADMIN", NotifyPermission.SEE),
    Grant("NOTIFY_ADMIN", NotifyPermission.ACT),
    Grant("NOTIFY_ADMIN", NotifyPermission.READ),
    Grant("CENTRAL_ADMIN", NotifyPermission.SEE),
    Grant("CENTRAL_ADMIN", NotifyPermission.ACT),
]
"""Central administrators see that a message was sent, and to whom, not what it says."""
