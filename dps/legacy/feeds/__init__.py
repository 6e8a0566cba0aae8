"""Everything that is read from NOMIS, one declaration per kind, in the order in which it must arrive."""

from dps.legacy.feeds import appearance, csip, custody, key_work, life, notes, people, places, reaching, visits
from dps.legacy.feeds.feed import Column, Feed, Join, Owner, Parent

ALL: tuple[Feed, ...] = (
    *places.FEEDS,
    *people.FEEDS,
    *appearance.FEEDS,
    *custody.FEEDS,
    *life.FEEDS,
    *key_work.FEEDS,
    *notes.FEEDS,
    *visits.FEEDS,
    *reaching.FEEDS,
    *csip.FEEDS,
)
BY_NAME: dict[str, Feed] = {feed.name: feed for feed in ALL}

__all__ = ["ALL", "BY_NAME", "Column", "Feed", "Join", "Owner", "Parent"]
