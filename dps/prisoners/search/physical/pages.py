"""Search by what somebody looks like."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from dps.platform import local_time
from dps.platform.access import page
from dps.platform.design.paging import Pages, page_number, with_changes
from dps.platform.web.refusals import Invalid
from dps.prisoners.permissions import PrisonerPermission, viewer_of
from dps.prisoners.search import auditing, exports, presenters
from dps.prisoners.search.physical.forms import MARK_ROWS, DescriptionForm
from dps.prisoners.search.physical.queries import MOST_FOUND, ByDescription, search_description
from dps.prisoners.search.physical.rules import CHOICES
from dps.prisoners.search.prisons import prisons_to_search
from dps.prisoners.search.reach import reach_of
from dps.prisoners.search.saved.queries import saved_by

ACTION, SIZE = "DESCRIPTION_SEARCHED", 20


@page(PrisonerPermission.SEARCH_MY_PRISON)
def description(request: HttpRequest) -> HttpResponse:
    """People who look as described, in the prisons chosen."""
    today, query = local_time.today(), request.GET
    asked = "how" in query
    form = _form(request, asked=asked)
    number = page_number(query.get("page", "1"))
    found = _found(request, form, (number - 1) * SIZE, SIZE, today) if asked and form.is_valid() else None
    rows = _rows(request, found, today)
    address = request.get_full_path()
    context = {
        "form": form,
        "found": found,
        "rows": rows,
        "choices": CHOICES,
        "mark_rows": range(1, MARK_ROWS + 1),
        "pages": Pages(number, SIZE, found.total if found else 0, query),
        "export_address": "/prisoners/description/export" + with_changes(query, page=None),
        "return_to": address if len(address) < 1024 else request.path,
        "saved": saved_by(request.actor.username),
    }
    if found is not None:
        auditing.record_search(request, ACTION, auditing.criteria_of(query), rows, (*auditing.GLOBAL, "why it fits"))
    return render(request, "prisoners/description.html.jinja", context)


@page(PrisonerPermission.SEARCH_MY_PRISON)
def export_description(request: HttpRequest) -> HttpResponseBase:
    """The people of a description as a file."""
    today = local_time.today()
    form = _form(request, asked=True)
    found = _found(request, form, 0, MOST_FOUND, today) if form.is_valid() else None
    if found is None:
        return redirect("/prisoners/description" + with_changes(request.GET))  # which tells what is wrong
    rows = _rows(request, found, today)
    return exports.export(request, ACTION, auditing.criteria_of(request.GET), rows, everywhere=True)


def _form(request: HttpRequest, *, asked: bool) -> DescriptionForm:
    first = {"prison": [request.actor.active_caseload], "how": "any"}
    prisons = prisons_to_search(request.actor)
    return DescriptionForm(request.GET, prisons=prisons) if asked else DescriptionForm(initial=first, prisons=prisons)


def _found(request: HttpRequest, form: DescriptionForm, first: int, size: int, today: date) -> ByDescription | None:
    wanted = form.description()
    try:
        return search_description(wanted, reach=reach_of(request.actor), first=first, size=size, today=today)
    except Invalid as refused:
        form.add_problems(refused)
        return None


def _rows(request: HttpRequest, found: ByDescription | None, today: date) -> list[Any]:
    if found is None:
        return []
    return presenters.rows_of(found.people, viewer_of(request.actor), today, everywhere=True, why=found.why)
