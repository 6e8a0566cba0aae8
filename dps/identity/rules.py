"""What makes a good user name and password, when an account locks, where a person may be sent next.

Source: identity.md 2.1 to 2.3 and 2.9, the lines marked [A].
"""

import re
from collections.abc import Sequence

LOCK_AFTER = 10
ADDRESS_FAILURES_ALLOWED = 100
"""In five minutes. A whole prison shares one address, so this only slows a machine down."""
SHORTEST_PASSWORD = 12
SHORTEST_ADMINISTRATOR_PASSWORD = 14
LONGEST_PASSWORD = 256
FEWEST_DIFFERENT_CHARACTERS = 4

_USERNAME = re.compile(r"\A[A-Z][A-Z0-9_'.@+-]{1,239}\Z")
_EMAIL = re.compile(r"\A[0-9A-Za-z.'_+-]+@[0-9A-Za-z.-]+\.[0-9A-Za-z-]+\Z")
_ROLE = re.compile(r"\A[A-Z0-9][A-Z0-9_]{1,59}\Z")
_CASELOAD = re.compile(r"\A[A-Z][A-Z0-9_]{1,5}\Z")
_NAME_NEVER_HOLDS = re.compile(r"[<>\x00-\x1f\x7f]")
LONGEST_NAME = 50
_SERVICE_WORDS = ("digitalprison", "dps", "nomis", "hmpps", "justice")


def username_problem(username: str) -> str:
    """Why a user name (in capitals) cannot be used; '' when it can."""
    if not username:
        return "Enter a user name"
    if not _USERNAME.match(username):
        return "User names are 2 to 240 letters, numbers and . _ - ' @ +, and begin with a letter"
    return ""


def email_problem(email: str) -> str:
    """Why an e-mail address cannot be used; '' when it can."""
    if not email:
        return "Enter an email address"
    if len(email) > 240:
        return "Email address must be 240 characters or fewer"
    if not _EMAIL.match(email) or ".." in email or ".@" in email or "@." in email or email.startswith("."):
        return "Enter an email address in the correct format, like name@justice.gov.uk"
    return ""


def name_problem(name: str, which: str) -> str:
    """Why a first or last name cannot be used; '' when it can. `which` is "first name" or "last name"."""
    if not name:
        return f"Enter a {which}"
    if len(name) > LONGEST_NAME:
        return f"{which.capitalize()} must be {LONGEST_NAME} characters or fewer"
    if _NAME_NEVER_HOLDS.search(name):
        return f"{which.capitalize()} must not hold < or >"
    return ""


def roles_problem(roles: Sequence[str]) -> str:
    """Why role codes (in capitals, without ROLE_) cannot be used; '' when they can. Unknown ones are kept."""
    wrong = [role for role in roles if not _ROLE.match(role)]
    return f"Not a role code: {', '.join(repr(role[:60]) for role in wrong)}" if wrong else ""


def caseloads_problem(caseloads: Sequence[str]) -> str:
    """Why caseload codes (in capitals) cannot be used; '' when they can."""
    wrong = [code for code in caseloads if not _CASELOAD.match(code)]
    return f"Not a prison code: {', '.join(repr(code[:60]) for code in wrong)}" if wrong else ""


def password_problems(
    password: str, *, username: str, names: Sequence[str], administrator: bool, common: bool
) -> list[str]:
    """Every reason a new password is refused, in words; empty when it is good. Nothing is ever cut off."""
    shortest = SHORTEST_ADMINISTRATOR_PASSWORD if administrator else SHORTEST_PASSWORD
    folded = password.casefold()
    problems = []
    if len(password) < shortest:
        problems.append(f"Password must be at least {shortest} characters")
    if len(password) > LONGEST_PASSWORD:
        problems.append(f"Password must be {LONGEST_PASSWORD} characters or fewer")
    if len(set(password)) < FEWEST_DIFFERENT_CHARACTERS:
        problems.append(f"Password must have at least {FEWEST_DIFFERENT_CHARACTERS} different characters")
    if username and username.casefold() in folded:
        problems.append("Password must not hold your user name")
    if any(len(name) > 3 and name.casefold() in folded for name in names):
        problems.append("Password must not hold your name or the first part of your email address")
    if any(folded.startswith(word) and len(folded) - len(word) < 6 for word in _SERVICE_WORDS):
        problems.append("Password must not be the name of a service with a few characters added")
    if common:
        problems.append("Password is one that many people use: choose another")
    return problems


def locks_after(failed_attempts: int) -> bool:
    """Whether this many failures in a row lock an account."""
    return failed_attempts >= LOCK_AFTER


def safe_next(wanted: str) -> str:
    """A local path to go to after signing in; '/' for anything that could lead elsewhere."""
    if not wanted.startswith("/") or wanted.startswith(("//", "/\\")):
        return "/"
    if any(ord(character) < 33 for character in wanted) or "\\" in wanted:
        return "/"
    if len(wanted) > 2000 or wanted.startswith(("/sign-in", "/sign-out", "/live/")):
        return "/"
    return wanted
