"""Reads of figures: workers from their allocations and recorded events, prisons from snapshots and counts of days.
Never from case notes."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.db import connection

from dps.key_workers.policies import Policy
from dps.key_workers.rules import figures as rules
from dps.key_workers.rules.figures import Held, NationalFigures, PrisonFigures, Range, Snapshot
from dps.platform.local_time import LONDON


def midnight(day: date) -> datetime:
    """00:00 of a day in London."""
    return datetime.combine(day, time(), LONDON)


@dataclass(frozen=True, slots=True)
class WorkerFigures:
    """One worker over a range (key-workers.md 5.2 and 5.3): what they wrote about people allocated to them."""

    projected: int
    sessions: int
    entries: int
    compliance: Decimal
    """Per cent, two decimals; 0 when nothing was projected or held."""


NO_FIGURES = WorkerFigures(0, 0, 0, rules.NOTHING)

_HELD = """
SELECT a.staff_id, a.allocated_at, a.deallocated_at
  FROM key_workers_allocation a
 WHERE a.prison = %(prison)s AND a.policy = %(policy)s AND a.staff_id = ANY (%(staff)s)
   AND a.allocated_at < %(ends)s AND (a.deallocated_at IS NULL OR a.deallocated_at >= %(starts)s)
"""
_WROTE = """
SELECT e.staff_id, count(*) FILTER (WHERE e.type = 'SESSION'), count(*) FILTER (WHERE e.type = 'ENTRY')
  FROM key_workers_recordedevent e
 WHERE e.prison = %(prison)s AND e.policy = %(policy)s AND e.staff_id = ANY (%(staff)s)
   AND e.occurred_at >= %(starts)s AND e.occurred_at < %(ends)s
   AND EXISTS (SELECT 1 FROM key_workers_allocation a
                WHERE a.person_id = e.person_id AND a.policy = e.policy AND a.prison = e.prison
                  AND a.staff_id = e.staff_id AND a.allocated_at < %(ends)s
                  AND (a.deallocated_at IS NULL OR a.deallocated_at >= %(starts)s))
 GROUP BY e.staff_id
"""
_FREQUENCY = "SELECT frequency_in_weeks FROM key_workers_prisonsettings WHERE prison = %s AND policy = %s"


def worker_figures(
    prison: str, policy: Policy, staff_ids: Iterable[int], from_: date, to: date
) -> dict[int, WorkerFigures]:
    """The figures of each of these workers at a prison over a range, both days counted. Three statements, however
    many workers; each that was asked for has an answer."""
    staff = sorted(set(staff_ids))
    if not staff or to < from_:
        return dict.fromkeys(staff, NO_FIGURES)
    values: dict[str, Any] = {
        "prison": prison,
        "policy": policy,
        "staff": staff,
        "starts": midnight(from_),
        "ends": _day_after(to),
    }
    held: dict[int, list[Held]] = defaultdict(list)
    with connection.cursor() as cursor:
        weeks = _frequency(cursor, prison, policy)
        cursor.execute(_HELD, values)
        for staff_id, began_at, ended_at in cursor.fetchall():
            held[staff_id].append(Held(began_at, ended_at))
        cursor.execute(_WROTE, values)
        wrote = {staff_id: (sessions, entries) for staff_id, sessions, entries in cursor.fetchall()}
    found = {}
    for one in staff:
        sessions, entries = wrote.get(one, (0, 0))
        projected = rules.worker_projected(
            held[one], starts_at=midnight(from_), ends_at=midnight(to), frequency_in_weeks=weeks
        )
        found[one] = WorkerFigures(projected, sessions, entries, rules.worker_compliance(sessions, projected))
    return found


def _day_after(day: date) -> datetime:
    return midnight(date.fromordinal(day.toordinal() + 1)) if day < date.max else datetime.max.replace(tzinfo=LONDON)


def _frequency(cursor: Any, prison: str, policy: Policy) -> int:
    cursor.execute(_FREQUENCY, [prison, policy])
    row = cursor.fetchone()
    return int(row[0]) if row else 1


def sessions_of_people(prison: str, policy: Policy, numbers: Iterable[str], from_: date, to: date) -> dict[str, int]:
    """How many sessions each of these people had at a prison in a range, whoever held them. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT person_id, count(*) FROM key_workers_recordedevent
                WHERE person_id = ANY (%s) AND policy = %s AND prison = %s AND type = 'SESSION'
                  AND occurred_at >= %s AND occurred_at < %s GROUP BY person_id""",
            [sorted(set(numbers)), policy, prison, midnight(from_), _day_after(to)],
        )
        return dict(cursor.fetchall())


@dataclass(frozen=True, slots=True)
class Week:
    """One week of a trend, from its Sunday. Days outside the range asked for are in no week."""

    begins: date
    sessions: int
    entries: int
    projected: int | None = None
    """None: no snapshot of that week."""

    @property
    def delivery(self) -> Decimal | None:
        return rules.percent(self.sessions, self.projected or 0)


def worker_weeks(prison: str, policy: Policy, staff_id: int, from_: date, to: date) -> list[Week]:
    """What one worker wrote at a prison by week, whoever was allocated; weeks without any too. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT (occurred_at AT TIME ZONE 'Europe/London')::date, count(*) FILTER (WHERE type = 'SESSION'),
                      count(*) FILTER (WHERE type = 'ENTRY')
                 FROM key_workers_recordedevent
                WHERE staff_id = %s AND policy = %s AND prison = %s AND occurred_at >= %s AND occurred_at < %s
                GROUP BY 1""",
            [staff_id, policy, prison, midnight(from_), _day_after(to)],
        )
        by_week: dict[date, list[int]] = {}
        for day, sessions, entries in cursor.fetchall():
            counts = by_week.setdefault(rules.week_of(day), [0, 0])
            counts[0] += sessions
            counts[1] += entries
    return [Week(begins, *by_week.get(begins, (0, 0))) for begins in _sundays(from_, to)]


def _sundays(from_: date, to: date) -> list[date]:
    first, last = rules.week_of(from_), rules.week_of(to)
    return [date.fromordinal(n) for n in range(first.toordinal(), last.toordinal() + 1, 7)]


@dataclass(frozen=True, slots=True)
class _Day:
    date: date
    sessions: int
    entries: int


_NIGHTS = """
SELECT s.prison, s.date, s.prisoner_count, s.high_complexity_count, s.eligible_count, s.assigned_count,
       s.eligible_staff_count, s.reception_to_allocation_days, s.reception_to_session_days
  FROM key_workers_prisonstatistic s
 WHERE s.policy = %(policy)s AND s.date BETWEEN %(from)s AND %(to)s {of_prison}
