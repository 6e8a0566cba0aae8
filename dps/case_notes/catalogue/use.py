"""How sub-types stand and how much they are used, for those who look after them. Counting stops at a limit: what is
used that often is not in doubt."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection

from dps.case_notes.models import NoteSubType
from dps.case_notes.rules.catalogue import Settings
from dps.platform import local_time

MOST_COUNTED = 10_000
MOST_COUNTED_IN_A_LIST = 1_000
A_YEAR = timedelta(days=365)


def settings_of(found: NoteSubType) -> Settings:
    """What was decided about a sub-type."""
    return Settings(
        active=found.active,
        active_from=found.active_from,
        active_to=found.active_to,
        selectable=found.selectable,
        sensitive=found.sensitive,
        restricted_use=found.restricted_use,
    )


def entry(id: int) -> NoteSubType | None:
    """One sub-type with its type; None for none. One statement."""
    return NoteSubType.objects.select_related("type").filter(pk=id).first()


@dataclass(frozen=True, slots=True)
class Use:
    """How much a sub-type was used in the last 12 months."""

    notes: int
    more: bool
    """There are more than were counted."""
    latest: datetime | None
    prisons: tuple[tuple[str, int], ...]
    """Code of each prison with its notes, most first."""


_USE = """
WITH counted AS (
  SELECT location, created_at FROM case_notes_casenote
   WHERE sub_type_id = %(id)s AND created_at >= %(since)s LIMIT %(limit)s)
SELECT location, count(*), max(created_at) FROM counted GROUP BY location ORDER BY count(*) DESC, location
"""


def use_of(id: int) -> Use:
    """The notes of one sub-type written in the last 12 months, up to `MOST_COUNTED`. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_USE, {"id": id, "since": _a_year_ago(), "limit": MOST_COUNTED + 1})
        rows = cursor.fetchall()
    total = sum(number for _, number, _ in rows)
    return Use(
        notes=min(total, MOST_COUNTED),
        more=total > MOST_COUNTED,
        latest=max((latest for _, _, latest in rows), default=None),
        prisons=tuple((location, number) for location, number, _ in rows),
    )


_EACH = """
SELECT s.id, (SELECT count(*) FROM (SELECT 1 FROM case_notes_casenote n
               WHERE n.sub_type_id = s.id AND n.created_at >= %(since)s LIMIT %(limit)s) counted)
  FROM unnest(%(ids)s::int[]) AS s(id)
"""


def use_of_each(ids: Sequence[int]) -> dict[int, int]:
    """Notes of the last 12 months by sub-type; one more than `MOST_COUNTED_IN_A_LIST` means more. One statement."""
    with connection.cursor() as cursor:
        values: dict[str, Any] = {"ids": list(ids), "since": _a_year_ago(), "limit": MOST_COUNTED_IN_A_LIST + 1}
        cursor.execute(_EACH, values)
        return dict(cursor.fetchall())


def _a_year_ago() -> datetime:
    return local_time.now() - A_YEAR


def counted_from() -> date:
    """The first day of the last 12 months."""
    return local_time.in_london(_a_year_ago()).date()
