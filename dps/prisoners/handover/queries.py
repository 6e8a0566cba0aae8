"""What a handover needs that no other page reads."""

from dataclasses import dataclass
from datetime import date

from django.db import connection


@dataclass(frozen=True, slots=True)
class Apart:
    """How many people somebody must be kept apart from: here, and in other prisons."""

    here: int
    elsewhere: int


def kept_apart(number: str, prison: str, today: date) -> Apart:
    """Counts of non-associations in force. People in transit or outside are in neither. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT count(*) FILTER (WHERE r.agency = %(prison)s),
                      count(*) FILTER (WHERE r.agency NOT IN (%(prison)s, 'OUT', 'TRN', ''))
                 FROM (SELECT DISTINCT other_id FROM prisoners_nonassociation WHERE person_id = %(number)s
                          AND (effective_on IS NULL OR effective_on <= %(today)s)
                          AND (expires_on IS NULL OR expires_on > %(today)s)) n
                 JOIN prisoners_searchrecord r ON r.person_id = n.other_id
                WHERE r.agency NOT IN ('OUT', 'TRN', '')""",
            {"number": number, "prison": prison, "today": today},
        )
        return Apart(*cursor.fetchone())


@dataclass(frozen=True, slots=True)
class Kin:
    """Somebody to tell when something happens."""

    first_name: str
    last_name: str
    relationship: str
    next_of_kin: bool
    emergency: bool
    phones: list[str]


def next_of_kin(booking_id: int | None) -> list[Kin]:
    """Next of kin and emergency contacts of a booking, with their telephone numbers. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT c.first_name, c.last_name, c.relationship, c.next_of_kin, c.emergency,
                      ARRAY(SELECT p.number FROM prisoners_phone p WHERE p.contact_person_id = c.contact_person_id
                             ORDER BY p.id)
                 FROM prisoners_contact c WHERE c.booking_id = %s AND c.active AND (c.next_of_kin OR c.emergency)
                ORDER BY c.next_of_kin DESC, c.last_name, c.first_name, c.id""",
            [booking_id],
        )
        return [Kin(*row) for row in cursor.fetchall()]