"""
_DAYS = """
SELECT d.prison, d.date, d.sessions, d.entries FROM key_workers_dayofsessions d
 WHERE d.policy = %(policy)s AND d.date BETWEEN %(from)s AND %(to)s {of_prison}
"""
_ONE = "AND prison = %(prison)s"


@dataclass(frozen=True, slots=True)
class PrisonDays:
    """What is known of one prison, day by day: what every figure of a range within it is worked out from."""

    prison: str
    frequency_in_weeks: int
    nights: tuple[tuple[date, Snapshot], ...] = ()
    days: tuple[_Day, ...] = ()

    def between(self, from_: date, to: date) -> PrisonFigures:
        """The figures of a range."""
        held = [one for one in self.days if from_ <= one.date <= to]
        return rules.prison_figures(
            [night for day, night in self.nights if from_ <= day <= to],
            days=rules.days_inclusive(from_, to),
            frequency_in_weeks=self.frequency_in_weeks,
            sessions=sum(one.sessions for one in held),
            entries=sum(one.entries for one in held),
        )

    def weeks(self, from_: date, to: date) -> list[Week]:
        """A range by week from Sunday, cut at its ends; weeks without any session too."""
        found = []
        for begins in _sundays(from_, to):
            ends = date.fromordinal(begins.toordinal() + 6)
            of_week = self.between(max(begins, from_), min(ends, to))
            found.append(Week(begins, of_week.sessions, of_week.entries, of_week.projected))
        return found

    @property
    def newest_night(self) -> tuple[date, Snapshot] | None:
        """The last snapshot there is."""
        return max(self.nights, key=lambda night: night[0], default=None)


def prison_days(prison: str, policy: Policy, from_: date, to: date) -> PrisonDays:
    """Snapshots and counted days of one prison in a range. Three statements: from the counts, never from notes."""
    values: dict[str, Any] = {"prison": prison, "policy": policy, "from": from_, "to": to}
    with connection.cursor() as cursor:
        weeks = _frequency(cursor, prison, policy)
        cursor.execute(_NIGHTS.format(of_prison=_ONE), values)
        nights = tuple((row[1], Snapshot(*row[2:])) for row in cursor.fetchall())
        cursor.execute(_DAYS.format(of_prison=_ONE), values)
        return PrisonDays(prison, weeks, nights, tuple(_Day(*row[1:]) for row in cursor.fetchall()))


def prison_figures(prison: str, policy: Policy, from_: date, to: date) -> PrisonFigures:
    """The figures of one prison over a range (key-workers.md 5.5). Three statements."""
    return prison_days(prison, policy, from_, to).between(from_, to)


@dataclass(frozen=True, slots=True)
class Compared:
    """The figures of a range and of the range it is compared with."""

    now: PrisonFigures
    before: PrisonFigures


def prison_compared(days: PrisonDays, wanted: Range) -> Compared:
    """Both ranges of a page from what was read of the prison. No statement."""
    return Compared(days.between(wanted.from_, wanted.to), days.between(wanted.compared_from, wanted.compared_to))


@dataclass(frozen=True, slots=True)
class WingFigures:
    """One wing over a range: the means of its nights, and the sessions of those who lived there."""

    wing: str
    eligible: int
    assigned: int
    sessions: int
    projected: int
    percent_assigned: Decimal | None
    delivery: Decimal | None


_WINGS = """
WITH nights AS (
  SELECT s.id, s.date FROM key_workers_prisonstatistic s
   WHERE s.prison = %(prison)s AND s.policy = %(policy)s AND s.date BETWEEN %(from)s AND %(to)s),
