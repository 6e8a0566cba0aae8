"""What is typed about how a prison runs a scheme (key-workers.md 2.8)."""

from dps.key_workers.rules.settings import BY_ALLOCATIONS, BY_NAME, FREQUENCIES, MOST_PEOPLE


def capacity_of(typed: str) -> int | None:
    """A whole number of people from 1 to 999, as typed; None when it is no such number."""
    typed = typed.strip()
    if not (typed.isascii() and typed.isdigit() and len(typed) <= 6):
        return None
    number = int(typed)
    return number if 1 <= number <= MOST_PEOPLE else None


def problems(*, capacity: int | None, order: str, frequency: int | None) -> dict[str, str]:
    """Every problem of given settings. A frequency of None is left as it is."""
    found = {}
    if capacity is None or not 1 <= capacity <= MOST_PEOPLE:
        found["capacity"] = f"Enter a whole number of prisoners from 1 to {MOST_PEOPLE}"
    if order not in (BY_ALLOCATIONS, BY_NAME):
        found["order"] = "Choose how staff are ordered in lists"
    if frequency is not None and frequency not in FREQUENCIES:
        found["frequency"] = "Choose how often sessions take place"
    return found
