"""One person of a result list, and the columns that make one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

COLUMNS = (
    "person_id", "booking_id", "first_name", "last_name", "date_of_birth", "sex", "status", "in_out", "agency",
    "left_agency", "last_movement_type", "cell_path", "category", "csra", "incentive", "image_id",
    "supporting_prison", "hospital",
)  # fmt: skip
SELECTED = ", ".join(f"r.{column}" for column in COLUMNS)


ACTIVE_ALERTS = (
    "ARRAY(SELECT DISTINCT a.code FROM prisoners_alert a WHERE a.person_id = r.person_id AND a.deleted_at IS NULL"
    " AND (a.active_to IS NULL OR a.active_to > %(today)s))"
)


@dataclass(frozen=True, slots=True)
class Found:
    """One person of a result list."""

    number: str
    booking_id: int | None
    first_name: str
    last_name: str
    date_of_birth: date | None
    sex: str
    status: str
    in_out: str
    agency: str
    left_agency: str
    last_movement_type: str
    cell_path: str
    category: str
    csra: str
    incentive: str
    image_id: int | None
    supporting_prison: str
    hospital: str
    alias: str = ""
    """The folded alias that matched; '' when the working name or a number did."""
    active_alerts: tuple[str, ...] = ()


def found_in(row: Sequence[Any]) -> Found:
    """The person in a row of SELECTED, the alias that matched, and the codes of active alerts."""
    return Found(*row)
