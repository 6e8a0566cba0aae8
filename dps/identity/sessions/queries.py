"""Where somebody is signed in."""

import re
from dataclasses import dataclass
from datetime import datetime

from dps.identity.models import StaffSession
from dps.platform import local_time

_BROWSERS = (
    ("Edg", "Microsoft Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
    ("MSIE|Trident", "Internet Explorer"),
)
_SYSTEMS = (
    ("Windows", "Windows"),
    ("iPhone|iPad", "iPhone or iPad"),
    ("Android", "Android"),
    ("Mac OS", "Mac"),
    ("Linux|CrOS", "Linux"),
)


def device_in_words(said: str) -> str:
    """`Firefox on Windows`, from what a browser says of itself; 'Unknown browser' when it says nothing known."""
    browser = next((words for mark, words in _BROWSERS if re.search(mark, said)), "Unknown browser")
    system = next((words for mark, words in _SYSTEMS if re.search(mark, said)), "")
    return f"{browser} on {system}" if system else browser


@dataclass(frozen=True, slots=True)
class Signed:
    """One browser in which somebody is signed in. Times aware."""

    public_id: str
    device: str
    address: str
    started_at: datetime | None
    seen_at: datetime | None
    is_this: bool


def sessions_of(account_id: int, this: str) -> list[Signed]:
    """Every session of an account that is not over, this one first, then the last used. One statement."""
    found = StaffSession.objects.filter(account_id=account_id, expire_date__gt=local_time.now())
    rows = [
        Signed(
            str(session.public_id),
            device_in_words(session.device),
            session.address or "",
            session.started_at,
            session.seen_at,
            str(session.public_id) == this,
        )
        for session in found.order_by("-seen_at", "public_id")
    ]
    return sorted(rows, key=lambda row: not row.is_this)
