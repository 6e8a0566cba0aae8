"""The staff list (key-workers.md 2.4)."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from dps.estate import queries as estate
from dps.key_workers.cover import queries as cover
from dps.key_workers.figures.queries import worker_figures
from dps.key_workers.levels import Here, Level, key_work_page
from dps.key_workers.policies import Policy
from dps.key_workers.rules.figures import months_before
from dps.key_workers.staff import listing, presenters, queries
from dps.key_workers.staff.forms import FilterForm
from dps.platform import audit, local_time
from dps.platform.design.paging import with_changes
from dps.platform.design.sorting import column
from dps.platform.web.downloads import csv_file


@key_work_page(Level.VIEW)
def staff(request: HttpRequest, here: Here) -> HttpResponse:
    """Everybody who works in the scheme here, with what they take on and what they did in the last month."""
    form = FilterForm(request.GET)
    rows = _rows(here, form.cleaned_data if form.is_valid() else {}, request.GET.get("sort", listing.NAME))
    sort = request.GET.get("sort", listing.NAME)
    allocated, places = listing.totals(rows)
    context = {
        "here": here,
        "form": form,
        "prison_name": estate.agency_name(here.prison),
        "rows": rows,
        "allocated": allocated,
        "places": places,
        "columns": {
            name: column(words, ascending=name, descending=f"-{name}", now=sort, query=request.GET)
            for name, words in _columns(here.policy).items()
        },
        "sort": sort if sort in listing.SORTS else listing.NAME,
        "file": f"staff.csv{with_changes(request.GET)}",
        "words": presenters,
    }
    return render(request, "key_workers/staff/list.html.jinja", context, status=400 if form.errors else 200)


@key_work_page(Level.VIEW)
def staff_file(request: HttpRequest, here: Here) -> HttpResponseBase:
    """The same list as a file."""
    form = FilterForm(request.GET)
    rows = _rows(here, form.cleaned_data if form.is_valid() else {}, request.GET.get("sort", listing.NAME))
    details = {"report": f"{here.words.worker} staff", "prison": here.prison, "rows": len(rows)}
    audit.record("REPORT_DOWNLOADED", by=request.actor, subject_type="prison", subject_id=here.prison, details=details)
    return csv_file(f"{here.policy.slug}-staff.csv", _lines(here.policy, rows), accents=True)


def _columns(policy: Policy) -> dict[str, str]:
    """The delivery rate is of key workers only; personal officers write entries."""
    words = dict(listing.COLUMNS)
    if policy is Policy.PERSONAL_OFFICER:
        del words[listing.DELIVERY]
        words[listing.SESSIONS] = "Entries in last month"
    return words


def _rows(here: Here, asked: dict[str, Any], sort: str) -> list[listing.Row]:
    today = local_time.today()
    found = [
        one
        for one in queries.workers(here.prison, here.policy, today)
        if listing.matches(one.first_name, one.last_name, asked.get("name", ""))
        and one.status == (asked.get("status") or one.status)
    ]
    figures = worker_figures(here.prison, here.policy, [one.staff_id for one in found], months_before(today, 1), today)
    covered = {
        one.staff_id: presenters.full_name(one.cover_first_name, one.cover_last_name, one.cover_staff_id)
        for one in cover.covers(here.prison, here.policy, today)
        if one.from_date <= today
    }
    order = list(presenters.WORDS)
    rows = []
    for one in found:
        figure = figures.get(one.staff_id)
        by_entries = here.policy is Policy.PERSONAL_OFFICER
        did = (figure.entries if by_entries else figure.sessions) if figure else 0
        rows.append(
            listing.Row(
                staff_id=one.staff_id,
                last_name=one.last_name,
                first_name=one.first_name,
                status=one.status,
                status_order=order.index(one.status) if one.status in order else len(order),
                pattern=one.schedule_type,
                allocated=one.allocated,
                capacity=one.capacity,
                sessions=did,
                delivery=figure.compliance if figure and figure.projected else None,
                cover=covered.get(one.staff_id, ""),
            )
        )
    return listing.in_order(rows, sort)


def _lines(policy: Policy, rows: list[listing.Row]) -> Iterator[list[str]]:
    columns = _columns(policy)
    yield [*columns.values(), "Covered by"]
    for row in rows:
        cells = {
            listing.NAME: presenters.last_first(row.last_name, row.first_name, row.staff_id),
            listing.STATUS: presenters.status_words(row.status),
            listing.PATTERN: row.pattern,
            listing.ALLOCATED: str(row.allocated),
            listing.CAPACITY: str(row.capacity),
            listing.SESSIONS: str(row.sessions),
            listing.DELIVERY: presenters.percent_words(row.delivery),
        }
        yield [*(cells[name] for name in columns), row.cover]
