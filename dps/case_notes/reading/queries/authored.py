"""Notes by one author at one prison (case-notes.md 2.6), as far as somebody may read them."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection

from dps.case_notes.reach import readable
from dps.case_notes.reading.queries.listing import Scope
from dps.platform.access import Actor
from dps.prisoners.rules import names


def by_author(username: str, prison: str, reader: Actor, *, since: datetime | None = None) -> Scope:
    """The notes this author wrote about people in this prison (created `since` then) whose notes the reader may read
    now."""
    condition, values = readable(reader)
    newer = " AND n.created_at >= %(newer_than)s" if since else ""
    return Scope(
        f"n.author_username = %(author)s AND n.location = %(at_prison)s{newer} AND EXISTS (SELECT 1"
        f" FROM prisoners_searchrecord r WHERE r.person_id = n.person_id AND {condition})",
        {**values, "author": username, "at_prison": prison, "newer_than": since},
    )


def names_of(numbers: Sequence[str]) -> dict[str, str]:
    """Prison number to "Smith, John". One statement, none for nobody."""
    if not numbers:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT person_id, last_name, first_name FROM prisoners_searchrecord WHERE person_id = ANY (%s)",
            [sorted(set(numbers))],
        )
        return {number: names.last_first(last, first) for number, last, first in cursor.fetchall()}
