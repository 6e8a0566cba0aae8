"""Who is named as the author of what is written (case-notes.md 5.3)."""

from dataclasses import dataclass

from django.db import connection

from dps.case_notes.rules import authors as rules
from dps.platform.access import SYSTEM, Actor
from dps.platform.web.refusals import Invalid


@dataclass(frozen=True, slots=True)
class Author:
    """A snapshot of a member of staff, or of a system, at the time of writing."""

    username: str
    name: str
    user_id: str
    """The NOMIS staff id, else the account's own key; '' for a system."""
    is_in_nomis: bool
    """Whether NOMIS knows them, so that what they write can be kept there."""


def author_of(actor: Actor) -> Author:
    """The author that this actor is: a member of staff, also one for whom a system acts by their user name, or the
    product itself. One statement. Raises Invalid for a user name too long, and one that nobody has."""
    if actor is SYSTEM:
        return Author(SYSTEM.username, rules.shown_name(SYSTEM.display_name), "", True)
    if len(actor.username) > rules.LONGEST_USERNAME:
        raise Invalid({"": f"A user name of more than {rules.LONGEST_USERNAME} characters cannot write case notes"})
    found = _account("id", actor.account_id) if actor.account_id is not None else author_named(actor.username)
    if found is None:
        raise Invalid({"": "Nobody has this user name"})
    return found


def author_named(username: str) -> Author | None:
    """The member of staff with this user name; None for none. One statement."""
    return _account("username", username.upper()) if username else None


def _account(column: str, value: int | str) -> Author | None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT username, first_name, last_name, source, staff_id, key FROM identity_account WHERE {column} = %s",
            [value],
        )
        row = cursor.fetchone()
    if row is None:
        return None
    username, first, last, source, staff_id, key = row
    numbered = source == "nomis" and staff_id is not None
    return Author(
        username=username[: rules.LONGEST_USERNAME],
        name=rules.shown_name(f"{first} {last}") or username[: rules.LONGEST_NAME],
        user_id=str(staff_id if numbered else key),
        is_in_nomis=source == "nomis",
    )
