"""What key work keeps. Every table of the service is here; each room reads and writes its own."""

from dps.key_workers.models.allocations import Allocation, AllocationRound, ComplexityOfNeed, NomisAllocation
from dps.key_workers.models.figures import DayOfSessions, PrisonerStatistic, PrisonStatistic
from dps.key_workers.models.rebuilds import FiguresRebuild
from dps.key_workers.models.sessions import RecordedEvent
from dps.key_workers.models.settings import EmailWish, PrisonSettings
from dps.key_workers.models.staff import Cover, StaffRole, WorkerSettings

__all__ = [
    "Allocation",
    "AllocationRound",
    "ComplexityOfNeed",
    "Cover",
    "DayOfSessions",
    "EmailWish",
    "FiguresRebuild",
    "NomisAllocation",
    "PrisonSettings",
    "PrisonStatistic",
    "PrisonerStatistic",
    "RecordedEvent",
    "StaffRole",
    "WorkerSettings",
]
