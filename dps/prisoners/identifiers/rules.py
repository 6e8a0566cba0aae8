"""Numbers others know a person by: how each is written and checked. Source: search.md 1, 1.1, 1.2; prisoners.md 7."""

import re
from collections.abc import Mapping

from dps.prisoners.search.rules import canonical_cro, canonical_pnc, is_valid_cro, pnc_check_letter

LONGEST, LONGEST_COMMENT = 20, 240
"""Characters; in NOMIS bytes."""
GROUPS: Mapping[str, tuple[str, ...]] = {
    "Justice numbers": ("PNC", "CRO", "SPNC", "HMPS", "LIDS", "NPD", "YJAF"),
    "Personal numbers": ("NINO", "PASS", "DL", "ULN", "STAFF", "PARK"),
    "Home Office numbers": ("HOREF", "CID", "PORT REF"),
}
"""What may be entered, in the order it is offered."""
EDITABLE = frozenset(code for codes in GROUPS.values() for code in codes)
_PNC = re.compile(r"([0-9]{4}|[0-9]{2})/([0-9]{1,7})([A-Z])\Z")
_PNC_UNDIVIDED = (re.compile(r"([0-9]{4})([0-9]{6,7})([A-Z])\Z"), re.compile(r"([0-9]{2})([0-9]{1,7})([A-Z])\Z"))
"""Without a slash the year has four digits only when two would leave more than seven for the serial."""
_CRO = re.compile(r"([0-9]{1,6})/([0-9]{2}[A-Z])\Z")
_NINO = re.compile(r"[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z][0-9]{6}[A-D]\Z")
_NINO_NEVER_GIVEN = frozenset(["BG", "GB", "KN", "NK", "NT", "TN", "ZZ", "OO", "FY", "NC", "PZ", "PY"])


def group_of(type: str) -> str:
    """Which group of numbers a type is in; one of no group is shown with the justice numbers."""
    return next((group for group, types in GROUPS.items() if type in types), "Justice numbers")


def pnc_as_kept(typed: str) -> str | None:
    """A PNC with its right letter as `2000/0160946Q`; None for anything else.

    Two digits of the year are enough; leading zeros of the serial may be missing, and so may the slash.
    """
    upper = typed.upper()
    found = next((found for form in (_PNC, *_PNC_UNDIVIDED) if (found := form.match(upper))), None)
    if not found:
        return None
    year, serial, letter = found[1], found[2], found[3]
    if len(year) == 4 and year[:2] not in ("19", "20"):
        return None
    if pnc_check_letter(year, serial) != letter:
        return None
    if len(year) == 2:
        year = ("19" if int(year) >= 39 else "20") + year
    return f"{year}/{int(serial):07d}{letter}"


def cro_as_kept(typed: str) -> str | None:
    """A CRO with its right letter: `065656/91H`, or a short file number as it is written, `SF83/50058Z`."""
    upper = typed.upper()
    if not is_valid_cro(upper):
        return None
    found = _CRO.match(upper)
    return f"{int(found[1]):06d}/{found[2]}" if found else upper


def nino_as_kept(typed: str) -> str | None:
    """A National Insurance number as `AB123456C`; None when it is none that is ever given. Spaces may be typed."""
    upper = "".join(typed.split()).upper()
    return upper if _NINO.match(upper) and upper[:2] not in _NINO_NEVER_GIVEN else None


_CHECKED = {
    "PNC": (pnc_as_kept, "Enter the PNC number with its right letter, such as 2000/0160946Q"),
    "CRO": (cro_as_kept, "Enter the CRO number with its right letter, such as 265416/21G or SF05/482703J"),
    "NINO": (nino_as_kept, "Enter the National Insurance number in the form AB 12 34 56 C"),
}


def as_kept(type: str, typed: str) -> str:
    """How a number is kept; as it was typed when it is not a good one of its type."""
    plain = " ".join(typed.split())
    if type in _CHECKED and plain.isascii():
        return _CHECKED[type][0](plain) or plain
    return plain


def problem(type: str, typed: str) -> str:
    """What is wrong with a number of this type; '' when nothing is."""
    plain = " ".join(typed.split())
    if not plain:
        return "Enter the number"
    if type in _CHECKED:
        read, words = _CHECKED[type]
        return "" if plain.isascii() and read(plain) else words
    if len(plain) > LONGEST:
        return f"The number must be {LONGEST} characters or fewer"
    if len(plain.encode()) > LONGEST:
        return f"The number must fit in {LONGEST} bytes: use letters without accents"
    return ""


def comment_problem(typed: str) -> str:
    """What is wrong with a comment; '' when nothing is."""
    if len(typed) > LONGEST_COMMENT:
        return f"Comment must be {LONGEST_COMMENT} characters or fewer"
    if len(typed.encode()) > LONGEST_COMMENT:
        return f"Comment is too long for NOMIS: it must fit in {LONGEST_COMMENT} bytes (a letter with an accent is two)"
    return ""


def same_key(type: str, value: str) -> str:
    """Equal for numbers of one type that are the same, however written."""
    upper = value.strip().upper()
    canonical = {"PNC": canonical_pnc, "CRO": canonical_cro}.get(type)
    return (canonical(upper) if canonical else None) or re.sub(r"[\s/-]", "", upper)
