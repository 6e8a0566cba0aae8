"""The live pages: one prison today and this week, the nation by prison, and both for a screen on the wall."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from dps.estate.queries import agency_name, regions
from dps.key_workers.dashboards import presenters, queries, topics
from dps.key_workers.due import queries as due
from dps.key_workers.figures import presenters as words
from dps.key_workers.figures import queries as figures
from dps.key_workers.levels import Here, Level, key_work_page
from dps.key_workers.permissions import KeyWorkPermission
from dps.key_workers.policies import Policy, policy_at
from dps.key_workers.rules import figures as rules
from dps.key_workers.staff.queries import workers
from dps.platform import audit, local_time
from dps.platform.access import page
from dps.platform.design.sorting import Column, column
from dps.platform.web.downloads import csv_file

OVERDUE_SHOWN = 20
TREND_WEEKS = 13
YEAR_OF_WEEKS = 52
LOWEST_SHOWN = 8


def _prison(here: Here) -> dict[str, Any]:
    today, weeks = local_time.today(), here.settings.frequency_in_weeks
    officers = here.policy is Policy.PERSONAL_OFFICER
    wings = queries.wings_now(here.prison, here.policy, has_high_complexity=here.settings.has_high_complexity)
    held = queries.held_this_week(here.prison, here.policy, today)
    by_wing, by_worker = due.counted(here.prison, here.policy, today)
    overdue = sum(one.overdue for one in by_wing)
    worker = here.words.worker
    return {
        "here": here,
        "officers": officers,
        "prison_name": agency_name(here.prison),
        "topic": topics.topic_of(here.prison),
        "as_at": local_time.in_london(local_time.now()),
        "today": today,
        "week": rules.week_of(today),
        "often": words.often_words(weeks),
        "overdue": overdue,
        "by_worker": by_worker,
        "held": held,
        "bigs": presenters.officer_bigs(wings, held, overdue=overdue, worker=worker)
        if officers
        else presenters.prison_bigs(wings, held, weeks=weeks, overdue=overdue, today=today, worker=worker),
        "wings": presenters.wing_bars(wings, held, by_wing, weeks=weeks, entries=officers),
    }


@key_work_page(Level.VIEW)
def today(request: HttpRequest, here: Here) -> HttpResponse:
    """Today and this week in one prison, against plan, by worker and by wing; who is overdue."""
    shown = _prison(here)
    day, weeks = shown["today"], here.settings.frequency_in_weeks
    first = rules.week_of(day) - timedelta(weeks=TREND_WEEKS - 1)
    days = figures.prison_days(here.prison, here.policy, first, day)
    lately = days.between(day - queries.FOUR_WEEKS, day - queries.ONE_DAY)
    late, _ = due.due(here.prison, here.policy, day, size=OVERDUE_SHOWN)
    context = {
        **shown,
        "workers": presenters.worker_bars(
            workers(here.prison, here.policy, day), shown["held"], shown["by_worker"], weeks=weeks,
            entries=shown["officers"], base=here.base,
        ),
        "late": presenters.overdue_rows(late, day, here.base),
        "weeks": words.week_bars(days.weeks(first, day), entries=shown["officers"]),
        "delivery": words.percent_words(lately.delivery),
        "delivery_how": f"{lately.sessions:,} of {words.number_words(lately.projected).lower()} projected",
    }  # fmt: skip
    return render(request, "key_workers/dashboards/today.html.jinja", context)


@key_work_page(Level.VIEW)
def today_wall(request: HttpRequest, here: Here) -> HttpResponse:
    """The same for a screen on the wall: large figures, no names."""
    shown = _prison(here)
    context = {**shown, "title": shown["prison_name"], "back": f"{here.base}today/", "rows": shown["wings"]}
    return render(request, "key_workers/dashboards/wall.html.jinja", context)


def _nation(request: HttpRequest) -> dict[str, Any]:
    policy = policy_at(request.GET.get("scheme", "")) or Policy.KEY_WORKER
    today = local_time.today()
    prisons = queries.prisons_now(policy, today)
    officers = policy is Policy.PERSONAL_OFFICER
    return {
        "policy": policy,
        "officers": officers,
        "prisons": prisons,
        "topic": topics.NATIONAL,
        "as_at": local_time.in_london(local_time.now()),
        "today": today,
        "week": rules.week_of(today),
        "bigs": presenters.national_officer_bigs(prisons) if officers else presenters.national_bigs(prisons, today),
        "rows": presenters.prison_rows(prisons, agency_name, today),
    }


@page(KeyWorkPermission.SEE_NATIONAL)
def national(request: HttpRequest) -> HttpResponse:
    """Every prison that uses the scheme, together and one by one, with the year by week."""
    shown, sort = _nation(request), request.GET.get("sort", "name")
    weeks = queries.weeks_with_the_past_kept(shown["policy"], shown["today"], YEAR_OF_WEEKS, shown["prisons"])
    context = {
        **shown,
        "rows": presenters.sorted_rows(shown["rows"], sort),
        "columns": _columns(request, sort, officers=shown["officers"]),
        "regions": presenters.region_bars(shown["prisons"], regions(), entries=shown["officers"]),
        "weeks": words.week_bars(weeks, entries=shown["officers"]),
        "said": words.percent_words,
        "policies": [(one, f"?scheme={one.slug}") for one in Policy],
        "query": f"?scheme={shown['policy'].slug}",
    }
    return render(request, "key_workers/dashboards/national.html.jinja", context)


_HEADINGS: Mapping[str, str] = {
    "name": "Prison", "eligible": "Eligible", "assigned": "With a worker", "today": "Today", "week": "This week",
    "course": "Against plan by today", "delivery": "Delivery, 4 weeks", "overdue": "Overdue",
}  # fmt: skip


def _columns(request: HttpRequest, sort: str, *, officers: bool) -> dict[str, Column]:
    shown = {
        key: text
        for key, text in _HEADINGS.items()
        if not (officers and key in ("today", "week", "course", "delivery"))
    }
    return {
        key: column(text, ascending=key, descending=f"-{key}", now=sort, query=request.GET)
        for key, text in shown.items()
    }


@page(KeyWorkPermission.SEE_NATIONAL)
def national_wall(request: HttpRequest) -> HttpResponse:
    """The nation for a screen on the wall: its figures, and the prisons furthest behind this week's plan."""
    shown = _nation(request)
    behind = [] if shown["officers"] else presenters.sorted_rows(shown["rows"], "course")
    context = {
        **shown,
        "title": f"All prisons: {shown['policy'].words.workers}",
        "back": f"/key-workers/national/?scheme={shown['policy'].slug}",
        "behind": [row for row in behind if row.week_rate is not None][:LOWEST_SHOWN],
        "said": words.percent_words,
    }
    return render(request, "key_workers/dashboards/wall_national.html.jinja", context)


@page(KeyWorkPermission.SEE_NATIONAL)
def national_file(request: HttpRequest) -> HttpResponseBase:
    """Every prison as a file."""
    shown = _nation(request)
    rows = presenters.sorted_rows(shown["rows"], "name")
    details = {"report": "key work of all prisons", "policy": str(shown["policy"]), "rows": len(rows)}
    audit.record("REPORT_DOWNLOADED", by=request.actor, subject_type="prison", details=details)
    lines = [
        [
            "Code", "Prison", "Counted on", "Eligible", "% with a worker", "Active workers", "Sessions today",
            "Sessions this week", "Planned this week", "Planned by the end of today", "Delivery rate % of 4 weeks",
            "Overdue", "Region",
        ],
        *(
            [
                row.code, row.name, local_time.short_date(row.night), str(row.eligible), _plain(row.assigned),
                str(row.staff), str(row.today), str(row.week), str(row.planned), str(row.by_now), _plain(row.delivery),
                str(row.overdue), regions().get(row.code, ""),
            ]
            for row in rows
        ),
    ]  # fmt: skip
    return csv_file(f"{shown['policy'].slug}-prisons.csv", lines, accents=True)


def _plain(rate: object) -> str:
    return "" if rate is None else str(rate)
