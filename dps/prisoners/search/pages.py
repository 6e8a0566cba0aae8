"""Search in my prison, and everywhere."""

from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from dps.estate import queries as estate
from dps.platform import local_time
from dps.platform.access import SIGNED_IN, Actor, holds, page
from dps.platform.design.paging import Pages, with_changes, without_value
from dps.platform.design.sorting import column
from dps.platform.web.refusals import NotFound
from dps.prisoners.permissions import PrisonerPermission, viewer_of
from dps.prisoners.search import auditing, exports, forms, presenters, queries
from dps.prisoners.search.facets import count_facets
from dps.prisoners.search.rules import read_term
from dps.prisoners.search.saved.queries import saved_by

LONGEST_ADDRESS = 2048
LOCAL, GLOBAL = "PRISON_SEARCHED", "EVERYWHERE_SEARCHED"


def _in_prison(form: forms.PrisonSearchForm, view: forms.View, prison: str, today: date) -> queries.Results:
    return queries.search_prison(
        read_term(form.cleaned_data["term"]),
        prison=prison,
        filters=forms.prison_filters(form, view),
        sort=view.sort,
        first=(view.page - 1) * view.size,
        size=view.size,
        today=today,
    )


@page(PrisonerPermission.SEARCH_MY_PRISON)
def search_my_prison(request: HttpRequest) -> HttpResponse:
    """People of the prison one works in. Old links and the home page's box come here too."""
    if request.GET.get("scope") == "global":
        return redirect("/prisoners/global?" + urlencode({"term": request.GET.get("term", "")[:200]}))
    actor, today = request.actor, local_time.today()
    prison = actor.active_caseload
    if not prison:
        return render(request, "prisoners/no_caseload.html.jinja")
    query = forms.with_new_names(request.GET)
    view = forms.view_of(query, size=50)
    form = forms.prison_form(query, prison)
    results = queries.Results([], 0)
    counts: dict[str, dict[str, int]] = {}
    chips: list[dict[str, str]] = []
    if form.is_valid():
        results = _in_prison(form, view, prison, today)
        filters, term = forms.prison_filters(form, view), read_term(form.cleaned_data["term"])
        counts = count_facets(term, prison=prison, filters=filters, today=today)
        chips = _chips(query, form, list(forms.PRISON_FILTERS), view.flags)
        forms.show_counts(form, counts)
    viewer = viewer_of(actor)
    outside_caseload = _outside_caseload(query.get("location", ""), actor)
    context = {
        "form": form,
        "view": view,
        "prison_name": estate.agency_name(prison),
        "rows": presenters.rows_of(results.people, viewer, today, everywhere=False),
        "similar": presenters.rows_of(results.similar, viewer, today, everywhere=False),
        "pages": Pages(
            view.page if (view.page - 1) * view.size < max(results.total, 1) else 1, view.size, results.total, query
        ),
        "chips": chips,
        "clear": with_changes(query, **dict.fromkeys(_filter_names(query), None)),
        "all_flags": estate.alert_flags(),
        "flag_counts": counts.get("alerts", {}),
        "filter_rows": [forms.PRISON_FILTERS[1:7], forms.PRISON_FILTERS[7:], ("born_from", "born_to")],
        "columns": _columns(view.sort, query),
        "layouts": (with_changes(query, view=None, page=None), with_changes(query, view="grid", page=None)),
        "all_address": with_changes(query, showAll="true", page=None),
        "export_address": "/prisoners/export" + with_changes(query, page=None, showAll=None),
        "may_search_everywhere": holds(actor, PrisonerPermission.SEARCH_EVERYWHERE),
        "return_to": _return_to(request),
        "outside_caseload": outside_caseload,
        "saved": saved_by(actor.username),
    }
    if outside_caseload:
        auditing.record_refusal(request, LOCAL, "a place outside the prison they work in")
    rows = [*context["rows"], *context["similar"]]
    auditing.record_search(request, LOCAL, auditing.criteria_of(query), rows, auditing.LOCAL)
    return render(request, "prisoners/search.html.jinja", context)


@page(PrisonerPermission.SEARCH_MY_PRISON)
def export_my_prison(request: HttpRequest) -> HttpResponseBase:
    """The people of a search in one's prison as a file."""
    prison, today = request.actor.active_caseload, local_time.today()
    if not prison:
        raise NotFound("no caseload")
    query = forms.with_new_names(request.GET)
    form = forms.prison_form(query, prison)
    if not form.is_valid():
        return redirect("/prisoners/" + with_changes(query))  # which tells what is wrong
    view = replace(forms.view_of(query, size=50), page=1, size=exports.MOST_EXPORTED)
    results = _in_prison(form, view, prison, today)
    rows = presenters.rows_of(results.people, viewer_of(request.actor), today, everywhere=False)
    return exports.export(request, LOCAL, auditing.criteria_of(query), rows, everywhere=False)


def _may_search_everywhere(request: HttpRequest) -> None:
    """Without the role the page is not found, and the attempt is recorded (search.md 3, 4)."""
    if not holds(request.actor, PrisonerPermission.SEARCH_EVERYWHERE):
        auditing.record_refusal(request, GLOBAL, "does not hold the role")
        raise NotFound("global search")


