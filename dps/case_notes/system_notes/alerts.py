"""Notes about alerts: as they happen, and every night those that are missing (case-notes.md 5.10)."""

from datetime import date, timedelta
from uuid import UUID

from dps.case_notes.rules import alert_notes as rules
from dps.case_notes.rules.alert_notes import Which
from dps.case_notes.rules.authors import SYSTEM_GENERATED
from dps.case_notes.system_notes import queries
from dps.case_notes.system_notes.commands import raise_note
from dps.case_notes.system_notes.queries import AlertFound
from dps.platform import local_time
from dps.platform.access import SYSTEM
from dps.platform.events.models import DomainEvent
from dps.platform.web.refusals import NotFound

PEOPLE_AT_ONCE = 500


def note_change(event: DomainEvent) -> None:
    """Write the notes that an alert has by now, when it was added or became inactive. Safe to call twice; written in
    the transaction that delivers the event."""
    alert = queries.alert(str(UUID(event.data["alertUuid"])))
    if alert is not None and rules.is_on(queries.switches(rules.KIND), alert.prison):
        for which in rules.wanted(alert.facts, local_time.today()):
            _write(which, alert)


def write_missing(*, day: date) -> int:
    """Write the notes that are missing of alerts added, ended or inactive on a day. A transaction a note. Gives how
    many were written."""
    switches, today = queries.switches(rules.KIND), local_time.today()
    alerts = [one for one in queries.alerts_changed_on(day) if rules.is_on(switches, one.prison)]
    numbers = list(dict.fromkeys(one.number for one in alerts))
    written = 0
    for start in range(0, len(numbers), PEOPLE_AT_ONCE):
        some = set(numbers[start : start + PEOPLE_AT_ONCE])
        notes = queries.notes_about_alerts(list(some))
        for alert in alerts:
            if alert.number in some:
                for which in rules.missing(alert.facts, notes.get(alert.number, []), today):
                    written += _write(which, alert)
    return written


def write_missing_of_yesterday() -> int:
    """What the nightly job does."""
    return write_missing(day=local_time.today() - timedelta(days=1))


def _write(which: Which, alert: AlertFound) -> bool:
    username = alert.created_by if which is Which.ACTIVE else alert.ended_by
    known = username if username and username != SYSTEM.username else ""
    try:
        note = raise_note(
            alert.number,
            type=rules.TYPE,
            sub_type=which,
            text=rules.text_of(which, alert.facts),
            occurred_at=rules.happened(which, alert.facts),
            author_name=known or SYSTEM_GENERATED,
            author_username=known,
            key=rules.key_of(which, alert.facts),
            location=alert.prison,
        )
    except NotFound:  # merged into another number meanwhile, under which it is found the next time
        return False
    return note is not None
