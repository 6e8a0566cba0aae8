"""Whom one note may be about, as typed. Source: case-notes.md 9."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

MOST_PEOPLE = 150
"""A large wing. More than that is news for everybody, not a note about each."""
SAY_WHO = "Choose at least one person"
TOO_MANY = f"One note can be about {MOST_PEOPLE} people or fewer"
_PRISON_NUMBER = re.compile(r"\A[A-Z][0-9]{4}[A-Z]{2}\Z")
_BETWEEN = re.compile(r"[\s,;]+")
_MOST_NAMED = 10


@dataclass(frozen=True, slots=True)
class Typed:
    """Prison numbers out of a box, each once and in order, and what is none."""

    numbers: tuple[str, ...]
    wrong: tuple[str, ...]


def read_numbers(typed: Iterable[str]) -> Typed:
    """What somebody typed or ticked: numbers with spaces, commas, semicolons or line ends between, in any case."""
    words = [word for text in typed for word in _BETWEEN.split(text) if word]
    numbers = [word.upper() for word in words if word.isascii() and _PRISON_NUMBER.match(word.upper())]
    wrong = [word for word in words if not word.isascii() or not _PRISON_NUMBER.match(word.upper())]
    return Typed(tuple(dict.fromkeys(numbers)), tuple(dict.fromkeys(wrong)))


def problems(typed: Typed, known: Collection[str]) -> list[str]:
    """Everything that is wrong with who was chosen, at once. `known`: those whose notes the author may write."""
    found = []
    if typed.wrong:
        found.append(f"These are not prison numbers, such as A1234BC: {_named(typed.wrong)}")
    if unknown := [number for number in typed.numbers if number not in known]:
        found.append(f"There is nobody with this number whose case notes you can write: {_named(unknown)}")
    if not typed.numbers and not typed.wrong:
        found.append(SAY_WHO)
    if len(typed.numbers) > MOST_PEOPLE:
        found.append(TOO_MANY)
    return found


def _named(words: Sequence[str]) -> str:
    shown = ", ".join(word[:20] for word in words[:_MOST_NAMED])
    more = len(words) - _MOST_NAMED
    return f"{shown} and {more:,} more" if more > 0 else shown