lived AS (
  SELECT split_part(p.cell_path, '-', 1) AS wing, count(*) FILTER (WHERE p.eligible_from IS NOT NULL) AS eligible,
         count(*) FILTER (WHERE p.assigned) AS assigned, 0::bigint AS sessions
    FROM key_workers_prisonerstatistic p WHERE p.statistic_id IN (SELECT id FROM nights) GROUP BY 1),
held AS (
  SELECT split_part(coalesce(p.cell_path, ''), '-', 1) AS wing, 0::bigint, 0::bigint, count(*)
    FROM key_workers_recordedevent e
    LEFT JOIN nights n ON n.date = (e.occurred_at AT TIME ZONE 'Europe/London')::date
    LEFT JOIN key_workers_prisonerstatistic p ON p.statistic_id = n.id AND p.person_id = e.person_id
   WHERE e.prison = %(prison)s AND e.policy = %(policy)s AND e.type = 'SESSION'
     AND e.occurred_at >= %(starts)s AND e.occurred_at < %(ends)s GROUP BY 1)
SELECT wing, sum(eligible), sum(assigned), sum(sessions), (SELECT count(*) FROM nights)
  FROM (SELECT * FROM lived UNION ALL SELECT * FROM held) t GROUP BY wing ORDER BY wing
"""


def wing_figures(prison: str, policy: Policy, from_: date, to: date, frequency_in_weeks: int) -> list[WingFigures]:
    """A range by wing, from the people of each night: '' is whoever had no cell, and sessions of days or people
    without a snapshot. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            _WINGS,
            {
                "prison": prison, "policy": policy, "from": from_, "to": to, "starts": midnight(from_),
                "ends": _day_after(to),
            },
        )  # fmt: skip
        rows = cursor.fetchall()
    days = rules.days_inclusive(from_, to)
    found = []
    for wing, eligible_nights, assigned_nights, sessions, nights in rows:
        eligible = int(eligible_nights) // nights if nights else 0
        assigned = int(assigned_nights) // nights if nights else 0
        projected = rules.prison_projected(eligible, days, frequency_in_weeks)
        found.append(
            WingFigures(
                wing, eligible, assigned, int(sessions), projected, rules.percent(assigned, eligible),
                rules.percent(int(sessions), projected),
            )
        )  # fmt: skip
    return found


def all_prison_days(policy: Policy, from_: date, to: date, prisons: Sequence[str] | None = None) -> list[PrisonDays]:
    """The same of every prison that uses the scheme now (or of these), by code. Three statements."""
    values: dict[str, Any] = {"policy": policy, "from": from_, "to": to, "prisons": list(prisons or ())}
    nights: dict[str, list[tuple[date, Snapshot]]] = defaultdict(list)
    days: dict[str, list[_Day]] = defaultdict(list)
    some = "AND prison = ANY (%(prisons)s)" if prisons is not None else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT prison, frequency_in_weeks FROM key_workers_prisonsettings
                 WHERE policy = %(policy)s AND enabled {some} ORDER BY prison""",
            values,
        )
        using = cursor.fetchall()
        cursor.execute(_NIGHTS.format(of_prison=some), values)
        for row in cursor.fetchall():
            nights[row[0]].append((row[1], Snapshot(*row[2:])))
        cursor.execute(_DAYS.format(of_prison=some), values)
        for row in cursor.fetchall():
            days[row[0]].append(_Day(*row[1:]))
    return [PrisonDays(prison, weeks, tuple(nights[prison]), tuple(days[prison])) for prison, weeks in using]


def national_figures(policy: Policy, from_: date, to: date) -> NationalFigures:
    """All prisons that use the scheme together (key-workers.md 5.7). Three statements."""
    return rules.national_figures([one.between(from_, to) for one in all_prison_days(policy, from_, to)])
