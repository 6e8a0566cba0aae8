"""Ids of notes and amendments: UUIDs in the order of time (version 7, RFC 9562)."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from uuid import UUID

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


def note_id(at: datetime, chance: int) -> UUID:
    """The id of what was written `at` that moment. `chance` is a random number of 74 bits.

    Ids of later milliseconds sort after earlier ones. Before 1970 the time in it is 1970: only order is lost.
    """
    milliseconds = max((at - _EPOCH) // _MILLISECOND, 0) & (1 << 48) - 1
    high, low = chance >> 62 & 0xFFF, chance & (1 << 62) - 1
    return UUID(int=milliseconds << 80 | 0x7 << 76 | high << 64 | 0b10 << 62 | low)


def keyed_id(key: str) -> UUID:
    """The one id of what another service names by `key`: the same key never makes a second note (version 8)."""
    found = int.from_bytes(sha256(key.encode()).digest()[:16])
    return UUID(int=found & ~(0xF << 76) & ~(0b11 << 62) | 0x8 << 76 | 0b10 << 62)
