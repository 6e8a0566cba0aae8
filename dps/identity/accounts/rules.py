"""What makes a good user name and password, when an account locks, where a person may be sent next.

Source: identity.md 2.1 to 2.3 and 2.9, the lines marked [A].
"""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

BASE_ROLE = "PRISON"
"""Held by everybody with a caseload."""
LOCK_AFTER = 10
UNUSED_WARN_DAYS, UNUSED_CLOSE_DAYS = 83, 90
UNUSED_REASON = f"Not used for {UNUSED_CLOSE_DAYS} days"
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
_SERVICE_WORDS = ("digitalprisonservices", "digitalprison", "prisonservice", "justice", "nomis", "hmpps", "dps")
FEWEST_BESIDE_SERVICE_WORDS = 6


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


def shortest_password(administrator: bool) -> int:
    """How many characters a password has at least."""
    return SHORTEST_ADMINISTRATOR_PASSWORD if administrator else SHORTEST_PASSWORD


def _is_only_a_service(folded: str) -> bool:
    """Whether hardly anything is left once the names of our services are taken out."""
    letters = rest = "".join(character for character in folded if character.isalnum())
    for word in _SERVICE_WORDS:
        rest = rest.replace(word, "")
    return rest != letters and len(rest) < FEWEST_BESIDE_SERVICE_WORDS


def password_problems(
    password: str,
    *,
    username: str,
    names: Sequence[str],
    administrator: bool,
    common: bool,
    breached: bool = False,
    used_before: bool = False,
) -> list[str]:
    """Every reason a new password is refused, in words; empty when it is good. Nothing is ever cut off.

    `common` and `breached` say whether it is on the list of those that many use, or known from a breach;
    `used_before` whether it is, or was lately, this account's own.
    """
    shortest = shortest_password(administrator)
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
    if _is_only_a_service(folded):
        problems.append("Password must not be the name of a service with a few characters added")
    if common:
        problems.append("Password is one that many people use: choose another")
    if breached:
        problems.append("Password is known to criminals from another service: choose another")
    if used_before:
        problems.append("Password is one you use now or used before: choose another")
    return problems


def what_is_left_of(password: str) -> set[str]:
    """What a guesser tries of a password: itself, what is left without the digits and signs around it, and the part
    that it repeats. In small letters."""
    folded = password[:LONGEST_PASSWORD].casefold()
    left = {folded, re.sub(r"^[\W\d_]+|[\W\d_]+$", "", folded)}
    return left | {again[1] for part in left if (again := re.fullmatch(r"(.+?)\1+", part))}


def reason_problem(reason: str) -> str:
    """Why a reason for closing an account cannot be used; '' when it can (identity.md 2.14)."""
    if not 2 <= len(reason) <= 100:
        return "Give a reason of 2 to 100 characters"
    return ""


def last_use_after_enabling(last_use: datetime | None, at: datetime) -> datetime | None:
    """When an account counts as last used once it is opened again: seven days' grace after 90 days (identity.md 4.3).

    Aware times; an account never used keeps none.
    """
    if last_use is not None and at - last_use >= timedelta(days=UNUSED_CLOSE_DAYS):
        return at - timedelta(days=UNUSED_WARN_DAYS)
    return last_use


def last_used(*, signed_in: datetime | None, made: datetime) -> datetime:
    """From when an account counts as unused: its last sign-in, or when it was made. Aware times."""
    return signed_in or made


def unused_since_before(at: datetime, days: int) -> datetime:
    """An account last used at or before this moment has been unused for `days` at `at`.

    Whole days of 24 hours between aware times, so that a change of the clocks makes none longer or shorter.
    """
    return at.astimezone(UTC) - timedelta(days=days)


def is_to_be_warned(last_use: datetime, *, warned: datetime | None, at: datetime) -> bool:
    """Whether to say that an account will be closed for lack of use: after 83 days, once (identity.md 4.3)."""
    return warned is None and last_use <= unused_since_before(at, UNUSED_WARN_DAYS)


def is_to_be_closed(last_use: datetime, *, warned: datetime | None, at: datetime) -> bool:
    """Whether an account is to be closed for lack of use: after 90 days, and never without seven days' warning."""
    return warned is not None and closes_on(last_use, warned=warned) <= at


def closes_on(last_use: datetime, *, warned: datetime) -> datetime:
    """When an account that is not used again will be closed: the moment from which `is_to_be_closed` says so."""
    notice = timedelta(days=UNUSED_CLOSE_DAYS - UNUSED_WARN_DAYS)
    return max(last_use.astimezone(UTC) + timedelta(days=UNUSED_CLOSE_DAYS), warned.astimezone(UTC) + notice)


def a_year_after(day: date) -> date:
    """The same day of the next year; 28 February for the 29th."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)


def is_to_be_deleted(closed_on: date, today: date) -> bool:
    """Whether an account closed on a day (London) is to be deleted: a year later (identity.md 4.3)."""
    return a_year_after(closed_on) <= today


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
