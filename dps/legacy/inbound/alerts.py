"""Alerts that are added, changed, ended or removed in NOMIS are told of like those of DPS, while NOMIS is followed."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from dps.legacy.feeds.feed import Settled
from dps.platform import local_time
from dps.platform.events import Source
from dps.prisoners.alerts.commands import writing
from dps.prisoners.alerts.rules.writing import Action, is_active
from dps.prisoners.models import Alert

_WAS = "nomis_alerts_as_they_were"
_SAID = ("type", "code", "description", "authorised_by", "active_from", "active_to")


def keep_as_they_were(cursor: Any, staged: str, tell: bool) -> Settled:
    """Before a lot is stored: what the alerts in it said until now."""
    if tell:
        cursor.execute(f"DROP TABLE IF EXISTS {_WAS}")
        said = ", ".join(f"a.{name}" for name in _SAID)
        cursor.execute(
            f"""CREATE TEMPORARY TABLE {_WAS} ON COMMIT DROP AS SELECT a.id, {said}
                  FROM prisoners_alert a JOIN {staged} s
                    ON s.nomis_booking_id = a.nomis_booking_id AND s.nomis_sequence = a.nomis_sequence"""
        )
    return Settled()


def tell_of_changes(cursor: Any, staged: str, tell: bool) -> None:
    """After it was stored: an event for each alert that is new or says something else, and those of its person."""
    if not tell:
        return
    now, was = (", ".join(f"{one}.{name}" for name in _SAID) for one in "aw")
    cursor.execute(
        f"""SELECT DISTINCT a.id, w.id IS NULL, w.active_to
              FROM prisoners_alert a JOIN {staged} s
                ON s.nomis_booking_id = a.nomis_booking_id AND s.nomis_sequence = a.nomis_sequence
              LEFT JOIN {_WAS} w ON w.id = a.id
             WHERE a.deleted_at IS NULL AND (w.id IS NULL OR ({now}) IS DISTINCT FROM ({was}))"""
    )
    before = {row[0]: (row[1], row[2]) for row in cursor.fetchall()}
    at, today = local_time.now(), local_time.today()
    of_people: dict[str, dict[UUID, writing.Stood]] = defaultdict(dict)
    for alert in Alert.objects.filter(pk__in=before).order_by("person_id", "active_from", "code", "pk"):
        is_new, active_to = before[alert.pk]
        was_active, still = not is_new and is_active(active_to, today), is_active(alert.active_to, today)
        ended = not still and (is_new or was_active)
        if is_new or not ended:
            writing.publish(Action.CREATED if is_new else Action.UPDATED, alert, at=at, source=Source.NOMIS)
        if ended:
            writing.publish(Action.INACTIVE, alert, at=at, source=Source.NOMIS)
            writing.told_to_have_ended(alert, at=at)
        of_people[alert.person_id][alert.pk] = (alert.code, was_active, still)
    for number, changed in of_people.items():
        writing.tell_person(number, changed, at=at, today=today, source=Source.NOMIS)


def remove(pks: Sequence[Any], tell: bool) -> None:
    """Alerts that NOMIS no longer has: gone, with the events that an alert deleted here has."""
    gone = list(Alert.objects.filter(pk__in=list(pks)).order_by("person_id", "active_from", "code", "pk"))
    Alert.objects.filter(pk__in=[alert.pk for alert in gone]).delete()
    if not tell:
        return
    at, today = local_time.now(), local_time.today()
    of_people: dict[str, dict[UUID, writing.Stood]] = defaultdict(dict)
    for alert in gone:
        writing.publish(Action.DELETED, alert, at=at, source=Source.NOMIS)
        of_people[alert.person_id][alert.pk] = (alert.code, is_active(alert.active_to, today), False)
    for number, changed in of_people.items():
        writing.tell_person(number, changed, at=at, today=today, source=Source.NOMIS)
