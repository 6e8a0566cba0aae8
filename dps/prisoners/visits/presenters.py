"""Visits in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from dps.estate import queries as estate
from dps.platform import local_time
from dps.prisoners.models import Visit
from dps.prisoners.rules import names
from dps.prisoners.visits import rules

REASONS = {
    "ADMIN": "administrative reasons",
    "HMP": "operational reasons of the prison",
    "OFFCANC": "cancelled by the prisoner",
    "VISCANC": "cancelled by the visitor",
    "VO_CANCEL": "visiting order cancelled",
    "NO_ID": "no identification shown",
    "NO_VO": "no visiting order",
    "NSHOW": "the visitor did not come",
    "REFUSED": "the prisoner refused",
}
DID_NOT_COME = "ABS"


@dataclass(frozen=True, slots=True)
class Row:
    """One visit."""

    starts: datetime
    ends: datetime | None
    type: str
    status: str
    reason: str
    prison: str
    visitors: list[str]


def rows(found: Sequence[Visit], visitors: Mapping[int, Sequence[rules.Visitor]]) -> list[Row]:
    """Visits as they are listed."""
    return [
        Row(
            one.starts_at,
            one.ends_at,
            estate.label("VISIT_TYPE", one.type),
            estate.label("VIS_STS", one.status) or "Not entered",
            REASONS.get(one.outcome_reason, one.outcome_reason),
            estate.agency_name(one.agency),
            _named(visitors.get(one.id, ()), one.starts_at),
        )
        for one in found
    ]


def _named(visitors: Sequence[rules.Visitor], at: datetime) -> list[str]:
    on = local_time.in_london(at).date()
    said = []
    for one in rules.in_order(visitors, on):
        age = one.age(on)
        about = [
            "lead visitor" if one.lead else "",
            "" if age is None else f"aged {age}",
            "did not come" if one.outcome == DID_NOT_COME else "",
        ]
        words = ", ".join(part for part in about if part)
        said.append(names.full_name(one.first_name, one.last_name) + (f" ({words})" if words else ""))
    return said
