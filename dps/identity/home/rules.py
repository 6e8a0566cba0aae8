"""Which services somebody sees on the home page, and what a service may be. Source: identity.md 2.11, 2.16, 5.3."""

import re
from collections.abc import Collection, Sequence

_CODE = re.compile(r"\A[a-z0-9][a-z0-9-]{0,63}\Z")
_ADDRESS = re.compile(r"\A(?:https://[^\s/?#]+|http://localhost(?::\d+)?)(?:[/?#][^\s]*)?\Z")
LONGEST_ADDRESS = 500


def is_shown(
    *,
    roles: Collection[str],
    prisons: Collection[str],
    held: Collection[str],
    working_in: str,
) -> bool:
    """Whether an enabled service shows: no roles asked or any of them held; no prisons named or working in one."""
    return (not roles or bool(set(roles) & set(held))) and (not prisons or working_in in prisons)


def code_problem(code: str) -> str:
    """Why a service code cannot be used; '' when it can."""
    if not code:
        return "Enter a code"
    return "" if _CODE.match(code) else "Codes are small letters, numbers and hyphens, up to 64"


def address_problem(address: str) -> str:
    """Why an address cannot be opened from the home page; '' when it can."""
    if not address:
        return "Enter the address of the service"
    if len(address) > LONGEST_ADDRESS:
        return f"Address must be {LONGEST_ADDRESS} characters or fewer"
    return "" if _ADDRESS.match(address) else "Enter a whole address that begins with https://"


def codes_problem(what: str, codes: Sequence[str], known: Collection[str]) -> str:
    """Which of some codes nobody knows; '' when all are known. `what` is "role" or "prison"."""
    strange = [code for code in codes if code not in known]
    return f"There is no {what} {', '.join(strange[:5])}" if strange else ""
