"""Which codes of a list are offered, and in which order (reference-data.md 3)."""

from collections.abc import Iterable, Mapping, Sequence

Choice = tuple[str, str]
LAST_RELIGIONS = ("OTH", "NIL", "TPRNTS")
"""Shown apart, at the end."""
RETIRING_RELIGIONS = frozenset({"HNDHAR", "PAGDRU", "SECULR", "SUNI"})
UK_NATIONS = ("England", "Scotland", "Wales", "Northern Ireland")
BRITISH = "BRIT"
AFTER_A_MERGE = "MERGE"
"""An ethnicity that only a merge gives."""
ETHNIC_GROUPS: Mapping[str, tuple[str, Sequence[str]]] = {
    "asian": ("Asian or Asian British", ("A1", "A2", "A3", "A4", "A9")),
    "black": ("Black or Black British", ("B1", "B2", "B9")),
    "mixed": ("Mixed or several ethnic groups", ("M1", "M2", "M3", "M9")),
    "white": ("White", ("W1", "W2", "W3", "W8", "W9")),
    "other": ("Another ethnic group", ("O2", "O9")),
    "not-said": ("They prefer not to say", ("NS",)),
}


def one_per_label(choices: Iterable[Choice], kept: str = "") -> list[Choice]:
    """Each label once: under the kept code where it is one of them, else under the first."""
    chosen: dict[str, str] = {}
    for code, label in choices:
        if label not in chosen or code == kept:
            chosen[label] = code
    return [(code, label) for label, code in chosen.items()]


def with_kept(active: Sequence[Choice], kept: str, label: str) -> list[Choice]:
    """What is offered, and at the end the code they have now if it is no longer offered."""
    return [*active, *([(kept, label)] if kept and kept not in dict(active) else [])]


def by_label(choices: Iterable[Choice], first: Sequence[str] = ()) -> list[Choice]:
    """A to Z, those labelled `first` before all others and in that order."""
    return sorted(
        choices, key=lambda one: (first.index(one[1]) if one[1] in first else len(first), one[1].casefold(), one[0])
    )


def religions(active: Iterable[Choice]) -> tuple[list[Choice], list[Choice]]:
    """Those offered A to Z, and the last ones, shown apart: another, none, prefer not to say."""
    offered = [one for one in active if one[0] not in RETIRING_RELIGIONS]
    last = [one for code in LAST_RELIGIONS for one in offered if one[0] == code]
    return by_label(one for one in offered if one[0] not in LAST_RELIGIONS), last


def ethnic_group_of(code: str) -> str:
    """The key of the group a code belongs to; '' for none."""
    return next((key for key, (_, codes) in ETHNIC_GROUPS.items() if code in codes), "")
