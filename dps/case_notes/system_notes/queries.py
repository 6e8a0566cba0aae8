"""Alerts and the notes about them, and where they are switched on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection

from dps.case_notes.models import CaseNote, SystemNoteSwitch
from dps.case_notes.rules.alert_notes import TYPE, AlertFacts, NoteFacts
from dps.estate import queries as estate


@dataclass(frozen=True, slots=True)
class AlertFound:
    """An alert of somebody, with who wrote it."""

    number: str
    facts: AlertFacts
    prison: str
    """Where the person was when it was added, else where they are."""
    created_by: str
    ended_by: str


_ALERTS = """
SELECT a.person_id, a.id, a.type, a.code, a.active_from, a.active_to, a.created_at, a.ended_at, a.created_by,
       a.ended_by, coalesce(nullif(a.prison_when_created, ''), r.agency)
  FROM prisoners_alert a JOIN prisoners_searchrecord r ON r.person_id = a.person_id
 WHERE a.deleted_at IS NULL AND {wanted}
 ORDER BY a.person_id, a.created_at, a.id
"""


def alert(id: str) -> AlertFound | None:
    """One alert as it is now; None for none, or a deleted one. One statement, and the labels."""
    return next(iter(_alerts("a.id = %(id)s", id=id)), None)


def alerts_changed_on(day: date) -> list[AlertFound]:
    """Alerts that were added, ended or became inactive on a day. One statement, and the labels."""
    return _alerts(
        """((a.created_at >= %(day)s::date::timestamp AT TIME ZONE 'Europe/London'
               AND a.created_at < (%(day)s::date + 1)::timestamp AT TIME ZONE 'Europe/London')
            OR (a.ended_at >= %(day)s::date::timestamp AT TIME ZONE 'Europe/London'
               AND a.ended_at < (%(day)s::date + 1)::timestamp AT TIME ZONE 'Europe/London')
            OR a.active_to = %(day)s)""",
        day=day,
    )


def _alerts(wanted: str, **values: str | date) -> list[AlertFound]:
    with connection.cursor() as cursor:
        cursor.execute(_ALERTS.format(wanted=wanted), values)
        rows = cursor.fetchall()
    return [
        AlertFound(
            number,
            AlertFacts(
                id=str(id),
                type=type,
                type_words=estate.label("ALERT", type),
                code=code,
                code_words=estate.label("ALERT_CODE", code),
                active_from=active_from,
                active_to=active_to,
                created_at=created_at,
                ended_at=ended_at,
            ),
            prison,
            created_by,
            ended_by,
        )
        for number, id, type, code, active_from, active_to, created_at, ended_at, created_by, ended_by, prison in rows
    ]


def notes_about_alerts(numbers: Sequence[str]) -> dict[str, list[NoteFacts]]:
    """Every note about an alert of these people. One statement."""
    found: dict[str, list[NoteFacts]] = {}
    rows = CaseNote.objects.filter(person_id__in=numbers, sub_type__type_id=TYPE).values_list(
        "person_id", "sub_type__code", "text", "occurred_at", "created_at"
    )
    for number, which, text, occurred_at, created_at in rows:
        found.setdefault(number, []).append(NoteFacts(which, text, occurred_at, created_at))
    return found


def switches(kind: str) -> dict[str, bool]:
    """Prison (or `*ALL*`) to whether notes of this kind are written. One statement."""
    return dict(SystemNoteSwitch.objects.filter(kind=kind).values_list("prison", "on"))


def set_switches(kind: str) -> list[SystemNoteSwitch]:
    """Every switch that was set, the one for every prison first. One statement."""
    return list(SystemNoteSwitch.objects.filter(kind=kind).order_by("prison"))
