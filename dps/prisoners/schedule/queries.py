"""Reads of what a person will do."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

_PLANNED = """
SELECT e.starts_at, e.ends_at, e.kind, coalesce(nullif(e.description, ''), e.sub_type), coalesce(nullif(l.local_name, ''), l.path, ''),
       e.agency
  FROM prisoners_scheduledevent e LEFT JOIN estate_location l ON l.id = e.location_id
 WHERE e.booking_id = %(booking)s AND e.status IN ('SCH', 'COMP', '') AND e.kind <> 'TRANSFER'
   AND e.starts_at >= %(first)s AND e.starts_at < %(last)s
UNION ALL
SELECT v.starts_at, v.ends_at, 'VISIT', v.type, coalesce(nullif(l.local_name, ''), l.path, ''), v.agency
  FROM prisoners_visit v LEFT JOIN estate_location l ON l.id = v.location_id
 WHERE v.booking_id = %(booking)s AND v.status IN ('SCH', 'NORM', 'COMP')
   AND v.starts_at >= %(first)s AND v.starts_at < %(last)s
UNION ALL
SELECT at, NULL, 'COURT', type, '', court FROM prisoners_courtappearance
 WHERE booking_id = %(booking)s AND status IN ('SCH', 'COMP', '') AND at >= %(first)s AND at < %(last)s
 ORDER BY 1, 2, 3, 4
"""  # noqa: E501


@dataclass(frozen=True, slots=True)
class Planned:
    """One thing a person will do. `kind`: ACTIVITY, APPOINTMENT, ABSENCE, VISIT, COURT; of a visit or a day at court
    `words` is its type; of a day at court `agency` is the court."""

    starts_at: datetime
    ends_at: datetime | None
    kind: str
    words: str
    place: str
    agency: str


def planned(booking_id: int | None, first: datetime, last: datetime) -> list[Planned]:
    """What is planned from `first` up to `last`, in order. One statement.

    Transfers are left out: who is moved where is not told on a paper that lies on a wing.
    """
    with connection.cursor() as cursor:
        cursor.execute(_PLANNED, {"booking": booking_id, "first": first, "last": last})
        return [Planned(*row) for row in cursor.fetchall()]
