"""What a draft keeps, and for how long. Source: case-notes.md 9."""

from collections.abc import Mapping
from datetime import timedelta

KEPT_FOR = timedelta(days=7)
BOXES = ("type", "sub_type", "text", "date", "hours", "minutes")
"""The boxes of the form that are kept, as typed."""
LONGEST_TEXT = 100_000
"""Characters kept of a text that is too long to save as a note: it is shortened later, not lost."""
_LONGEST_OTHER = 40


def values_of(typed: Mapping[str, str]) -> dict[str, str]:
    """What is kept of what was typed."""
    kept = {name: typed.get(name, "").replace("\r\n", "\n").replace("\0", "") for name in BOXES}
    return {name: value[: LONGEST_TEXT if name == "text" else _LONGEST_OTHER] for name, value in kept.items() if value}


def is_worth_keeping(values: Mapping[str, str]) -> bool:
    """Whether anything was written yet: the rest is chosen again in a moment."""
    return bool(values.get("text", "").strip())
