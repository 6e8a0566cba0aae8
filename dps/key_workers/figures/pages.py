"""The data of a prison: statistics with a comparison, files of them, and days counted afresh (key-workers.md 2.10)."""

from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from dps.estate.queries import agency_name
from dps.key_workers.figures import commands, presenters, queries, rebuilds
from dps.key_workers.figures.forms import RangeForm, RebuildForm
from dps.key_workers.figures.queries import PrisonDays
from dps.key_workers.levels import Here, Level, key_work_page
from dps.key_workers.policies import Policy
from dps.key_workers.rules import figures as rules
from dps.key_workers.rules.figures import Range
from dps.platform import audit, local_time
from dps.platform.web.downloads import csv_file
from dps.platform.web.refusals import Invalid

TREND_WEEKS = 13


def _asked(request: HttpRequest, here: Here) -> tuple[RangeForm, Range]:
    today = local_time.today()
    usual = rules.usual_month(today) if here.policy is Policy.KEY_WORKER else rules.month_so_far(today)
    days_given = any(key.rpartition("-")[2] in ("day", "month", "year") for key in request.GET)
    form = RangeForm(request.GET if days_given else None, today=today, usual=usual)
    return form, form.chosen()


def _read(here: Here, wanted: Range) -> PrisonDays:
    first = min(wanted.from_, wanted.compared_from, _trend_from(wanted))
    return queries.prison_days(here.prison, here.policy, first, max(wanted.to, wanted.compared_to))


def _trend_from(wanted: Range) -> date:
    return min(wanted.from_, rules.week_of(wanted.to) - timedelta(weeks=TREND_WEEKS - 1))


@key_work_page(Level.VIEW)
def data(request: HttpRequest, here: Here) -> HttpResponse:
    """Statistics of the prison for a range of days against another."""
    form, wanted = _asked(request, here)
    days = _read(here, wanted)
    found = queries.prison_compared(days, wanted)
    weeks = here.settings.frequency_in_weeks
    officers = here.policy is Policy.PERSONAL_OFFICER
    wings = queries.wing_figures(here.prison, here.policy, wanted.from_, wanted.to, weeks)
    context = {
        "here": here,
        "form": form,
        "prison_name": agency_name(here.prison),
        "wanted": wanted,
        "range": presenters.range_words(wanted.from_, wanted.to),
        "compared": presenters.range_words(wanted.compared_from, wanted.compared_to),
        "is_empty": found.now.is_empty,
        "missing": presenters.missing_words(found.now),
        "cards": presenters.cards(here.policy, found, weeks, has_high_complexity=here.settings.has_high_complexity),
        "weeks": presenters.week_bars(days.weeks(_trend_from(wanted), wanted.to), entries=officers),
        "wings": presenters.wing_bars(wings),
        "officers": officers,
        "query": request.META["QUERY_STRING"] and f"?{request.GET.urlencode()}" if form.is_bound else "",
    }
    return render(request, "key_workers/figures/data.html.jinja", context, status=400 if form.errors else 200)


@key_work_page(Level.VIEW)
def summary_file(request: HttpRequest, here: Here) -> HttpResponseBase:
    """The cards as a file."""
    _, wanted = _asked(request, here)
    found = queries.prison_compared(_read(here, wanted), wanted)
    cards = presenters.cards(
        here.policy, found, here.settings.frequency_in_weeks, has_high_complexity=here.settings.has_high_complexity
    )
    return _file(here, "summary", wanted, list(presenters.card_rows(cards, wanted)))


@key_work_page(Level.VIEW)
def days_file(request: HttpRequest, here: Here) -> HttpResponseBase:
    """Every day of the range as a file."""
    _, wanted = _asked(request, here)
    days = queries.prison_days(here.prison, here.policy, wanted.from_, wanted.to)
    return _file(here, "days", wanted, list(presenters.day_rows(days, wanted.from_, wanted.to)))


@key_work_page(Level.VIEW)
def wings_file(request: HttpRequest, here: Here) -> HttpResponseBase:
    """The range by wing as a file."""
    _, wanted = _asked(request, here)
    found = queries.wing_figures(here.prison, here.policy, wanted.from_, wanted.to, here.settings.frequency_in_weeks)
    return _file(here, "wings", wanted, list(presenters.wing_rows(found)))


def _file(here: Here, what: str, wanted: Range, rows: list[list[str]]) -> HttpResponseBase:
    days = {"from": wanted.from_.isoformat(), "to": wanted.to.isoformat()}
    details = {"report": f"key work {what}", "policy": str(here.policy), "rows": len(rows) - 1, **days}
    audit.record("REPORT_DOWNLOADED", by=here.actor, subject_type="prison", subject_id=here.prison, details=details)
    return csv_file(f"{here.policy.slug}-{what}-{here.prison}.csv", rows, accents=True)


@key_work_page(Level.ADMIN, methods=("GET", "POST"), administration=True)
def rebuild(request: HttpRequest, here: Here) -> HttpResponse:
    """Have days counted afresh; those asked for lately, and nights that are missing."""
    today = local_time.today()
    form = RebuildForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            made = commands.ask_for_rebuild(
                here.actor, here.prison, here.policy, **form.cleaned_data, at=local_time.now(), today=today
            )
        except Invalid as refused:
            form.add_problems(refused)
        else:
            messages.success(request, "Asked for: the days will be counted in a moment")
            return redirect("key_work_rebuilding", here.policy.slug, made.pk)
    context = {
        "here": here,
        "form": form,
        "prison_name": agency_name(here.prison),
        "missing": rebuilds.missing_nights(here.prison, here.policy, today),
        "latest": rebuilds.latest(here.prison, here.policy),
    }
    return render(request, "key_workers/figures/rebuild.html.jinja", context, status=400 if form.errors else 200)


@key_work_page(Level.ADMIN, administration=True)
def rebuilding(request: HttpRequest, here: Here, rebuild: int) -> HttpResponse:
    """How far days that are counted afresh are."""
    context = {
        "here": here,
        "found": rebuilds.one(rebuild, here.prison, here.policy),
        "prison_name": agency_name(here.prison),
        "topic": commands.topic_of(rebuild),
        "as_at": local_time.now(),
    }
    return render(request, "key_workers/figures/rebuilding.html.jinja", context)
