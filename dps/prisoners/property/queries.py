"""Reads of boxes and bags of property."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection

PANEL = """
SELECT jsonb_agg(jsonb_build_object(
         'id', c.id, 'container', c.container, 'seal_mark', c.seal_mark, 'location_id', c.location_id,
         'place', coalesce(nullif(l.local_name, ''), l.path, ''), 'prison', coalesce(l.agency, '')) ORDER BY c.id)
  FROM prisoners_propertycontainer c LEFT JOIN estate_location l ON l.id = c.location_id
 WHERE c.booking_id = %(booking)s AND c.active
"""
"""Of the Personal tab: one value of JSON, NULL for nothing."""


@dataclass(frozen=True, slots=True)
class Container:
    """One box or bag that is in use. `place` and `prison` are '' for one that stands in no store we know of."""

    id: int
    container: str
    seal_mark: str
    location_id: int | None
    place: str
    prison: str


def containers_of(booking_id: int | None) -> list[Container]:
    """The boxes and bags in use of a booking. One statement."""
    if booking_id is None:
        return []
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT ({PANEL})::text", {"booking": booking_id})
        (found,) = cursor.fetchone()
    return containers_from(json.loads(found) if found else None)


def containers_from(read: Iterable[Mapping[str, Any]] | None) -> list[Container]:
    """Boxes and bags as PANEL gives them."""
    return [Container(**one) for one in read or []]
