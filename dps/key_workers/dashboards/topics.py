"""What open dashboards listen to. A topic is a name only: each page then reads what its reader may see."""

import re
from collections.abc import Iterable

from dps.platform.events import signal_live

NATIONAL = "key-work:national"
_OF_PRISON = re.compile(r"\Akey-work:([A-Z0-9]{2,6})\Z")


def topic_of(prison: str) -> str:
    """What the live page of one prison listens to."""
    return f"key-work:{prison}"


def prison_of(topic: str) -> str:
    """The prison a topic is about; '' for any other topic. The nation's is in small letters, and so no prison's."""
    found = _OF_PRISON.match(topic)
    return found[1] if found else ""


def tell(prisons: Iterable[str]) -> None:
    """Tell open dashboards of these prisons, and of the nation, that sessions, workers or allocations changed: when
    the transaction commits. One statement."""
    topics = [topic_of(prison) for prison in prisons]
    if topics:
        signal_live([*topics, NATIONAL])
