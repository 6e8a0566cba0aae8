"""Workers in words."""

from datetime import date
from decimal import Decimal

from dps.key_workers.rules.status import WORDS, Status, status_of
from dps.platform import local_time
from dps.prisoners.rules import names

COLOURS = {Status.ACTIVE: "green", Status.INACTIVE: "grey"}


def status_words(code: str) -> str:
    """A status as officers say it."""
    status = status_of(code)
    return WORDS[status] if status else code


def status_colour(code: str) -> str:
    """The colour of its tag: green takes people, grey never will, yellow is away."""
    status = status_of(code)
    return COLOURS.get(status, "yellow") if status else "yellow"


def percent_words(rate: Decimal | None, places: int = 1) -> str:
    """`84.3%`; nothing is `0%`; '-' when there is nothing to measure."""
    if rate is None:
        return "-"
    return f"{rate:.{places}f}%" if rate else "0%"


def back_words(back_on: date | None) -> str:
    """When somebody on leave returns; '' for none."""
    return f"Returns {local_time.long_date(back_on)}" if back_on else ""


def last_first(last_name: str, first_name: str, staff_id: int) -> str:
    """`Smith, John`; the staff id of somebody without a name."""
    return names.last_first(last_name, first_name) or f"Staff member {staff_id}"


def full_name(first_name: str, last_name: str, staff_id: int) -> str:
    """`John Smith`; the staff id of somebody without a name."""
    return names.full_name(first_name, last_name) or f"Staff member {staff_id}"
