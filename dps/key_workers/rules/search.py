"""What somebody may look for among the people of their prison (key-workers.md 2.2)."""

import re

ENTER_ONE = "Enter a name or number, choose a location, or tick the box"
NAME_OR_NUMBER = (
    "Enter a name or prison number using only letters, numbers, spaces, full stops, hyphens, commas and apostrophes"
)
_TYPED = re.compile(r"\A[^\W_](?:[^\W_]|[ .,'’-])*\Z")
PRISON_NUMBER = re.compile(r"\A[A-Z][0-9]{4}[A-Z]{2}\Z")


def problems(*, query: str, location: str, unallocated: bool) -> dict[str, str]:
    """Why a search cannot be made, by field; '' for all of it."""
    if not query and not location and not unallocated:
        return {"query": ENTER_ONE}
    if query and not _TYPED.match(query):
        return {"query": NAME_OR_NUMBER}
    return {}


def closed_prefix(location: str) -> str:
    """What the path of every cell below `location` begins with: `A` must not find `AB-1-001`."""
    return location if location.endswith("-") else f"{location}-"
