"""Reads of the live pages: counts of days, this week's recorded events, last nights. Never case notes."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection

from dps.key_workers.figures.queries import Week, midnight
from dps.key_workers.policies import Policy
from dps.key_workers.rules import figures as rules
from dps.key_workers.rules.figures import Plan

FOUR_WEEKS = timedelta(days=28)
ONE_DAY = timedelta(days=1)
NIGHTS_LOOKED_BACK = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class WingNow:
    """Who lives on a wing now; '' is whoever has no cell."""

    wing: str
    prisoners: int
    eligible: int
    assigned: int


_WINGS = """
SELECT split_part(r.cell_path, '-', 1), count(*), count(*) FILTER (WHERE c.person_id IS NULL),
       count(*) FILTER (WHERE c.person_id IS NULL AND a.person_id IS NOT NULL)
  FROM prisoners_searchrecord r
  LEFT JOIN key_workers_complexityofneed c
    ON %(high)s AND c.person_id = r.person_id AND c.active AND c.level = 'HIGH'
  LEFT JOIN key_workers_allocation a
    ON a.person_id = r.person_id AND a.policy = %(policy)s AND a.prison = %(prison)s AND a.is_active
 WHERE r.agency = %(prison)s AND r.agency <> 'OUT' GROUP BY 1 ORDER BY 1
"""


def wings_now(prison: str, policy: Policy, *, has_high_complexity: bool) -> list[WingNow]:
    """The people of a prison now by wing: how many may have a worker, and how many have one. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_WINGS, {"prison": prison, "policy": policy, "high": has_high_complexity})
        return [WingNow(*row) for row in cursor.fetchall()]


@dataclass(frozen=True, slots=True)
class Held:
    """What was written of this week by one author about the people of one wing."""

    staff_id: int | None
    wing: str
    sessions_today: int
    sessions: int
    entries_today: int
    entries: int


_HELD = """
SELECT e.staff_id, split_part(coalesce(r.cell_path, ''), '-', 1),
       count(*) FILTER (WHERE e.type = 'SESSION' AND e.occurred_at >= %(today)s),
       count(*) FILTER (WHERE e.type = 'SESSION'),
       count(*) FILTER (WHERE e.type = 'ENTRY' AND e.occurred_at >= %(today)s),
       count(*) FILTER (WHERE e.type = 'ENTRY')
  FROM key_workers_recordedevent e
  LEFT JOIN prisoners_searchrecord r ON r.person_id = e.person_id AND r.agency = e.prison
 WHERE e.prison = %(prison)s AND e.policy = %(policy)s AND e.occurred_at >= %(week)s AND e.occurred_at < %(tomorrow)s
 GROUP BY e.staff_id, 2
"""


def held_this_week(prison: str, policy: Policy, today: date) -> list[Held]:
    """Sessions and entries of this week by author and wing. One statement."""
    values: dict[str, Any] = {
        "prison": prison,
        "policy": policy,
        "week": midnight(rules.week_of(today)),
        "today": midnight(today),
        "tomorrow": midnight(today + ONE_DAY),
    }
    with connection.cursor() as cursor:
        cursor.execute(_HELD, values)
        return [Held(*row) for row in cursor.fetchall()]


@dataclass(frozen=True, slots=True)
class PrisonNow:
    """One prison as the nation's page has it: last night's counts, and sessions up to now."""

    prison: str
    frequency_in_weeks: int
    night: date | None
    """Of the last snapshot of two weeks; None when there is none."""
    prisoners: int
    eligible: int
    assigned: int
    staff: int
    overdue: int
    eligible_mean: int | None
    """Of the nights of the last four weeks."""
    sessions_today: int
    sessions_this_week: int
    sessions_four_weeks: int
    entries_today: int
    entries_this_week: int

    def week(self, today: date) -> Plan:
        """This week so far against plan, by last night's eligible people."""
        return rules.week_plan(self.eligible, self.frequency_in_weeks, self.sessions_this_week, today)

    @property
    def projected_four_weeks(self) -> int:
        return rules.prison_projected(self.eligible_mean or 0, FOUR_WEEKS.days, self.frequency_in_weeks)

    @property
    def percent_assigned(self) -> Decimal | None:
        return rules.percent(self.assigned, self.eligible)

    @property
    def delivery(self) -> Decimal | None:
        """Of the last four weeks to yesterday."""
        return rules.percent(self.sessions_four_weeks, self.projected_four_weeks)


