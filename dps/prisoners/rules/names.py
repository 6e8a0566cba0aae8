"""How names held in capitals are shown (prisoners.md 5)."""

import re

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*", re.UNICODE)
_PARTICLES = {"van", "von", "der", "den", "de", "la", "le", "bin", "al", "el", "da", "dos", "du"}


def _word(word: str) -> str:
    lower = word.lower()
    for mark in ("'", "’"):
        if mark in lower:
            before, _, after = lower.partition(mark)
            return f"{before.capitalize()}{mark}{after.capitalize() if len(after) > 1 else after}"
    if lower.startswith("mc") and len(lower) > 4:
        return f"Mc{lower[2:].capitalize()}"
    return lower.capitalize()


def title_case(name: str) -> str:
    """A name in capitals as people write it: O'Reilly, Smith-Doe, McDonald. Mixed case is left as it is."""
    name = " ".join(name.split())
    if name != name.upper():
        return name
    return _WORD.sub(lambda found: _word(found.group()), name)


def last_name(name: str) -> str:
    """A last name, with particles small when they are not the first word: Van der Berg."""
    words = title_case(name).split(" ")
    return " ".join([words[0], *(w.lower() if w.lower() in _PARTICLES else w for w in words[1:])])


def last_first(last: str, first: str) -> str:
    """`Smith, John`; the last name alone when there is no first."""
    return f"{last_name(last)}, {title_case(first)}" if first.strip() else last_name(last)


def full_name(first: str, last: str) -> str:
    """`John Smith`."""
    return f"{title_case(first)} {last_name(last)}".strip()
