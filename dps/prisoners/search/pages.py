"""Search in my prison, and everywhere."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from dps.estate import queries as estate
from dps.platform import audit, local_time
from dps.platform.access import SIGNED_IN, holds, page
from dps.platform.design.paging import Pages, with_changes, without_value
from dps.platform.design.sorting import column
from dps.platform.web.refusals import NotFound
from dps.prisoners.permissions import PrisonerPermission, viewer_of
from dps.prisoners.search import forms, presenters, queries
from dps.prisoners.search.rules import read_term

LONGEST_ADDRESS = 2048


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
    if form.is_valid():
        results = queries.search_prison(
            read_term(form.cleaned_data["term"]),
            prison=prison,
            filters=forms.prison_filters(form, view),
            sort=view.sort,
            first=(view.page - 1) * view.size,
            size=view.size,
            today=today,
        )
    viewer = viewer_of(actor)
    context = {
        "form": form,
        "view": view,
        "prison_name": estate.agency_name(prison),
        "rows": presenters.rows_of(results.people, viewer, today, everywhere=False),
        "similar": presenters.rows_of(results.similar, viewer, today, everywhere=False),
        "pages": Pages(
            view.page if (view.page - 1) * view.size < max(results.total, 1) else 1, view.size, results.total, query
        ),
        "chips": _chips(query, form, ["location", "legal", "age", "arrived", "incentive", "category"], view.flags),
        "clear": with_changes(query, **dict.fromkeys(_filter_names(query), None)),
        "all_flags": estate.alert_flags(),
        "columns": _columns(view.sort, query),
        "layouts": (with_changes(query, view=None, page=None), with_changes(query, view="grid", page=None)),
        "all_address": with_changes(query, showAll="true", page=None),
        "may_search_everywhere": holds(actor, PrisonerPermission.SEARCH_EVERYWHERE),
        "return_to": _return_to(request),
        "outside_caseload": _outside_caseload(query.get("location", ""), prison),
    }
    _audit(request, "PRISON_SEARCHED", context, query)
    return render(request, "prisoners/search.html.jinja", context)


@page(SIGNED_IN)
def search_everywhere(request: HttpRequest) -> HttpResponse:
    """People anywhere. Without the role the page is not found (search.md 3)."""
    actor, today = request.actor, local_time.today()
    if not holds(actor, PrisonerPermission.SEARCH_EVERYWHERE):
        raise NotFound("global search")
    query = forms.with_new_names(request.GET)
    view = forms.view_of(query, size=20)
    asked = any(query.get(name) for name in ("term", "born-day", "born-month", "born-year"))
    form = forms.GlobalSearchForm(query if asked else None, today=today)
    results = queries.Results([], 0)
    searched = asked and form.is_valid() and bool(form.cleaned_data["term"])
    if searched:
        term = read_term(form.cleaned_data["term"])
        if not term.is_blank:
            size = min(view.size, queries.MOST_MATCHES)
            results = queries.search_everywhere(
                term,
                filters=forms.global_filters(form),
                first=(view.page - 1) * size,
                size=size,
                today=today,
                similar_too=view.similar,
            )
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
        "return_to": _return_to(request),
    }
    if searched:
        _audit(request, "EVERYWHERE_SEARCHED", context, query)
    return render(request, "prisoners/global_search.html.jinja", context)


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
                    "text": f"{form.fields[name].label}: {words}",
                    "remove": with_changes(query, **{name: None, "page": None}),
                }
            )
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


def _outside_caseload(location: str, prison: str) -> str:
    """The name of the other prison whose location was asked for; '' when it is this one's."""
    code = location.strip().upper()[:3]
    return estate.agency_name(code) if "-" in location and code != prison and code in estate.prisons() else ""


def _audit(request: HttpRequest, action: str, context: dict[str, Any], query: Any) -> None:
    rows = [*context["rows"], *context["similar"]]
    audit.record(
        action,
        by=request.actor,
        details={
            "criteria": {key: values for key, values in query.lists() if any(values)},
            "shown": [row.number for row in rows],
            "linked": [row.number for row in rows if row.linked],
            "photos": [row.number for row in rows if row.photo],
            "fields": ["name", "number", "location", "incentive", "age", "alerts"]
            if action == "PRISON_SEARCHED"
            else ["name", "number", "date of birth", "location"],
        },
    )
