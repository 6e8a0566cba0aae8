"""Reads of watch lists."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from dps.platform.access import Actor
from dps.prisoners.changes.kinds import registered
from dps.prisoners.permissions import viewer_of
from dps.prisoners.profile.actions import Question
from dps.prisoners.rules import names
from dps.prisoners.rules.access import Whereabouts, may_open
from dps.prisoners.watch_list.models import WatchedPerson

_LIST = """
SELECT w.person_id, r.first_name, r.last_name, r.agency, r.supporting_prison, r.cell_path, r.in_out, w.why, w.looked_at,
       (SELECT count(*) FROM prisoners_alert a WHERE a.person_id = w.person_id AND a.deleted_at IS NULL
           AND greatest(a.created_at, a.modified_at) > w.looked_at) AS alerts,
       (SELECT count(*) FROM prisoners_movement m JOIN prisoners_booking b ON b.id = m.booking_id
         WHERE b.person_id = w.person_id AND m.at > w.looked_at) AS moves,
       (SELECT count(*) FROM prisoners_cellassignment c JOIN prisoners_booking b ON b.id = c.booking_id
         WHERE b.person_id = w.person_id AND c.started_at > w.looked_at) AS cells,
       (SELECT count(*) FROM prisoner_changes_change h WHERE h.person_id = w.person_id AND h.kind = ANY(%s)
           AND h.at > w.looked_at) AS changes
  FROM prisoner_watch_list_watchedperson w JOIN prisoners_searchrecord r ON r.person_id = w.person_id
 WHERE w.account_id = %s ORDER BY r.name_sort, w.person_id
"""


def _of_the_record() -> list[str]:
    """The kinds of change that are counted as such: alerts are counted by themselves, and what other services only hand
    on is theirs to tell."""
    return [kind.key for kind in registered() if kind.key != "alert"]


@dataclass(frozen=True, slots=True)
class Watched:
    """One person on the list. What may not be known any more is left out, all but the number they were added by."""

    number: str
    name: str
    agency: str
    cell_path: str
    why: str
    looked_at: datetime
    alerts: int
    moves: int
    changes: int
    may_open: bool


def whose(actor: Actor) -> int:
    """The account whose list it is. Only people have one."""
    assert actor.account_id is not None
    return actor.account_id


def watch_list(actor: Actor) -> list[Watched]:
    """Everybody this member of staff watches, by name, with how much changed since they last looked. One statement."""
    viewer = viewer_of(actor)
    with connection.cursor() as cursor:
        cursor.execute(_LIST, [_of_the_record(), whose(actor)])
        found = []
        for (
            number, first, last, agency, supporting, cell, _, why, looked_at, alerts, moves, cells, changes,
        ) in cursor.fetchall():  # fmt: skip
            if may_open(Whereabouts(agency, supporting), viewer):
                name = names.last_first(last, first)
                found.append(Watched(number, name, agency, cell, why, looked_at, alerts, moves + cells, changes, True))
            else:
                found.append(Watched(number, "", "", "", why, looked_at, 0, 0, 0, False))
    return found


def watched_by(number: str, actor: Actor) -> WatchedPerson | None:
    """The entry of one person on one's own list. One statement."""
    return WatchedPerson.objects.filter(account_id=whose(actor), person_id=number).first()


IS_WATCHED = Question(
    "is_watched",
    "SELECT EXISTS (SELECT FROM prisoner_watch_list_watchedperson"
    " WHERE account_id = %(account)s AND person_id = %(number)s)",
)


def action_words(is_watched: bool) -> str:
    """What the overview offers."""
    return "Stop watching" if is_watched else "Add to my watch list"
