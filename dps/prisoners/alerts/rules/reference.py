"""Types and codes of alerts, and who may use a restricted one. Source: prisoners.md 6.3, reference-data.md 5."""

import re

_CODE = re.compile(r"\A[A-Z0-9]{1,12}\Z")
LONGEST_DESCRIPTION = 40
LONGEST_USERNAME = 240


def code_problem(code: str) -> str:
    """Why a code cannot be made; '' when it can."""
    if not code:
        return "Enter a code"
    return "" if _CODE.match(code) else "The code must be 1 to 12 capital letters A to Z and digits"


def description_problem(words: str) -> str:
    """Why a description cannot be kept; NOMIS holds 40 bytes of it. '' when it can."""
    if not words.strip():
        return "Enter a description"
    if len(words) > LONGEST_DESCRIPTION:
        return f"The description must be {LONGEST_DESCRIPTION} characters or fewer"
    if len(words.encode()) > LONGEST_DESCRIPTION:
        return "The description is too long for NOMIS: use fewer accented letters or signs, or fewer words"
    return ""


def username_problem(name: str) -> str:
    """Why a user name cannot be named for a restricted code; '' when it can."""
    if not name:
        return "Enter a user name"
    if len(name) > LONGEST_USERNAME or any(part.isspace() for part in name):
        return "Enter a user name: no spaces, 240 characters or fewer"
    return ""
