"""How what is typed to find an account is read. Source: identity.md 2.14."""

import re
from collections.abc import Iterator

LONGEST_SEARCH = 100
MOST_WORDS = 6
MOST_ROLES = 10
"""So that an address with all of them still fits."""


def read_words(typed: str) -> tuple[str, ...]:
    """The words to look for, in capitals, with straight apostrophes; a comma parts words as a space does."""
    return tuple(re.sub(r"[\s,]+", " ", typed.replace("’", "'")).upper().split()[:MOST_WORDS])


def two_parts(words: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Every way to read several words as two names, in either order: `JOHN VAN DYK` is also `JOHN` and `VAN DYK`."""
    for here in range(1, len(words)):
        first, second = " ".join(words[:here]), " ".join(words[here:])
        yield first, second
        yield second, first