@page(SIGNED_IN)
def search_everywhere(request: HttpRequest) -> HttpResponse:
    """People anywhere."""
    _may_search_everywhere(request)
    actor, today = request.actor, local_time.today()
    query = forms.with_new_names(request.GET)
    view = forms.view_of(query, size=20)
    asked = any(query.get(name) for name in ("term", "born-day", "born-month", "born-year"))
    form = forms.GlobalSearchForm(query if asked else None, today=today)
    results = queries.Results([], 0)
    searched = asked and form.is_valid() and bool(form.cleaned_data["term"])
    if searched:
        results = _everywhere(form, view, min(view.size, queries.MOST_MATCHES), today)
    viewer = viewer_of(actor)
    context = {
        "form": form,
        "view": view,
        "searched": searched,
        "results": results,
        "rows": presenters.rows_of(results.people, viewer, today, everywhere=True),
        "similar": presenters.rows_of(results.similar, viewer, today, everywhere=True),
        "pages": Pages(view.page, view.size, results.total, query),
        "chips": _chips(query, form, ["where", "sex"], ()) if form.is_bound else [],
        "clear": with_changes(query, **dict.fromkeys(_filter_names(query), None)),
        "similar_address": with_changes(query, similar="yes", page=None),
        "export_address": "/prisoners/global/export" + with_changes(query, page=None, showAll=None),
        "return_to": _return_to(request),
        "saved": saved_by(actor.username),
    }
    if searched:
        rows = [*context["rows"], *context["similar"]]
        auditing.record_search(request, GLOBAL, auditing.criteria_of(query), rows, auditing.GLOBAL)
    return render(request, "prisoners/global_search.html.jinja", context)


@page(SIGNED_IN)
def export_everywhere(request: HttpRequest) -> HttpResponseBase:
    """The people of a search everywhere as a file."""
    _may_search_everywhere(request)
    today, query = local_time.today(), forms.with_new_names(request.GET)
    form = forms.GlobalSearchForm(query, today=today)
    if not form.is_valid() or not form.cleaned_data["term"]:
        return redirect("/prisoners/global" + with_changes(query))  # which tells what is wrong
    view = replace(forms.view_of(query, size=20), page=1)
    results = _everywhere(form, view, queries.MOST_MATCHES, today)
    people = [*results.people, *results.similar] if view.similar else results.people
    rows = presenters.rows_of(people, viewer_of(request.actor), today, everywhere=True)
    return exports.export(request, GLOBAL, auditing.criteria_of(query), rows, everywhere=True)


def _everywhere(form: forms.GlobalSearchForm, view: forms.View, size: int, today: date) -> queries.Results:
    term = read_term(form.cleaned_data["term"])
    if term.is_blank:
        return queries.Results([], 0)
    return queries.search_everywhere(
        term,
        filters=forms.global_filters(form),
        first=(view.page - 1) * size,
        size=size,
        today=today,
        similar_too=view.similar,
    )


def _filter_names(query: Any) -> list[str]:
    return [key for key in query if key not in ("term", "view", "sort", "size")]


def _chips(query: Any, form: Any, names: list[str], flags: tuple[str, ...]) -> list[dict[str, str]]:
    chips = []
    for name in names:
        value = form.data.get(name, "")
        words = dict(form.fields[name].choices).get(value, "")
        if value and words:
            chips.append(
                {
                    "text": f"{form.fields[name].label}: {words.lstrip('– ')}",
                    "remove": with_changes(query, **{name: None, "page": None}),
                }
            )
    for name in ("born_from", "born_to"):
        if name in form.fields and (day := form.cleaned_data.get(name)):
            parts = {f"{name}-{part}": None for part in ("day", "month", "year")}
            words = f"{form.fields[name].label} {local_time.short_date(day)}"
            chips.append({"text": words, "remove": with_changes(query, **parts, page=None)})
    chips += [{"text": flag, "remove": without_value(query, "alerts", flag)} for flag in flags]
    return chips


def _columns(sort: str, query: Any) -> dict[str, Any]:
    return {
        name: column(text, ascending=name, descending=f"-{name}", now=sort, query=query)
        for name, text in (("name", "Name"), ("location", "Location"), ("age", "Age"))
    }


def _return_to(request: HttpRequest) -> str:
    address = request.get_full_path()
    return address if len(address) < LONGEST_ADDRESS // 2 else request.path


def _outside_caseload(location: str, actor: Actor) -> str:
    """What to say of a place of another prison; '' when it is this one's."""
    code = location.strip().upper()[:3]
    if code == actor.active_caseload or code not in estate.prisons() or location.strip()[3:4] not in ("", "-"):
        return ""
    name = estate.agency_name(code)
    if code in actor.caseloads:
        here = f"{name} is not the prison you are working in now, so nobody is shown."
        return f"{here} To search there, change the prison you work in at the top of the page."
    return f"{name} is not in your caseload, so nobody is shown."
