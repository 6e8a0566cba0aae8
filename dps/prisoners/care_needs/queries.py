"""Reads of care needs with their reasonable adjustments."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from dps.prisoners.care_needs.rules import KINDS, NONE_RECORDED, ONGOING

_THEIRS = f"""
  FROM prisoners_careneed n
 WHERE n.booking_id = %(booking)s AND n.type IN ({", ".join(f"'{kind}'" for kind in KINDS)})
   AND n.code <> '{NONE_RECORDED}'
"""
_NEEDS = f"""
SELECT jsonb_agg(jsonb_build_object(
         'id', n.id, 'type', n.type, 'code', n.code, 'status', n.status, 'started_on', n.started_on,
         'ended_on', n.ended_on, 'comment', n.description, 'adjustments',
         (SELECT jsonb_agg(jsonb_build_object(
                   'id', a.id, 'treatment', a.treatment, 'started_on', a.started_on, 'ended_on', a.ended_on,
                   'comment', a.comment, 'prison', a.prison)
                 ORDER BY a.ended_on DESC NULLS FIRST, a.started_on DESC NULLS LAST, a.id DESC)
            FROM prisoners_reasonableadjustment a WHERE a.care_need_id = n.id))
       ORDER BY n.started_on DESC NULLS LAST, n.id DESC)
{_THEIRS}"""
PANEL = f"""
SELECT jsonb_build_object(
  'now', ({_NEEDS} AND n.status = '{ONGOING}'), 'past', (SELECT count(*) {_THEIRS} AND n.status <> '{ONGOING}'))
"""
"""Of the Personal tab: one value of JSON."""


@dataclass(frozen=True, slots=True)
class Adjustment:
    """One thing a prison does about a need."""

    id: int
    treatment: str
    started_on: date | None
    ended_on: date | None
    comment: str
    prison: str


@dataclass(frozen=True, slots=True)
class Need:
    """A care need. Adjustments that go on come first, then those that ended last."""

    id: int
    type: str
    code: str
    status: str
    started_on: date | None
    ended_on: date | None
    comment: str
    adjustments: tuple[Adjustment, ...]


def needs_of(booking_id: int | None) -> list[Need]:
    """The care needs of a booking, those of now and past ones, the newest first. One statement."""
    if booking_id is None:
        return []
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT ({_NEEDS})::text", {"booking": booking_id})
        (found,) = cursor.fetchone()
    return needs_from(json.loads(found) if found else [])


def needs_from(read: Iterable[Mapping[str, Any]] | None) -> list[Need]:
    """Care needs as the statement gives them."""
    return [
        Need(
            **{
                **_dated(one),
                "adjustments": tuple(Adjustment(**_dated(adjustment)) for adjustment in one["adjustments"] or []),
            }
        )
        for one in read or []
    ]


def _dated(row: Mapping[str, Any]) -> dict[str, Any]:
    days = {name: date.fromisoformat(row[name]) if row[name] else None for name in ("started_on", "ended_on")}
    return {**row, **days}
