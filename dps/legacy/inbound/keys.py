"""NOMIS keys as JSON, and back: numbers and text as they are, dates tagged."""

import json
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any


def to_json(key: Sequence[Any]) -> list[Any]:
    """A key that JSON can hold."""
    return [_plain(part) for part in key]


def _plain(part: Any) -> Any:
    if isinstance(part, datetime):
        return {"at": part.isoformat()}
    if isinstance(part, date):
        return {"on": part.isoformat()}
    if isinstance(part, Decimal):
        return int(part) if part == part.to_integral_value() else str(part)
    return part if part is None or isinstance(part, int) else str(part).replace("\x00", "")


def from_json(part: Any) -> Any:
    """One part of a key as it was read from NOMIS."""
    if isinstance(part, dict):
        return datetime.fromisoformat(part["at"]) if "at" in part else date.fromisoformat(part["on"])
    return part


def as_text(key: Sequence[Any]) -> str:
    """The key on one line, unique, for people and for a unique constraint."""
    parts = [next(iter(part.values())) if isinstance(part, dict) else part for part in to_json(key)]
    return " / ".join("" if part is None else str(part) for part in parts)[:300]


def stamp_to_text(stamp: datetime | None) -> str | None:
    """A NOMIS time stamp, zone or none kept, for JSON."""
    return stamp.isoformat() if stamp else None


def stamp_from_text(text: str | None) -> datetime | None:
    """The reverse of `stamp_to_text`."""
    return datetime.fromisoformat(text) if text else None


def compact(value: Any) -> str:
    """Short JSON."""
    return json.dumps(value, separators=(",", ":"))
