"""Who may hear that a person's record changed: whoever may open it."""

from dps.platform import local_time
from dps.platform.access import Actor
from dps.prisoners.permissions import viewer_of
from dps.prisoners.profile import queries
from dps.prisoners.rules.access import may_open
from dps.prisoners.search.rules import PRISON_NUMBER


def may_watch(actor: Actor, topic: str) -> bool:
    """Whether `topic` is the number of a person this actor may open."""
    if not PRISON_NUMBER.match(topic):
        return False
    record = queries.header(topic, local_time.today())
    return record is not None and may_open(queries.whereabouts_of(record), viewer_of(actor))
