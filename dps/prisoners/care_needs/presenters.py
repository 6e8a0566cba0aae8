"""Care needs and reasonable adjustments in words."""

from dataclasses import dataclass
from datetime import date

from dps.estate import queries as estate
from dps.platform.local_time import long_date
from dps.prisoners.care_needs.queries import Adjustment, Need

KINDS, CODES, TREATMENTS = "HEALTH", "HEALTH_PBLM", "HEALTH_TREAT"
STATUS_WORDS = {"ON": "Ongoing", "I": "Recovered", "EBS": "Expired"}


@dataclass(frozen=True, slots=True)
class AdjustmentRow:
    """A reasonable adjustment as a page shows it."""

    words: str
    when_and_where: str
    comment: str


@dataclass(frozen=True, slots=True)
class NeedRow:
    """A care need as a page shows it."""

    need: str
    kind: str
    status: str
    started_on: date | None
    ended_on: date | None
    comment: str
    adjustments: list[AdjustmentRow]


def need_row(one: Need) -> NeedRow:
    """A care need with what is done about it."""
    return NeedRow(
        need=estate.label(CODES, one.code),
        kind=estate.label(KINDS, one.type),
        status=STATUS_WORDS.get(one.status, one.status),
        started_on=one.started_on,
        ended_on=one.ended_on,
        comment=one.comment,
        adjustments=[adjustment_row(adjustment) for adjustment in one.adjustments],
    )


def adjustment_row(one: Adjustment) -> AdjustmentRow:
    """What is done, from when to when, and in which prison. A code that is in no list is shown as it is."""
    where = estate.agency_name(one.prison) if one.prison else ""
    return AdjustmentRow(
        words=estate.label(TREATMENTS, one.treatment),
        when_and_where=", ".join(filter(None, [when_words(one.started_on, one.ended_on), where])),
        comment=one.comment,
    )


def when_words(started_on: date | None, ended_on: date | None) -> str:
    """`From 3 July 2025`, `3 July 2025 to 1 September 2025`, `Until 1 September 2025`, `Dates not entered`."""
    if started_on and ended_on:
        return f"{long_date(started_on)} to {long_date(ended_on)}"
    if started_on:
        return f"From {long_date(started_on)}"
    return f"Until {long_date(ended_on)}" if ended_on else "Dates not entered"
