"""Reads of challenge, support and intervention plans."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import connection

from dps.prisoners.csip.rules import History, Record, Review, history

RECORDS_SQL = """
SELECT coalesce(jsonb_agg(jsonb_build_object(
         'id', c.id, 'log_code', c.log_code, 'prison', c.prison, 'incident_on', c.incident_on,
         'incident_type', c.incident_type, 'referred_on', c.referred_on, 'referral_complete', c.referral_complete,
         'screening_outcome', c.screening_outcome, 'investigated', c.investigated, 'decision', c.decision,
         'case_manager', c.case_manager, 'first_review_on', c.first_review_on, 'reviewed', v.id IS NOT NULL,
         'next_on', v.next_review_on, 'closed_on', v.closed_on)), '[]')
  FROM prisoners_booking b JOIN prisoners_csiprecord c ON c.booking_id = b.id
  LEFT JOIN LATERAL (SELECT id, next_review_on, closed_on FROM prisoners_csipreview WHERE record_id = c.id
                      ORDER BY sequence DESC, id DESC LIMIT 1) v ON true
 WHERE b.person_id = %(number)s
"""
"""One JSON value: the records of every booking of a person, each with its newest review. The card of the quick look
reads it in the statement of all cards."""


def history_of(number: str) -> History:
    """Every record of a person. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT ({RECORDS_SQL})::text", {"number": number})
        return history_in(json.loads(cursor.fetchone()[0]))


def history_in(rows: Sequence[Mapping[str, Any]]) -> History:
    """The history in what RECORDS_SQL read."""
    return history(_record(row) for row in rows)


def _record(row: Mapping[str, Any]) -> Record:
    return Record(
        id=row["id"],
        log_code=row["log_code"],
        prison=row["prison"],
        incident_on=_day(row["incident_on"]),
        incident_type=row["incident_type"],
        referred_on=_day(row["referred_on"]),
        referral_complete=row["referral_complete"],
        screening_outcome=row["screening_outcome"],
        investigated=row["investigated"],
        decision=row["decision"],
        case_manager=row["case_manager"],
        first_review_on=_day(row["first_review_on"]),
        newest_review=Review(_day(row["next_on"]), _day(row["closed_on"])) if row["reviewed"] else None,
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
