"""Places: how they sort, how staff see them, what a prefix matches. Source: reference-data.md 2."""

import re
from collections.abc import Mapping

_RUN = re.compile(r"\d+|\D+")
_TEMPORARY = {"RECP": "Reception", "CSWAP": "No cell allocated", "COURT": "Court", "TAP": "Temporary absence"}


def natural_sort_key(path: str) -> str:
    """A text that sorts paths with numbers first and by value, then A to Z: 2-1-003 before 10-1-001 before A-1-001."""
    return "".join(run.rjust(8, "0") if run.isdigit() else run.upper() for run in _RUN.findall(path.strip()))


def path_without_agency(agency: str, description: str) -> str:
    """`LEI-A-1-001` in agency LEI is `A-1-001`; a path that lacks the agency is kept."""
    return description.removeprefix(f"{agency}-").strip()


def displayed_location(path: str) -> str:
    """How staff read a location: Reception, No cell allocated, Court, else the path."""
    for code, words in _TEMPORARY.items():
        if path.upper() == code or path.upper().endswith(f"-{code}"):
            return words
    return "Reception" if "RECP" in path.upper() else path


def is_temporary(path: str) -> bool:
    """Whether a path is reception, between cells, court or absence: no real cell."""
    last = path.upper().rsplit("-", 1)[-1]
    return last in _TEMPORARY or "RECP" in path.upper()


def location_prefix(agency: str, typed: str) -> str:
    """What a path must begin with: accepts `LEI-A-1` and `A-1`; the added hyphen keeps wing 1 apart from wing 10."""
    typed = typed.strip().upper().strip("-")
    typed = "" if typed == agency else typed.removeprefix(f"{agency}-").strip("-")
    return f"{typed}-" if typed else ""


REGIONS: Mapping[str, str] = {
    "EAST": "East of England",
    "EMIDS": "East Midlands",
    "LON": "London",
    "NEAST": "North East",
    "NWEST": "North West",
    "SEAST": "South East",
    "SWEST": "South West",
    "WALES": "Wales",
    "WMIDS": "West Midlands",
    "YOHUM": "Yorkshire & Humberside",
}
"""Prison regions (reference-data.md 1)."""


def label_of(labels: Mapping[str, str], code: str) -> str:
    """The label of a code; the raw code when it is not in the list (design.md 4)."""
    return labels.get(code, code)
