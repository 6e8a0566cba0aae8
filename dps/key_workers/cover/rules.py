"""When a colleague may cover for somebody, and who covers whom on a day. Pure."""

from collections.abc import Iterable
from datetime import date, timedelta

LONGEST_NOTE = 1000
LONGEST_COVER = timedelta(days=366)
CHOOSE_COLLEAGUE = "Choose who covers"
NOT_THEMSELVES = "Choose somebody else: nobody covers for themselves"
NOT_AVAILABLE = "Choose somebody whose status is active"
ENTER_FROM = "Enter the first day of the cover"
ENTER_TO = "Enter the last day of the cover"
FROM_TODAY = "The first day must be today or later"
TO_AFTER_FROM = "The last day must not be before the first day"
TOO_LONG = "The cover must not be longer than a year"
TAKEN = "Somebody covers for them already on some of these days. End that cover first, or choose other days."


def problems(
    *,
    staff_id: int,
    cover_staff_id: int | None,
    available: Iterable[int],
    from_date: date | None,
    to_date: date | None,
    others: Iterable[tuple[date, date]],
    today: date,
) -> dict[str, str]:
    """What is wrong with a cover somebody wants to arrange, by field, all at once.

    `available`: workers who are ACTIVE. `others`: first and last days of the covers there are for this worker.
    """
    found = {}
    if cover_staff_id is None:
        found["cover_staff_id"] = CHOOSE_COLLEAGUE
    elif cover_staff_id == staff_id:
        found["cover_staff_id"] = NOT_THEMSELVES
    elif cover_staff_id not in set(available):
        found["cover_staff_id"] = NOT_AVAILABLE
    if from_date is None:
        found["from_date"] = ENTER_FROM
    elif from_date < today:
        found["from_date"] = FROM_TODAY
    if to_date is None:
        found["to_date"] = ENTER_TO
    elif from_date is not None and to_date < from_date:
        found["to_date"] = TO_AFTER_FROM
    elif from_date is not None and to_date - from_date > LONGEST_COVER:
        found["to_date"] = TOO_LONG
    if from_date and to_date and not {"from_date", "to_date"} & found.keys():
        taken = any(from_date <= last and first <= to_date for first, last in others)
        found |= {"from_date": TAKEN} if taken else {}
    return found


def runs(from_date: date, to_date: date, *, ended: bool, day: date) -> bool:
    """Whether a cover is in force on a day: its last day counts, the day after it is handed back."""
    return not ended and from_date <= day <= to_date
