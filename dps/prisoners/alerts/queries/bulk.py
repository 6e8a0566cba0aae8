"""Reads of bulk alerts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Q

from dps.platform.access import Actor
from dps.platform.web.refusals import Conflict, NotFound
from dps.prisoners.alerts.models import BulkAlert, BulkAlertPerson
from dps.prisoners.alerts.rules.bulk import Mode

ROWS_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class Affected:
    """What a plan would do now, in people."""

    created: int
    updated: int
    unchanged: int
    expired: int


def affected(plan: BulkAlert, today: date) -> Affected:
    """How many get a new alert, lose an end date, keep what they have, or lose the alert. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            """WITH named AS (SELECT number FROM prisoner_alerts_bulkalertperson WHERE plan_id = %(plan)s AND named),
                    active AS (SELECT person_id, bool_or(active_to IS NULL) AS open FROM prisoners_alert
                                WHERE code = %(code)s AND deleted_at IS NULL
                                  AND (active_to IS NULL OR active_to > %(today)s) GROUP BY person_id)
               SELECT count(*) FILTER (WHERE person_id IS NULL),
                      count(*) FILTER (WHERE number IS NOT NULL AND NOT open),
                      count(*) FILTER (WHERE number IS NOT NULL AND open),
                      count(*) FILTER (WHERE number IS NULL)
                 FROM named FULL JOIN active ON active.person_id = named.number""",
            {"plan": plan.pk, "code": plan.code, "today": today},
        )
        created, updated, unchanged, others = cursor.fetchone()
    return Affected(created, updated, unchanged, others if plan.mode == Mode.EXPIRE else 0)


def plans(*, start: int, size: int, by: Actor) -> tuple[list[BulkAlert], int]:
    """Some bulk alerts, newest first, and how many there are. Drafts only of one's own. Two statements."""
    found = BulkAlert.objects.filter(~Q(state=BulkAlert.State.DRAFT) | Q(planned_by=by.username))
    return list(found.order_by("-id")[start : start + size]), found.count()


def plan(plan_id: int, *, by: Actor) -> BulkAlert:
    """One bulk alert. Raises NotFound, also for somebody else's draft."""
    found = BulkAlert.objects.filter(pk=plan_id).first()
    if found is None or (found.state == BulkAlert.State.DRAFT and found.planned_by != by.username):
        raise NotFound(str(plan_id))
    return found


def draft(plan_id: int, *, by: Actor) -> BulkAlert:
    """One's own plan that was not started. Raises NotFound, Conflict."""
    found = plan(plan_id, by=by)
    if found.planned_by != by.username:
        raise NotFound(str(plan_id))
    if found.state != BulkAlert.State.DRAFT:
        raise Conflict(f"Bulk alert {plan_id} was started already")
    return found


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody in a plan, with what tells them apart."""

    number: str
    first_name: str
    last_name: str
    agency: str
    state: str
    reason: str


def people(
    plan_id: int, *, start: int, size: int, only_errors: bool = False, named_only: bool = False
) -> tuple[list[Named], int]:
    """Some of the people of a plan, by number, and how many there are. Two statements."""
    found = BulkAlertPerson.objects.filter(plan_id=plan_id)
    if only_errors:
        found = found.filter(state=BulkAlertPerson.State.ERROR)
    if named_only:
        found = found.filter(named=True)
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT p.number, coalesce(r.first_name, ''), coalesce(r.last_name, ''), coalesce(r.agency, ''),
                      p.state, p.reason
                 FROM prisoner_alerts_bulkalertperson p LEFT JOIN prisoners_searchrecord r ON r.person_id = p.number
                WHERE p.plan_id = %(plan)s AND (NOT %(errors)s OR p.state = 'ERROR') AND (NOT %(named)s OR p.named)
                ORDER BY p.number OFFSET %(start)s LIMIT %(size)s""",
            {"plan": plan_id, "errors": only_errors, "named": named_only, "start": start, "size": size},
        )
        return [Named(*row) for row in cursor.fetchall()], found.count()


def result_rows(plan: BulkAlert) -> Iterator[list[str]]:
    """Everybody of a complete bulk alert as a line of a file, headings first. Raises Conflict until it is complete."""
    if plan.state != BulkAlert.State.COMPLETE:
        raise Conflict(f"Bulk alert {plan.pk} is not complete")
    return _result_rows(plan)


def _result_rows(plan: BulkAlert) -> Iterator[list[str]]:
    yield ["Prison number", "Result", "Reason"]
    last = ""
    while rows := list(plan.items.filter(number__gt=last).order_by("number")[:ROWS_AT_ONCE]):
        for item in rows:
            yield [item.number, str(BulkAlertPerson.State(item.state).label), item.reason]
        last = rows[-1].number
