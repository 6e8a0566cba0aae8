"""Putting back what was there before a change."""

from django.db import transaction

from dps.platform.access import Actor
from dps.platform.web.refusals import Conflict, NotFound
from dps.prisoners.changes import queries
from dps.prisoners.changes.models import Change
from dps.prisoners.changes.recording import lock_person
from dps.prisoners.profile.frame import Opened


@transaction.atomic
def put_back(person: Opened, id: int, *, seen: str, by: Actor) -> bool:
    """Put back what was there before a change, recorded as a change that restores it. Says whether anything changed.

    `seen` is `StateNow.seen` of what whoever asks was shown. Raises NotFound, Conflict when the thing was changed
    since, and Invalid when it cannot be put back: a code out of use, another booking.
    """
    lock_person(person.number)
    found = queries.change_by_id(person, id)
    if found is None or not queries.may_put_back(person, *found):
        raise NotFound(str(id))
    change, kind = found
    if seen != queries.state_now(person, change, kind).seen:
        raise Conflict("This was changed while your page was open")
    restored = Change.objects.filter(restores=change)
    before = restored.count()
    assert kind.restore is not None  # asked by may_put_back
    kind.restore(change, by)
    return restored.count() > before
