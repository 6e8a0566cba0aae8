"""Opening a person: decided, recorded, or refused as if they did not exist."""

from collections.abc import Callable
from datetime import date
from typing import Any

from dps.platform import audit
from dps.platform.access import Actor
from dps.platform.web.moved import Moved
from dps.platform.web.refusals import NotFound
from dps.prisoners.permissions import viewer_of
from dps.prisoners.profile import queries
from dps.prisoners.rules.access import Part, lender_of, may_see
from dps.prisoners.search.duplicates.queries import where_duplicates_are
from dps.prisoners.search.queries import person_by_number


class NowKnownAs(Moved):
    """The number was lost in a merge; `number` is the one that stayed, of a person this actor may open."""

    @property
    def number(self) -> str:
        return self.now


Record = dict[str, Any]


def open_person(
    number: str,
    *,
    page: str,
    by: Actor,
    today: date,
    part: Part = Part.BASIC,
    recorded: bool = True,
    also: Callable[[Record], bool] | None = None,
) -> Record:
    """The header row of a person of whom this actor may see `part`, with the view audited.

    `also` is a further rule of the service whose page it is, asked of the header row. A possible duplicate record may
    lend reading: its whereabouts are then under `lent_by`. Raises NotFound for nobody
    and for somebody they may not know of, alike, and audits the attempt; NowKnownAs for the old number of somebody they
    may open.
    """
    record = queries.header(number, today)
    if record is None:
        found = person_by_number(number)
        survivor = queries.header(found[0], today) if found else None
        if survivor is not None and _may_see(survivor, part, by) and (also is None or also(survivor)):
            raise NowKnownAs(number, survivor["number"])
    lent_by = None
    if record is not None and not _may_see(record, part, by):
        lent_by = lender_of(part, where_duplicates_are(number), viewer_of(by))
    allowed = record is not None and (lent_by or _may_see(record, part, by)) and (also is None or also(record))
    if record is None or not allowed:
        audit.record(
            "PRISONER_VIEW_REFUSED",
            by=by,
            subject_type="prisoner",
            subject_id=number[:10],
            details={"page": page, "known": record is not None},
        )
        raise NotFound(number)
    if recorded:
        details = {"page": page, **({"lent by a duplicate in": lent_by.prison} if lent_by else {})}
        audit.record("PRISONER_VIEWED", by=by, subject_type="prisoner", subject_id=number, details=details)
    return {**record, "lent_by": lent_by} if lent_by else record


def _may_see(record: dict[str, Any], part: Part, by: Actor) -> bool:
    return may_see(part, queries.whereabouts_of(record), viewer_of(by))
