"""In which order the people who work with somebody are named. Source: prisoners.md 3 and 4."""

from collections.abc import Iterable
from dataclasses import dataclass

FIRST = ("PO", "POM", "CPOM", "COM", "CUSPO", "CUSPO2", "YJW", "RESPRA", "RW", "YJS", "YJSCM")
"""Personal officer, prison offender manager and their co-worker, community offender manager, then the roles of the
youth estate; after them everybody else by the words of the relationship."""
EXPECTED = {"POM": "Prison offender manager", "COM": "Community offender manager"}
"""Roles that are told of also when nobody has them."""


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody who works with the person in an official capacity."""

    relationship: str
    """A code."""
    words: str
    """What the code means."""
    first_name: str
    last_name: str
    contact_person_id: int | None = None
    comment: str = ""


def in_order(contacts: Iterable[Contact]) -> list[Contact]:
    """The known roles in their order, then the others by relationship; within each by last and first name."""

    def place(one: Contact) -> tuple[int, str, str, str]:
        rank = FIRST.index(one.relationship) if one.relationship in FIRST else len(FIRST)
        return rank, one.words.casefold(), one.last_name.casefold(), one.first_name.casefold()

    return sorted(contacts, key=place)


def nobody_as(contacts: Iterable[Contact]) -> list[str]:
    """The expected roles nobody has, in words."""
    held = {one.relationship for one in contacts}
    return [words for code, words in EXPECTED.items() if code not in held]
