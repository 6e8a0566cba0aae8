"""Looking up lists of numbers, release dates and restricted patients."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from dps.estate import queries as estate
from dps.platform import local_time
from dps.platform.access import page
from dps.platform.design.paging import Pages, page_number, with_changes
from dps.platform.web.downloads import csv_file
from dps.platform.web.refusals import NotFound
from dps.prisoners.permissions import PrisonerPermission, viewer_of
from dps.prisoners.restricted_patients import queries as restricted
from dps.prisoners.restricted_patients.queries import Patient
from dps.prisoners.rules.access import Whereabouts, may_open
from dps.prisoners.search import auditing, exports, presenters
from dps.prisoners.search.found import Found
from dps.prisoners.search.lookups import queries
from dps.prisoners.search.lookups.forms import ListForm, ReleaseDatesForm, RestrictedForm
from dps.prisoners.search.lookups.rules import Pasted
from dps.prisoners.search.prisons import prisons_chosen, prisons_to_search, searches_everywhere

SIZE = 50


@page(PrisonerPermission.SEARCH_MY_PRISON, methods=("GET", "POST"))
def look_up(request: HttpRequest) -> HttpResponseBase:
    """People by a list of numbers, with the lines that are nobody's; as a page or as a file.

    The list is sent, not kept: a thousand numbers are too long for an address.
    """
    form = ListForm(request.POST, request.FILES) if request.method == "POST" else ListForm()
    if not (form.is_bound and form.is_valid()):
        return render(request, "prisoners/look_up.html.jinja", {"form": form}, status=400 if form.errors else 200)
    lines = _lines(request, form.pasted, local_time.today())
    rows = [row for _, row in lines if row is not None]
    criteria = {"asked": list(form.pasted.order)}
    if "download" in request.POST:
        auditing.record_search(request, "NUMBERS_LOOKED_UP_EXPORTED", criteria, rows, auditing.GLOBAL)
        return _as_file(lines, form.pasted)
    auditing.record_search(request, "NUMBERS_LOOKED_UP", criteria, rows, auditing.GLOBAL)
    context = {
        "form": form,
        "lines": lines,
        "wrong": form.pasted.wrong,
        "found": len(rows),
        "missing": len(lines) - len(rows),
        "as_sent": "\n".join(form.pasted.order),
    }
    return render(request, "prisoners/look_up.html.jinja", context)


def _lines(request: HttpRequest, pasted: Pasted, today: date) -> list[tuple[str, presenters.Row | None]]:
    """What was asked, in order, and who it is: nobody also for those beyond my prisons without global search."""
    found = queries.by_numbers(pasted.numbers, pasted.booking_ids, today)
    viewer = viewer_of(request.actor)
    known: dict[str, Found] = {
        asked: person
        for asked, person in found.items()
        if searches_everywhere(request.actor) or may_open(Whereabouts(person.agency, person.supporting_prison), viewer)
    }
    rows = presenters.rows_of(list(known.values()), viewer, today, everywhere=True)
    by_asked = dict(zip(known, rows, strict=True))
    return [(asked, by_asked.get(asked.lstrip("0") if asked.isdigit() else asked)) for asked in pasted.order]


def _as_file(lines: list[tuple[str, presenters.Row | None]], pasted: Pasted) -> HttpResponseBase:
    heading = ("Asked", "Prison number", "Name", "Date of birth", "Location", "Result")
    cells = [
        (asked, row.number, row.name, local_time.short_date(row.born), row.place, "Found")
        if row
        else (asked, "", "", "", "", "Not found")
        for asked, row in lines
    ]
    cells += [(text, "", "", "", "", "Not a number") for _, text in pasted.wrong]
    return csv_file(f"look-up-{local_time.today().isoformat()}.csv", (heading, *cells), accents=True)


@page(PrisonerPermission.SEARCH_MY_PRISON)
def release_dates(request: HttpRequest) -> HttpResponseBase:
    """People to be released in a span of days, soonest first; with `download` as a file."""
    today, query = local_time.today(), request.GET
    asked = any(query.get(f"{name}-{part}") for name in ("earliest", "latest") for part in ("day", "month", "year"))
    prisons = prisons_to_search(request.actor)
    form = ReleaseDatesForm(query if asked else None, today=today, prisons=prisons)
    number = page_number(query.get("page", "1"))
    rows: list[presenters.Row] = []
    days: list[date] = []
    total = 0
    if asked and form.is_valid():
        as_file = "download" in query
        size = exports.MOST_EXPORTED if as_file else SIZE
        # When somebody leaves may be read of whom one may open: without global search, of one's own prisons.
        found, total = queries.leaving_between(
            form.from_day(),
            form.cleaned_data["latest"],
            prisons=prisons_chosen(request.actor, form.cleaned_data["prison"] or list(prisons)),
            first=0 if as_file else (number - 1) * SIZE,
            size=size,
            today=today,
        )
        people, days = [person for person, _ in found], [day for _, day in found]
        rows = presenters.rows_of(people, viewer_of(request.actor), today, everywhere=True)
        fields = (*auditing.GLOBAL, "release date")
        action = "RELEASE_DATES_SEARCHED" + ("_EXPORTED" if as_file else "")
        auditing.record_search(request, action, auditing.criteria_of(query), rows, fields)
        if as_file:
            heading = ("Release date", "Name", "Prison number", "Date of birth", "Location")
            cells = (
                (local_time.short_date(day), row.name, row.number, local_time.short_date(row.born), row.place)
                for day, row in zip(days, rows, strict=True)
            )
            return csv_file(f"release-dates-{today.isoformat()}.csv", (heading, *cells), accents=True)
    context = {
        "form": form,
        "rows": list(zip(rows, days, strict=True)),
        "searched": asked and not form.errors,
        "pages": Pages(number, SIZE, total, query),
        "download": with_changes(query, download="yes", page=None),
    }
    return render(request, "prisoners/release_dates.html.jinja", context)


@page(PrisonerPermission.SEARCH_MY_PRISON)
def restricted_patients(request: HttpRequest) -> HttpResponse:
    """Restricted patients: of the prisons one works in with POM, all with INACTIVE_BOOKINGS; else not found."""
    viewer, today = viewer_of(request.actor), local_time.today()
    everybody = viewer.has("INACTIVE_BOOKINGS")
    if not (everybody or viewer.has("POM")):
        auditing.record_refusal(request, "RESTRICTED_PATIENTS_SEARCHED", "does not hold a role for it")
        raise NotFound("restricted patients")
    form = RestrictedForm(request.GET)
    number = page_number(request.GET.get("page", "1"))
    found: list[Patient] = []
    total = 0
    if form.is_valid():
        found, total = restricted.patients(
            words=form.cleaned_data["words"],
            prisons=None if everybody else sorted(viewer.caseloads),
            first=(number - 1) * SIZE,
            size=SIZE,
        )
    people = [one.person for one in found]
    rows: list[Any] = presenters.rows_of(people, viewer, today, everywhere=True)
    supports = [estate.agency_name(person.supporting_prison) for person in people]
    criteria = auditing.criteria_of(request.GET)
    auditing.record_search(request, "RESTRICTED_PATIENTS_SEARCHED", criteria, rows, auditing.GLOBAL)
    context = {
        "form": form,
        "rows": list(zip(rows, supports, strict=True)),
        "pages": Pages(number, SIZE, total, request.GET),
    }
    return render(request, "prisoners/restricted_patients.html.jinja", context)


@page(PrisonerPermission.SEARCH_EVERYWHERE)
def locations(request: HttpRequest) -> HttpResponseBase:
    """Everybody's prison and cell, a file at a time: `after` is the last number of the file before."""
    after = request.GET.get("after", "")
    if after and not (after.isascii() and len(after) <= 10 and after.isalnum()):
        raise NotFound("no prison number to go on after")
    rows = queries.locations_after(after.upper())
    details = {"after": after, "people": len(rows), "last": rows[-1][0] if rows else ""}
    auditing.record_search(request, "LOCATIONS_EXPORTED", details, [], ("number", "prison", "location"))
    heading = ("Prison number", "Prison", "Location", "Prison left last")
    viewer = viewer_of(request.actor)
    cells = ((number, prison, path if prison in viewer.caseloads else "", left) for number, prison, path, left in rows)
    return csv_file(f"locations-{local_time.today().isoformat()}.csv", (heading, *cells))
