"""Search by the fields of a record."""

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
from dps.prisoners.search.attributes.forms import MOST_ROWS, AttributeForm, rows_wanted
from dps.prisoners.search.attributes.queries import ByFields, search_attributes
from dps.prisoners.search.prisons import prisons_chosen, prisons_to_search
from dps.prisoners.search.reach import reach_of
from dps.prisoners.search.saved.queries import saved_by

ACTION, SIZE = "ATTRIBUTES_SEARCHED", 20


@page(PrisonerPermission.SEARCH_MY_PRISON)
def attributes(request: HttpRequest) -> HttpResponse:
    """People whose record says what the lines ask. "Add a line" comes back here with one more."""
    today, query = local_time.today(), request.GET
    adding = "add" in query
    asked = "join" in query and not adding
    form = _form(request, asked=asked, adding=adding)
    number = page_number(query.get("page", "1"))
    found = _found(request, form, (number - 1) * SIZE, SIZE, today) if asked and form.is_valid() else None
    rows = _rows(request, found, today)
    address = request.get_full_path()
    context = {
        "form": form,
        "found": found,
        "rows": rows,
        "may_add": len(form.rows) < MOST_ROWS,
        "pages": Pages(number, SIZE, found.total if found else 0, query),
        "export_address": "/prisoners/attributes/export" + with_changes(query, page=None),
        "return_to": address if len(address) < 1024 else request.path,
        "saved": saved_by(request.actor.username),
    }
    if found is not None:
        auditing.record_search(request, ACTION, auditing.criteria_of(query), rows, auditing.GLOBAL)
    return render(request, "prisoners/attributes.html.jinja", context)


@page(PrisonerPermission.SEARCH_MY_PRISON)
def export_attributes(request: HttpRequest) -> HttpResponseBase:
    """The people of a search by fields as a file."""
    today = local_time.today()
    form = _form(request, asked=True, adding=False)
    found = _found(request, form, 0, exports.MOST_EXPORTED, today) if form.is_valid() else None
    if found is None:
        return redirect("/prisoners/attributes" + with_changes(request.GET))  # which tells what is wrong
    rows = _rows(request, found, today)
    return exports.export(request, ACTION, auditing.criteria_of(request.GET), rows, everywhere=True)


def _form(request: HttpRequest, *, asked: bool, adding: bool) -> AttributeForm:
    query, prisons = request.GET, prisons_to_search(request.actor)
    rows = rows_wanted(query)
    if asked:
        return AttributeForm(query, rows=rows, prisons=prisons)
    first: dict[str, Any] = {"join": "and"}
    if adding:
        first = {key: query.get(key, "")[:200] for key in query} | {"prison": query.getlist("prison")[:200]}
    return AttributeForm(initial=first, rows=rows, prisons=prisons)


def _found(request: HttpRequest, form: AttributeForm, first: int, size: int, today: date) -> ByFields | None:
    asked = form.asked(prisons_chosen(request.actor, form.cleaned_data["prison"]))
    try:
        return search_attributes(asked, reach=reach_of(request.actor), first=first, size=size, today=today)
    except Invalid as refused:
        form.add_problems(refused)
        return None


def _rows(request: HttpRequest, found: ByFields | None, today: date) -> list[Any]:
    if found is None:
        return []
    return presenters.rows_of(found.people, viewer_of(request.actor), today, everywhere=True)
