"""Identity numbers in words."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from dps.estate import queries as estate
from dps.platform import local_time


def type_in_words(type: str) -> str:
    """What staff call a type of number."""
    return estate.label("ID_TYPE", type)


def state_in_words(_key: str, values: Mapping[str, Any]) -> str:
    """One state of a number for the history."""
    comment = values.get("authority")
    return f"{type_in_words(values['type'])} {values['value']}{f': {comment}' if comment else ''}"


def lines(values: Mapping[str, Any]) -> str:
    """A number, then what else is known of it, each on its own line."""
    issued = values.get("issued_on")
    if isinstance(issued, str):
        issued = date.fromisoformat(issued)
    more = [values.get("authority") or "", f"issued {local_time.long_date(issued)}" if issued else ""]
    return "\n".join([values["value"], *(part for part in more if part)])
