"""What may be recorded of neurodiversity. prisoners.md 4 names the section; what it holds is ours."""

from dataclasses import dataclass
from datetime import date

KINDS = {
    "AUTISM": "Autism",
    "ADHD": "ADHD",
    "DYSLEXIA": "Dyslexia",
    "DYSCALCULIA": "Dyscalculia",
    "DYSPRAXIA": "Dyspraxia",
    "DLD": "Developmental language disorder",
    "TOURETTES": "Tourette's syndrome",
    "BRAIN_INJURY": "Acquired brain injury",
    "LEARNING_DISABILITY": "Learning disability",
    "MEMORY": "Memory difficulties",
    "OTHER": "Other",
}
HOW_KNOWN = {
    "SELF_DECLARED": "Said by the person",
    "SCREENED": "Found by a screening",
    "ASSESSED": "Diagnosed or assessed by a specialist",
}
OTHER = "OTHER"
LONGEST_SUPPORT = 1000
LONGEST_REASON = 1000


@dataclass(frozen=True, slots=True)
class Known:
    """What is recorded of one kind."""

    kind: str
    how_known: str
    found_on: date | None
    support: str = ""
    """What helps."""


def problems(given: Known, born: date | None, today: date) -> dict[str, str]:
    """What is wrong with a record, by field. `born` is None when nobody knows."""
    found = {}
    if given.kind not in KINDS:
        found["kind"] = "Choose what it is"
    if given.how_known not in HOW_KNOWN:
        found["how_known"] = "Choose how it is known"
    if given.found_on is None:
        found["found_on"] = "Enter the date they said it or it was found"
    elif given.found_on > today:
        found["found_on"] = "The date must be today or in the past"
    elif born is not None and given.found_on < born:
        found["found_on"] = "The date must not be before they were born"
    if len(given.support) > LONGEST_SUPPORT:
        found["support"] = f"What helps must be {LONGEST_SUPPORT:,} characters or fewer"
    elif given.kind == OTHER and not given.support.strip():
        found["support"] = "Say what it is, and what helps"
    return found


def clash(kind: str) -> str:
    """Why a kind cannot be recorded a second time while it is on the record."""
    return f"{KINDS.get(kind, kind)} is on the record already: change what is there instead"


def reason_problem(reason: str) -> str:
    """What is wrong with why a record is ended."""
    if not reason.strip():
        return "Say why this is no longer recorded"
    if len(reason) > LONGEST_REASON:
        return f"The reason must be {LONGEST_REASON:,} characters or fewer"
    return ""
