"""What the service of key workers tells of people: who their key worker is now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from dps.prisoners.models import KeyWorker
from dps.prisoners.search.commands import refresh_records


@dataclass(frozen=True, slots=True)
class Named:
    """A key worker as the record of a person names them."""

    staff_id: int
    first_name: str
    last_name: str
    since: datetime
    prison: str


@transaction.atomic
def name_key_workers(now: Mapping[str, Named | None]) -> None:
    """Have the records of these people name their key worker, or nobody, and have search find them by it."""
    numbers = sorted(now)
    if not numbers:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM prisoners_keyworker k USING prisoners_booking b"
            " WHERE b.id = k.booking_id AND b.person_id = ANY (%s)",
            [numbers],
        )
        cursor.execute(
            "SELECT person_id, id FROM prisoners_booking WHERE sequence = 1 AND person_id = ANY (%s)", [numbers]
        )
        bookings = dict(cursor.fetchall())
    KeyWorker.objects.bulk_create(
        KeyWorker(
            booking_id=bookings[number],
            staff_id=named.staff_id,
            first_name=named.first_name[:35],
            last_name=named.last_name[:35],
            assigned_at=named.since,
            agency=named.prison,
            active=True,
        )
        for number, named in now.items()
        if named is not None and number in bookings
    )
    refresh_records(numbers)
