"""A person taken in hand to be changed: locked, and permission asked with the record read under the lock."""

from dataclasses import dataclass

from dps.platform import local_time
from dps.platform.access import Actor
from dps.platform.web.refusals import NotFound
from dps.prisoners.changes.recording import lock_person
from dps.prisoners.models import Person
from dps.prisoners.permissions import viewer_of
from dps.prisoners.profile import queries
from dps.prisoners.rules.access import Part, may_see


@dataclass(frozen=True, slots=True)
class InHand:
    """A person this actor may change, locked until the transaction ends."""

    person: Person
    booking_id: int | None
    """Their latest booking."""

    @property
    def number(self) -> str:
        return self.person.number


def take_in_hand(number: str, part: Part, *, by: Actor) -> InHand:
    """Lock a person of whom this actor may do `part`. In a transaction. Raises NotFound for anybody else."""
    person = lock_person(number)
    record = queries.header(number, local_time.today())
    if record is None or not may_see(part, queries.whereabouts_of(record), viewer_of(by)):
        raise NotFound(number)
    return InHand(person, record["booking_id"])
