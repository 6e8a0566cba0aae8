"""How one prison runs one scheme, and what it is when nothing was said (key-workers.md 2.8)."""

from dataclasses import dataclass

from dps.key_workers.policies import Policy

CAPACITY = 9
FREQUENCIES = (1, 2, 3, 4)
MOST_PEOPLE = 999
BY_ALLOCATIONS, BY_NAME = "BY_ALLOCATIONS", "BY_NAME"


@dataclass(frozen=True, slots=True)
class Settings:
    """As stored, or the defaults. `version` is 0 for a prison that was never set up."""

    prison: str
    policy: Policy
    enabled: bool = False
    allow_recommendation: bool = False
    capacity: int = CAPACITY
    """People one worker takes before recommendation passes them over."""
    frequency_in_weeks: int = 1
    has_high_complexity: bool = False
    order: str = BY_ALLOCATIONS
    version: int = 0
