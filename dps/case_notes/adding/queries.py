"""What the pages for writing read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import connection

from dps.case_notes.adding import rules
from dps.case_notes.catalogue import queries as catalogue
from dps.case_notes.catalogue.queries import SubType
from dps.case_notes.models import Amendment, CaseNote
from dps.case_notes.rules import writing
from dps.case_notes.rules.access import may_use_kind
from dps.platform import local_time
from dps.platform.access import Actor
from dps.platform.web.refusals import NotFound
from dps.prisoners.models import Booking
from dps.prisoners.permissions import viewer_of

LATELY = timedelta(minutes=5)
"""How long the same words about somebody are taken for a slip of the finger (9)."""
_LOOKED_THROUGH = 60


def recent_kinds(username: str) -> list[int]:
    """Ids of the sub-types of one's latest notes, the latest first. One statement, of a few rows of an index."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT sub_type_id FROM (
                   SELECT sub_type_id, created_at FROM case_notes_casenote
                    WHERE author_username = %s AND NOT system_generated
                    ORDER BY created_at DESC LIMIT %s) latest
                GROUP BY sub_type_id ORDER BY max(created_at) DESC""",
            [username, _LOOKED_THROUGH],
        )
        return [row[0] for row in cursor.fetchall()]


def said_lately(numbers: list[str], text: str, *, username: str, now: datetime) -> set[str]:
    """Of these people, those about whom this author saved the very same text in the last few minutes. One statement."""
    found = CaseNote.objects.filter(
        author_username=username, created_at__gte=now - LATELY, person_id__in=numbers, text=text
    )
    return set(found.values_list("person_id", flat=True))


def first_received(numbers: list[str]) -> dict[str, date]:
    """The day each of these people first came into prison; nothing for those never booked. One statement."""
    rows = Booking.objects.filter(person_id__in=numbers).order_by("-began_at").values_list("person_id", "began_at")
    return {number: local_time.in_london(began).date() for number, began in rows if began is not None}


@dataclass(frozen=True, slots=True)
class NoteWithMore:
    """A note that one may add to, with all that was added, oldest first."""

    note: CaseNote
    kind: SubType
    amendments: Sequence[Amendment]
    room: int | None
    """Characters that still fit; None for as many as any text may have."""

    @property
    def is_full(self) -> bool:
        return self.room is not None and self.room < 1

    @property
    def most(self) -> int:
        """The most characters of one addition."""
        return writing.LONGEST_TEXT if self.room is None else min(self.room, writing.LONGEST_TEXT)


def note_with_more(number: str, note_id: UUID, *, of: Actor) -> NoteWithMore:
    """A note about a person whose notes the caller found the actor may write. Two or three statements.

    Raises NotFound, also for a note of a kind the actor may not use (2.3).
    """
    note = CaseNote.objects.filter(pk=note_id, person_id=number).first()
    kind = catalogue.by_id(note.sub_type_id) if note else None
    if note is None or kind is None:
        raise NotFound(str(note_id))
    if not may_use_kind(viewer_of(of), sensitive=kind.sensitive, restricted_use=kind.restricted_use):
        raise NotFound(str(note_id))
    more = list(note.amendments.order_by("created_at", "id"))
    room = None
    if note.system == CaseNote.System.NOMIS:
        room = rules.room_left(text=note.text, amendments=[one.text for one in more], username=of.username)
    return NoteWithMore(note, kind, more, room)
