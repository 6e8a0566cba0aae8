"""Opening a person: decided, recorded, or refused as if they did not exist."""

from datetime import date
from typing import Any

from dps.platform import audit
from dps.platform.access import Actor
from dps.platform.web.refusals import NotFound
from dps.prisoners.permissions import viewer_of
from dps.prisoners.quick_look import queries
from dps.prisoners.rules.access import may_open


def open_person(number: str, *, page: str, by: Actor, today: date, recorded: bool = True) -> dict[str, Any]:
    """The header row of a person this actor may open, with the view audited.

    Raises NotFound for nobody and for somebody they may not know of, alike; the attempt is audited.
    """
    record = queries.header(number, today)
    if record is None or not may_open(queries.whereabouts_of(record), viewer_of(by)):
        audit.record(
            "PRISONER_VIEW_REFUSED",
            by=by,
            subject_type="prisoner",
            subject_id=number[:10],
            details={"page": page, "known": record is not None},
        )
        raise NotFound(number)
    if recorded:
        audit.record("PRISONER_VIEWED", by=by, subject_type="prisoner", subject_id=number, details={"page": page})
    return record
