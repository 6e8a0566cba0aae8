"""Reads of one's own drafts."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from dps.case_notes.models import Draft
from dps.case_notes.reach import readable
from dps.platform.access import Actor
from dps.prisoners.rules import names

MOST_LISTED = 200


def whose(actor: Actor) -> int:
    """The account whose drafts they are. Only people have any."""
    assert actor.account_id is not None
    return actor.account_id


def one(number: str, about: str, *, of: Actor) -> Draft | None:
    """One's own draft about a person. One statement."""
    return Draft.objects.filter(account_id=whose(of), person_id=number, about=about).first()


@dataclass(frozen=True, slots=True)
class Begun:
    """One draft in the list. Of somebody whose notes one may no longer write only the number is told."""

    id: int
    number: str
    name: str
    prison: str
    about: str
    text: str
    saved_at: datetime
    may_go_on: bool


_LIST = """
SELECT d.id, d.person_id, r.first_name, r.last_name, r.agency, d.about, d.values ->> 'text', d.saved_at, {readable}
  FROM case_notes_draft d JOIN prisoners_searchrecord r ON r.person_id = d.person_id
 WHERE d.account_id = %(account)s ORDER BY d.saved_at DESC, d.id DESC LIMIT %(most)s
"""


def mine(actor: Actor) -> list[Begun]:
    """One's own drafts, the latest first. One statement."""
    condition, values = readable(actor)
    with connection.cursor() as cursor:
        cursor.execute(_LIST.format(readable=condition), {**values, "account": whose(actor), "most": MOST_LISTED})
        rows = cursor.fetchall()
    return [
        Begun(id, number, names.last_first(last, first), agency, about, text or "", saved_at, True)
        if may_go_on
        else Begun(id, number, "", "", about, text or "", saved_at, False)
        for id, number, first, last, agency, about, text, saved_at, may_go_on in rows
    ]
