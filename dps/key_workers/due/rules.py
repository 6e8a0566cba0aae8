"""Sessions due and overdue in words and numbers. Source: key-workers.md 9 (when the next session is due). Pure."""

from datetime import date, timedelta

SOON = timedelta(days=7)
OVERDUE, WEEK, ALL = "overdue", "week", "all"
SHOWN = {OVERDUE: "Overdue", WEEK: "Overdue or due in the next 7 days", ALL: "Everybody"}


def days_overdue(due_on: date | None, today: date) -> int:
    """Whole days since the session should have been held; 0 until the day after."""
    return max(0, (today - due_on).days) if due_on else 0


def due_words(due_on: date | None, today: date) -> str:
    """`12 days overdue`, `Due today`, `Due tomorrow`, `Due in 5 days`; '-' when no day is known."""
    if due_on is None:
        return "-"
    days = (due_on - today).days
    if days < 0:
        return f"{-days} {'day' if days == -1 else 'days'} overdue"
    return {0: "Due today", 1: "Due tomorrow"}.get(days, f"Due in {days} days")


def latest_day(shown: str, today: date) -> date | None:
    """The last due day a list shows; None for everybody."""
    return {OVERDUE: today - timedelta(days=1), WEEK: today + SOON}.get(shown)
