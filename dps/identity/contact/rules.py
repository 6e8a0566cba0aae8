"""Addresses and numbers by which somebody is reached. Source: identity.md 2.8 to 2.10."""

import re

LONGEST_EMAIL = 240
SHORTEST_NAME, LONGEST_NAME = 2, 50
CODE_DIGITS = 6
TRIES_OF_A_CODE = 5
CODES_AN_HOUR = 5
CONFIRMATIONS_AN_HOUR = 5
STRICT, RESET, ANY = "main address", "for a new password", "any domain"
"""How much of the domain is asked: a main address, one typed to get a new password, a backup address."""
EMAIL_KEPT_ELSEWHERE = ("delius", "azuread")
"""Sources that say themselves what somebody's address is."""

_OTHER_CHARACTERS = re.compile(r"[^0-9A-Za-z@.'_+-]")
_GSI = re.compile(r"[@.]gsi\.gov\.uk\Z")
_MOBILE = re.compile(r"\A07[0-9]{9}\Z")


def tidy_email(typed: str) -> str:
    """An address as it is kept: no spaces round it, small letters, a straight apostrophe."""
    return typed.strip().lower().replace("’", "'")


def email_problem(email: str, *, domain_allowed: bool, asked: str = STRICT) -> str:
    """Why a tidied address cannot be used, the first reason in the order of identity.md 2.9; '' when it can.

    `domain_allowed` says whether the list of domains holds it; `asked` is STRICT, RESET or ANY.
    """
    if not email:
        return "Enter an email address"
    if len(email) > LONGEST_EMAIL:
        return f"Email address must be {LONGEST_EMAIL} characters or fewer"
    if "@" not in email or "." not in email.partition("@")[2]:
        return "Enter an email address in the correct format, like name@justice.gov.uk"
    if email[0] in ".@" or email[-1] in ".@":
        return "Email address must not begin or end with a full stop or an @"
    if ".@" in email or "@." in email:
        return "Email address must not have a full stop next to the @"
    if email.count("@") > 1:
        return "Email address must have only one @"
    if re.search(r"\s", email):
        return "Email address must not have spaces"
    if _OTHER_CHARACTERS.search(email):
        return "Email address must only have letters a to z, numbers and . ' _ - +"
    if asked != ANY and not domain_allowed:
        return "Enter a work email address: addresses of this kind are not used here"
    if asked == STRICT and is_gsi(email):
        return "Addresses that end in gsi.gov.uk are no longer used: enter the one that ends in justice.gov.uk"
    return ""


def is_gsi(email: str) -> bool:
    """Whether it is one of the old secure addresses."""
    return bool(_GSI.search(email))


def tidy_mobile(typed: str) -> str:
    """A number as it is kept: 07 and nine digits, when it can be read as that."""
    number = re.sub(r"[\s()-]", "", typed)
    return f"0{number[3:]}" if number.startswith("+447") else number


def mobile_problem(number: str) -> str:
    """Why a tidied number cannot be used; '' when it can."""
    if not number:
        return "Enter a mobile number"
    if not _MOBILE.match(number):
        return "Enter a UK mobile number, like 07700 900 982 or +44 7700 900 982"
    return ""


def own_name_problem(name: str, which: str) -> str:
    """Why a first or last name cannot be used; '' when it can. `which` is "first name" or "last name"."""
    if not name:
        return f"Enter your {which}"
    if not SHORTEST_NAME <= len(name) <= LONGEST_NAME:
        return f"{which.capitalize()} must be {SHORTEST_NAME} to {LONGEST_NAME} characters"
    if re.search(r"[<>\x00-\x1f\x7f]", name):
        return f"{which.capitalize()} must not hold < or >"
    return ""


def user_name_follows(username: str, email: str) -> bool:
    """Whether the user name is the address, and changes with it."""
    return bool(email) and username == email.upper()


def may_use_email_as_user_name(username: str, email: str, *, verified: bool, local: bool) -> bool:
    """Whether somebody is offered to sign in with the address: a confirmed one, of an account no other system names."""
    return local and verified and bool(email) and username != email.upper()


def masked_email(email: str) -> str:
    """An address that its owner recognises and nobody else can use: the first half of what is before the @ or six
    characters, and the last seven."""
    shown = min(len(email.partition("@")[0]) // 2, 6)
    return f"{email[:shown]}******@******{email[-7:]}"


def masked_mobile(number: str) -> str:
    """The last four digits of a number."""
    return f"*******{number[7:]}"
