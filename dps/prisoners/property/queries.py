"""Reads of boxes and bags of property."""

from dataclasses import dataclass

from django.db import connection

_KEPT = """
  FROM prisoners_propertycontainer c LEFT JOIN estate_location l ON l.id = c.location_id
 WHERE c.booking_id = %(booking)s AND c.active
"""
PANEL = f"""
SELECT jsonb_agg(jsonb_build_object(
         'container', c.container, 'seal_mark', c.seal_mark, 'location_id', c.location_id,
         'place', coalesce(nullif(l.local_name, ''), l.path, ''), 'prison', coalesce(l.agency, '')) ORDER BY c.id)
{_KEPT}"""
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
        cursor.execute(
            f"""SELECT c.id, c.container, c.seal_mark, c.location_id, coalesce(nullif(l.local_name, ''), l.path, ''),
                       coalesce(l.agency, '') {_KEPT} ORDER BY c.id""",
            {"booking": booking_id},
        )
        return [Container(*row) for row in cursor.fetchall()]
