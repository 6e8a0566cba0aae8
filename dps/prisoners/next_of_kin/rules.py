"""What is recorded of next of kin and emergency contacts (prisoners.md 7, that row)."""

import re
from dataclasses import dataclass
from datetime import date

from dps.prisoners.names.rules import Words, as_kept, word_problems

PHONE_TYPES = {"HOME": "Home", "MOB": "Mobile", "BUS": "Business"}
STAFF_ROLES = frozenset(["CUSPO", "CUSPO2", "YJW", "RESPRA", "RW", "YJS", "YJSCM", "COM", "POM"])
"""Relationships of staff, who are allocated and never entered here."""
LONGEST_PHONE, LONGEST_EXTENSION = 40, 7
LONGEST = {"house": ("House or building", 50), "street": ("Street", 160), "postcode": ("Postcode", 12)}
_PHONE = re.compile(r"[0-9 ()]*[0-9][0-9 ()]*\Z")
_DIGITS = re.compile(r"[0-9]*\Z")


@dataclass(frozen=True, slots=True)
class Details:
    """Everything that is asked of one contact."""

    first_name: str
    last_name: str
    relationship: str
    next_of_kin: bool
    emergency: bool
    middle_names: str = ""
    date_of_birth: date | None = None
    phone_type: str = ""
    phone: str = ""
    extension: str = ""
    house: str = ""
    street: str = ""
    postcode: str = ""

    @property
    def words(self) -> Words:
        """The name as NOMIS holds names."""
        return Words(
            first_name=as_kept(self.first_name),
            middle_names=as_kept(self.middle_names),
            last_name=as_kept(self.last_name),
        )

    @property
    def has_address(self) -> bool:
        """Whether anything of an address was given."""
        return bool(self.house or self.street or self.postcode)


def problems(given: Details, today: date, before: Words | None = None) -> dict[str, str]:
    """What is wrong, by field. A name that is as it was `before` is not asked again."""
    found = word_problems(given.words, before)
    if not (given.next_of_kin or given.emergency):
        found["is_a"] = "Choose next of kin, emergency contact or both"
    if not given.relationship:
        found["relationship"] = "Choose how they are related"
    if given.date_of_birth is not None and given.date_of_birth >= today:
        found["date_of_birth"] = "Date of birth must be in the past"
    return found | _phone_problems(given) | _address_problems(given)


def _phone_problems(given: Details) -> dict[str, str]:
    found = {}
    if given.phone:
        if len(given.phone) > LONGEST_PHONE:
            found["phone"] = f"Phone number must be {LONGEST_PHONE} characters or fewer"
        elif not _PHONE.match(given.phone):
            found["phone"] = "Phone number must only include numbers, spaces and brackets"
        if given.phone_type not in PHONE_TYPES:
            found["phone_type"] = "Choose what kind of phone it is"
    elif given.extension:
        found["phone"] = "Enter the phone number of the extension"
    if not _DIGITS.match(given.extension):
        found["extension"] = "Extension must only include numbers"
    elif len(given.extension) > LONGEST_EXTENSION:
        found["extension"] = f"Extension must be {LONGEST_EXTENSION} numbers or fewer"
    return found


def _address_problems(given: Details) -> dict[str, str]:
    found = {}
    for field, (label, most) in LONGEST.items():
        value: str = getattr(given, field)
        if len(value) > most:
            found[field] = f"{label} must be {most} characters or fewer"
        elif len(value.encode()) > most:
            found[field] = f"{label} is too long for NOMIS, where letters with accents take more room. Shorten it"
    return found


def is_same_somebody(one: tuple[str, str, str, str], other: tuple[str, str, str, str]) -> bool:
    """Whether two (first name, last name, relationship, birth) are one entry: capitals and spaces ignored."""
    return [_folded(part) for part in one] == [_folded(part) for part in other]


def _folded(text: str) -> str:
    return re.sub(r"\s", "", text).casefold()
