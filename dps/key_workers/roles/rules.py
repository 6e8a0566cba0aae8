"""What must be known before somebody is made a worker. Source: key-workers.md 2.7. Pure."""

from dps.key_workers.policies import Policy
from dps.key_workers.rules import status

OFFICERS_ONLY = (
    "Only prison officers can be key workers. If they are one, ask your local system administrator to correct their job"
)
SAY_OFFICER = "Choose whether they are a prison officer"
ENTER_SOMETHING = "Enter a name, work email address or user name"


def asks_if_officer(policy: Policy) -> bool:
    """Personal officers are not asked."""
    return policy is Policy.KEY_WORKER


def problems(policy: Policy, *, is_officer: bool | None, schedule_type: str, capacity: int | None) -> dict[str, str]:
    """What is missing or wrong, by field `officer`, `schedule_type`, `capacity`; all at once."""
    found = {}
    if asks_if_officer(policy) and is_officer is None:
        found["officer"] = SAY_OFFICER
    elif asks_if_officer(policy) and not is_officer:
        found["officer"] = OFFICERS_ONLY
    if schedule_type not in status.PATTERNS:
        found["schedule_type"] = status.CHOOSE_PATTERN
    if capacity is None or not status.LEAST <= capacity <= status.MOST:
        found["capacity"] = status.CAPACITY_WORDS
    return found
