"""What narrows a person's list of alerts (prisoners.md 6.2)."""

from datetime import date


def filter_problems(started_from: date | None, started_to: date | None, today: date) -> dict[str, str]:
    """Field to words for what is wrong with the two dates; {} when nothing is."""
    found = {}
    if started_from and started_from > today:
        found["started_from"] = "Date from must not be in the future"
    if started_from and started_to and started_to < started_from:
        found["started_to"] = "Date to must not be before date from"
    return found
