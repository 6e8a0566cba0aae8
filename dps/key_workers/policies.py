"""The two schemes a prison may run. Settings, roles, statuses, allocations and figures never mix (key-workers.md 1)."""

from enum import StrEnum


class Policy(StrEnum):
    KEY_WORKER = "KEY_WORKER"
    PERSONAL_OFFICER = "PERSONAL_OFFICER"
