"""How the name of an author is kept. Source: case-notes.md 5.3."""

import re

LONGEST_USERNAME = 64
LONGEST_NAME = 80
SYSTEM_GENERATED = "System Generated"
"""Who wrote a note of which nobody knows who caused it."""
_WORD = re.compile(r"[^\W\d_]+")


def shown_name(name: str) -> str:
    """A name as staff read it: "Smith, John" as "John Smith", spaces put in order, at most 80 characters.

    Anything after a second comma stays with the first names.
    """
    name = " ".join(name.replace("\0", "").split())
    last, comma, first = name.partition(",")
    if comma and first.strip():
        name = f"{first.strip()} {last.strip()}".strip()
    elif comma:
        name = last.strip()
    return name[:LONGEST_NAME]


def imported_name(name: str) -> str:
    """A name as NOMIS holds it, as staff read it: each word after something that is no letter has one capital.

    `DOUBLE-BARRELLED` becomes `Double-Barrelled`, `o'leary O'NEIL` becomes `O'Leary O'Neil`.
    """
    return shown_name(_WORD.sub(lambda word: word[0][0].upper() + word[0][1:].lower(), name))


def initial_and_surname(name: str) -> str:
    """As on slips: "John Smith" as "J Smith"; a single word stays."""
    words = name.split()
    return f"{words[0][0]} {words[-1]}" if len(words) > 1 else name
