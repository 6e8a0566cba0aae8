"""Telephone numbers and e-mail addresses of a person. Source: prisoners.md 7, legacy-nomis.md 2."""

import re
from collections.abc import Iterable

OFFERED = ("HOME", "MOB", "BUS")
"""Types of telephone that may be entered; others came from NOMIS."""
LONGEST_NUMBER, LONGEST_EXTENSION, LONGEST_EMAIL = 40, 7, 240
_NUMBER = re.compile(r"[0-9() ]+\Z")
_EXTENSION = re.compile(r"[0-9]*\Z")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\Z")


def phone_problems(number: str, extension: str) -> dict[str, str]:
    """What is wrong with a telephone number, by field."""
    problems = {}
    if not number:
        problems["number"] = "Enter a phone number"
    elif not _NUMBER.match(number) or not re.search("[0-9]", number):
        problems["number"] = "Phone number must only include digits, spaces and brackets"
    elif len(number) > LONGEST_NUMBER:
        problems["number"] = f"Phone number must be {LONGEST_NUMBER} characters or fewer"
    if not _EXTENSION.match(extension):
        problems["extension"] = "Extension must only include digits"
    elif len(extension) > LONGEST_EXTENSION:
        problems["extension"] = f"Extension must be {LONGEST_EXTENSION} digits or fewer"
    return problems


def email_problem(address: str) -> str:
    """What is wrong with an e-mail address; '' when nothing is."""
    if not address:
        return "Enter an email address"
    if not _EMAIL.match(address):
        return "Enter an email address with something before and after one @, such as name@example.com"
    if len(address) > LONGEST_EMAIL:
        return f"Email address must be {LONGEST_EMAIL} characters or fewer"
    if len(address.encode()) > LONGEST_EMAIL:
        return f"Email address is too long for NOMIS: it must fit in {LONGEST_EMAIL} bytes"
    return ""


def same_phone(number: str, extension: str) -> tuple[str, str]:
    """Equal for numbers that reach the same telephone, however they are spaced."""
    return re.sub(r"[^0-9+]", "", number), extension.strip()


def is_phone_repeated(number: str, extension: str, others: Iterable[tuple[str, str]]) -> bool:
    """Whether one of `others` (number, extension) is the same telephone."""
    return same_phone(number, extension) in {same_phone(*other) for other in others}


def is_email_repeated(address: str, others: Iterable[str]) -> bool:
    """Whether one of `others` is this address; capitals make no difference."""
    return address.casefold() in {other.casefold() for other in others}
