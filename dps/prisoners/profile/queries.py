"""What every page about one person reads: the header and the active alerts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from dps.platform.prepared import Statement
from dps.prisoners.images.pictures import withheld_mark
from dps.prisoners.rules.access import Whereabouts

_HEADER = """
SELECT r.person_id AS number, r.booking_id, r.book_number, r.first_name, r.middle_names, r.last_name, r.date_of_birth,
       r.sex, r.ethnicity, r.nationality, r.religion, r.status, r.in_out, r.agency, r.left_agency, r.last_movement_type,
       r.last_movement_reason, r.arrived_at, r.cell_path, r.category, r.category_review_on, r.csra, r.csra_on,
       r.incentive, r.imprisonment_status, r.legal_status, r.release_on, r.image_id, r.supporting_prison, r.hospital,
       r.pnc, r.cro,
       (SELECT count(*) FROM prisoners_careneed c WHERE c.booking_id = r.booking_id AND c.type = 'BSCAN'
           AND c.started_on >= date_trunc('year', %(today)s::date)) AS scans,
       ARRAY(SELECT d.type FROM prisoners_profiledetail d WHERE d.booking_id = r.booking_id
                AND d.type IN ('LIST_REC', 'LIST_SUIT') AND d.code = 'Y') AS listener,
       (SELECT to_agency FROM prisoners_scheduledevent t WHERE t.booking_id = r.booking_id AND t.kind = 'TRANSFER'
           AND t.starts_at >= %(today)s AND t.status = 'SCH' ORDER BY t.starts_at, t.id LIMIT 1) AS transfer_to,
       (SELECT count(*) FROM prisoners_careneed c WHERE c.booking_id = r.booking_id AND c.status = 'ON'
           AND c.type IN ('DISAB', 'PHY', 'PSYCH', 'MATSTAT') AND c.code <> 'NR') AS needs,
       coalesce((SELECT octet_length(i.full_size) = %(withheld_length)s AND sha256(i.full_size) = %(withheld_hash)s
                   FROM prisoners_image i WHERE i.id = r.image_id), false) AS photo_withheld
  FROM prisoners_searchrecord r WHERE r.person_id = %(number)s
"""


_HEADER_STATEMENT = Statement(
    "person_header",
    _HEADER,
    {"number": "text", "today": "date", "withheld_length": "int", "withheld_hash": "bytea"},
)


def header(number: str, today: date) -> dict[str, Any] | None:
    """One row with all the header and status list need; None for no such person. One statement."""
    length, digest = withheld_mark()
    values: dict[str, Any] = {"number": number, "today": today, "withheld_length": length, "withheld_hash": digest}
    with connection.cursor() as cursor:
        _HEADER_STATEMENT.execute(cursor, values)
        row = cursor.fetchone()
        if row is None:
            return None
        return dict(zip((column.name for column in cursor.description), row, strict=True))


def whereabouts_of(record: Mapping[str, Any]) -> Whereabouts:
    """A header row as the access rules see it."""
    return Whereabouts(record["agency"], record["supporting_prison"])


@dataclass(frozen=True, slots=True)
class AlertRow:
    """One alert of a person."""

    id: str
    type: str
    code: str
    description: str
    active_from: date
    active_to: date | None
    created_by: str
    created_at: datetime
    modified_by: str
    modified_at: datetime | None
    authorised_by: str


ALERTS = """
SELECT id, type, code, description, active_from, active_to, created_by, created_at, modified_by, modified_at,
       authorised_by
  FROM prisoners_alert WHERE person_id = %s AND deleted_at IS NULL
"""


_ACTIVE_ALERTS = Statement(
    "active_alerts",
    f"{ALERTS % '%(number)s'} AND (active_to IS NULL OR active_to > %(today)s) ORDER BY active_from DESC, code, id",
    {"number": "text", "today": "date"},
)


def active_alerts(number: str, today: date) -> list[AlertRow]:
    """Alerts in force on `today`, newest first. One statement however many."""
    with connection.cursor() as cursor:
        _ACTIVE_ALERTS.execute(cursor, {"number": number, "today": today})
        return [AlertRow(*row) for row in cursor.fetchall()]