_USED = "SELECT prison, frequency_in_weeks FROM key_workers_prisonsettings WHERE policy = %(policy)s AND enabled"
_PRISONS = f"""
WITH used AS ({_USED}),
last AS (
  SELECT DISTINCT ON (prison) prison, date, prisoner_count, eligible_count, assigned_count, eligible_staff_count,
         overdue_count
    FROM key_workers_prisonstatistic WHERE policy = %(policy)s AND date BETWEEN %(nights)s AND %(yesterday)s
   ORDER BY prison, date DESC),
mean AS (
  SELECT prison, sum(eligible_count) / count(*) AS eligible FROM key_workers_prisonstatistic
   WHERE policy = %(policy)s AND date BETWEEN %(four)s AND %(yesterday)s GROUP BY prison),
held AS (
  SELECT prison, sum(sessions) FILTER (WHERE date = %(today)s) AS sessions_today,
         sum(sessions) FILTER (WHERE date >= %(week)s) AS sessions_week,
         sum(sessions) FILTER (WHERE date < %(today)s) AS sessions_four,
         sum(entries) FILTER (WHERE date = %(today)s) AS entries_today,
         sum(entries) FILTER (WHERE date >= %(week)s) AS entries_week
    FROM key_workers_dayofsessions
   WHERE policy = %(policy)s AND date BETWEEN %(four)s AND %(today)s GROUP BY prison)
SELECT u.prison, u.frequency_in_weeks, l.date, coalesce(l.prisoner_count, 0), coalesce(l.eligible_count, 0),
       coalesce(l.assigned_count, 0), coalesce(l.eligible_staff_count, 0), coalesce(l.overdue_count, 0), m.eligible,
       coalesce(h.sessions_today, 0), coalesce(h.sessions_week, 0), coalesce(h.sessions_four, 0),
       coalesce(h.entries_today, 0), coalesce(h.entries_week, 0)
  FROM used u LEFT JOIN last l USING (prison) LEFT JOIN mean m USING (prison) LEFT JOIN held h USING (prison)
 ORDER BY u.prison
"""


def prisons_now(policy: Policy, today: date) -> list[PrisonNow]:
    """Every prison that uses the scheme, by code. One statement."""
    values: dict[str, Any] = {
        "policy": policy,
        "today": today,
        "yesterday": today - ONE_DAY,
        "week": rules.week_of(today),
        "four": today - FOUR_WEEKS,
        "nights": today - NIGHTS_LOOKED_BACK,
    }
    with connection.cursor() as cursor:
        cursor.execute(_PRISONS, values)
        return [PrisonNow(*row) for row in cursor.fetchall()]


_WEEKS = f"""
WITH used AS ({_USED}),
planned AS (
  SELECT week, sum(eligible * (CASE WHEN week = %(this)s THEN %(days)s ELSE 7 END)
                   / (frequency_in_weeks * 7)) AS projected
    FROM (SELECT s.prison, s.date - extract(dow FROM s.date)::int AS week, u.frequency_in_weeks,
                 sum(s.eligible_count) / count(*) AS eligible
            FROM key_workers_prisonstatistic s JOIN used u USING (prison)
           WHERE s.policy = %(policy)s AND s.date BETWEEN %(first)s AND %(today)s GROUP BY 1, 2, 3) t
   GROUP BY week),
held AS (
  SELECT d.date - extract(dow FROM d.date)::int AS week, sum(d.sessions) AS sessions, sum(d.entries) AS entries
    FROM key_workers_dayofsessions d JOIN used u USING (prison)
   WHERE d.policy = %(policy)s AND d.date BETWEEN %(first)s AND %(today)s GROUP BY 1)
SELECT week, coalesce(sessions, 0), coalesce(entries, 0), projected FROM planned FULL JOIN held USING (week)
"""


def weeks_of_the_nation(policy: Policy, today: date, weeks: int) -> list[Week]:
    """Sessions of all prisons that use the scheme by week from Sunday, oldest first, against all that were projected.
    One statement. The projection of a prison and week is of its nights; of this week, of the days begun."""
    wanted = rules.weeks_to(today, weeks)
    values: dict[str, Any] = {
        "policy": policy,
        "first": wanted[0],
        "today": today,
        "this": wanted[-1],
        "days": (today - wanted[-1]).days + 1,
    }
    with connection.cursor() as cursor:
        cursor.execute(_WEEKS, values)
        found = {row[0]: row[1:] for row in cursor.fetchall()}
    shown = []
    for begins in wanted:
        sessions, entries, projected = found.get(begins, (0, 0, None))
        shown.append(Week(begins, int(sessions), int(entries), None if projected is None else int(projected)))
    return shown


KEEP_SECONDS = 60.0
_kept: dict[tuple[Policy, date, int], tuple[float, list[Week]]] = {}


def weeks_with_the_past_kept(policy: Policy, today: date, weeks: int, prisons: Sequence[PrisonNow]) -> list[Week]:
    """The same for a page that is read at every session: weeks that are over are read once a minute in each process,
    this week is of `prisons` as they were just read. One statement a minute."""
    key = (policy, today, weeks)
    found = _kept.get(key)
    if found is None or found[0] < time.monotonic():
        _kept.clear()
        found = (time.monotonic() + KEEP_SECONDS, weeks_of_the_nation(policy, today, weeks)[:-1])
        _kept[key] = found
    plans = [one.week(today) for one in prisons if one.night is not None]
    this = Week(
        rules.week_of(today),
        sum(one.sessions_this_week for one in prisons),
        sum(one.entries_this_week for one in prisons),
        sum(plan.planned_by_now for plan in plans) if plans else None,
    )
    return [*found[1], this]
