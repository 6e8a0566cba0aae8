"""Personal data in words."""

from dataclasses import dataclass
from datetime import date

from dps.estate import queries as estate
from dps.prisoners.models import CareNeed
from dps.prisoners.rules.custody import SCAN_LIMIT

NEED_KINDS, NEED_CODES = "HEALTH", "HEALTH_PBLM"
NEED_STATUSES = {"ON": "Ongoing", "I": "Recovered", "EBS": "Expired"}


@dataclass(frozen=True, slots=True)
class Need:
    """A care need as a page shows it."""

    need: str
    kind: str
    status: str
    started_on: date | None
    ended_on: date | None
    comment: str


def past_need(row: CareNeed) -> Need:
    """A care need that is over."""
    return Need(
        need=estate.label(NEED_CODES, row.code),
        kind=estate.label(NEED_KINDS, row.type),
        status=NEED_STATUSES.get(row.status, row.status),
        started_on=row.started_on,
        ended_on=row.ended_on,
        comment=row.description,
    )


def scan_warnings(scans: int, *, alert: bool) -> list[str]:
    """What to say before somebody is scanned (prisoners.md 3): an XXRAY alert, or the limit of the year reached."""
    warnings = ["Do not X-ray body scan: there is an alert against it."] if alert else []
    if scans >= SCAN_LIMIT:
        warnings.append(f"Do not X-ray body scan: the limit of {SCAN_LIMIT} scans this calendar year is reached.")
    return warnings
