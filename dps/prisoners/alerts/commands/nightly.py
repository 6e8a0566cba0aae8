"""Alerts whose end date has come: told once, by the system (prisoners.md 6.1)."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection, transaction

from dps.platform import audit, events
from dps.platform.access import SYSTEM
from dps.platform.web.refusals import NotFound
from dps.prisoners.alerts.commands import writing
from dps.prisoners.alerts.commands.writing import AREA, Written, fields_of
from dps.prisoners.alerts.rules.writing import Action
from dps.prisoners.changes.recording import lock_person
from dps.prisoners.models import Alert

CAUGHT_UP = timedelta(days=3)
"""How long ago an alert may have ended for a worker that was away to tell it."""
PEOPLE_AT_ONCE = 200

_UNTOLD = """
SELECT {what} FROM prisoners_alert a
 WHERE a.active_to BETWEEN %(since)s AND %(today)s AND a.deleted_at IS NULL
   AND NOT EXISTS (SELECT 1 FROM prisoner_alerts_endtold t WHERE t.alert_id = a.id AND t.active_to = a.active_to)
   {more}
"""


def tell_of_ends(*, today: date, at: datetime) -> int:
    """Tell of every alert that ended today, and of those of the days before that were missed: an INACTIVE entry and
    event for each, one event for each person. A transaction a person. Gives how many alerts."""
    told, after = 0, ""
    while numbers := _people(today, after):
        for number in numbers:
            told += _tell(number, today=today, at=at)
        after = numbers[-1]
    return told


def _people(today: date, after: str) -> list[str]:
    more = "AND a.person_id > %(after)s GROUP BY a.person_id ORDER BY a.person_id LIMIT %(limit)s"
    with connection.cursor() as cursor:
        values: dict[str, Any] = {"today": today, "since": today - CAUGHT_UP, "after": after, "limit": PEOPLE_AT_ONCE}
        cursor.execute(_UNTOLD.format(what="a.person_id", more=more), values)
        return [row[0] for row in cursor.fetchall()]


@transaction.atomic
def _tell(number: str, *, today: date, at: datetime) -> int:
    try:
        lock_person(number)
    except NotFound:  # merged into another number meanwhile, under which it is found the next time
        return 0
    with connection.cursor() as cursor:
        values: dict[str, Any] = {"today": today, "since": today - CAUGHT_UP, "number": number}
        cursor.execute(_UNTOLD.format(what="a.id", more="AND a.person_id = %(number)s"), values)
        ids = [row[0] for row in cursor.fetchall()]
    ended = list(Alert.objects.filter(pk__in=ids).order_by("active_to", "code", "pk"))
    for alert in ended:
        now = fields_of(alert)
        writing.tell(Written(alert, now, now, Action.INACTIVE), by=SYSTEM, at=at, today=today)
    if ended:
        audit.record(
            "ALERT_INACTIVE",
            by=SYSTEM,
            subject_type="prisoner",
            subject_id=number,
            details={"alerts": [{"alert": str(alert.pk), "code": alert.code} for alert in ended], "why": "end date"},
            at=at,
        )
        events.publish("prisoner.updated", subject=number, data={"categoriesChanged": [AREA]}, at=at)
        changed = {alert.pk: (alert.code, True, False) for alert in ended}
        writing.tell_person(number, changed, at=at, today=today)
    return len(ended)
