"""Neurodiversity in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from dps.platform import local_time
from dps.prisoners.models import Neurodiversity
from dps.prisoners.neurodiversity import rules


def kind_words(code: str) -> str:
    """The kind; the code itself when unknown."""
    return rules.KINDS.get(code, code)


def known_words(values: Mapping[str, Any]) -> str:
    """`Found by a screening, 3 March 2026`."""
    return f"{rules.HOW_KNOWN.get(values['how_known'], values['how_known'])}, {_day(values['found_on'])}"


def lines(values: Mapping[str, Any]) -> str:
    """A record of the section: how it is known, and what helps."""
    helps = f"What helps: {values['support']}" if values["support"] else "What helps is not entered"
    return f"{known_words(values)}\n{helps}"


def described(key: str, values: Mapping[str, Any]) -> str:
    """One state of a record in words."""
    said = [kind_words(values["kind"]), known_words(values)]
    if values["support"]:
        said.append(f"what helps: {values['support']}")
    if values["ended_at"]:
        said.append(f"no longer recorded since {_day(values['ended_at'])}")
    return "; ".join(said)


@dataclass(frozen=True, slots=True)
class Past:
    """One record of the past as the page shows it."""

    kind: str
    known: str
    support: str
    ended_on: datetime | None
    ended_by: str
    reason: str


def past(row: Neurodiversity, reasons: Mapping[str, str]) -> Past:
    """A record that has ended, with the reason why."""
    known = known_words({"how_known": row.how_known, "found_on": row.found_on})
    return Past(kind_words(row.kind), known, row.support, row.ended_at, row.ended_by, reasons.get(str(row.pk), ""))


def _day(value: date | datetime | str) -> str:
    """A day, or the day of a moment, as rows, JSON and changes have it."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value) if len(value) > len("2026-03-03") else date.fromisoformat(value)
    return local_time.long_date(value)
