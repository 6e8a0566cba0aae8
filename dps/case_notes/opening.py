"""How a page about one person's notes is declared, and how a command takes them in hand (case-notes.md 6)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connection
from django.http import HttpResponse

from dps.case_notes.permissions import CaseNotePermission
from dps.case_notes.rules import access as rules
from dps.platform import local_time
from dps.platform.access import Actor, Scope, require, scopes_of
from dps.platform.web.refusals import NotFound
from dps.prisoners.changes.recording import lock_person
from dps.prisoners.models import Person
from dps.prisoners.permissions import viewer_of
from dps.prisoners.profile import queries
from dps.prisoners.profile.frame import PersonView, person_page


def notes_page(
    capability: str, *, name: str, methods: Sequence[str] = ("GET",), recorded: bool = True
) -> Callable[[PersonView], Callable[..., HttpResponse]]:
    """Declare a page below `/prisoners/<number>/case-notes/`, called as those of `person_page`. Whoever may not read
    this person's notes finds nothing, and the attempt is audited. A possible duplicate record lends no notes."""
    return person_page(capability, name=name, methods=methods, recorded=recorded, allowed=may_open_notes)


def may_open_notes(record: Mapping[str, Any], actor: Actor) -> bool:
    """Whether the actor may read and add to the notes of the person of this header row.

    One statement for an offender manager who searches everywhere, about somebody outside their caseloads; else none.
    """
    person, viewer = queries.whereabouts_of(record), viewer_of(actor)
    left: frozenset[str] = frozenset()
    if rules.depends_on_leaving(person, viewer):
        left = prisons_left(record["number"])
    return rules.may_read(person, viewer, left)


def prisons_left(number: str) -> frozenset[str]:
    """The prisons this person left in the last 90 days, on whatever booking. One statement."""
    since = local_time.today() - timedelta(days=rules.DAYS_AFTER_LEAVING)
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT DISTINCT m.from_agency FROM prisoners_booking b
                 JOIN prisoners_movement m ON m.booking_id = b.id
                WHERE b.person_id = %s AND m.direction = 'OUT' AND m.from_agency <> ''
                  AND (m.at AT TIME ZONE 'Europe/London')::date >= %s""",
            [number, since],
        )
        return frozenset(row[0] for row in cursor.fetchall())


@dataclass(frozen=True, slots=True)
class InHand:
    """Somebody whose notes this actor may change, locked until the transaction ends."""

    person: Person
    record: Mapping[str, Any]
    """Their header row, read under the lock."""

    @property
    def number(self) -> str:
        return self.person.number

    @property
    def booking_id(self) -> int | None:
        """Their latest booking."""
        found: int | None = self.record["booking_id"]
        return found

    @property
    def prison(self) -> str:
        """Where they are: a prison, TRN or OUT; '' for somebody never booked."""
        return str(self.record["agency"])


def take_notes_in_hand(number: str, *, by: Actor, sensitive: bool = False) -> InHand:
    """Lock a person whose notes this actor may write; `sensitive`: also sensitive ones, and types of restricted use.
    A system that writes by the API, and the product itself, may write everybody's.

    In a transaction. Raises NotAllowed for whoever writes no notes at all, NotFound for whoever may not know of these.
    """
    person, record = locked(number)
    if is_system_that_writes(by):
        return InHand(person, record)
    require(by, CaseNotePermission.WRITE)
    if not may_open_notes(record, by) or (sensitive and not rules.may_write_sensitive(viewer_of(by))):
        raise NotFound(number)
    return InHand(person, record)


def is_system_that_writes(actor: Actor) -> bool:
    """Whether this is the product itself, or a system with the role to write everybody's notes."""
    return actor.account_id is None and Scope.EVERYWHERE in scopes_of(actor, CaseNotePermission.WRITE_BY_SYSTEM)


def locked(number: str) -> tuple[Person, Mapping[str, Any]]:
    """A person and their header row, locked until the transaction ends. Raises NotFound."""
    person = lock_person(number)
    record = queries.header(number, local_time.today())
    if record is None:
        raise NotFound(number)
    return person, record
