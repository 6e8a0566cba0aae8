"""Search by words."""

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
from dps.prisoners.search.keywords.forms import KeywordForm
from dps.prisoners.search.keywords.queries import MOST_FOUND, ByWords, Wanted, search_keywords
from dps.prisoners.search.keywords.rules import Keywords, words_of
from dps.prisoners.search.prisons import prisons_chosen, prisons_to_search
from dps.prisoners.search.reach import reach_of
from dps.prisoners.search.saved.queries import saved_by

ACTION, SIZE = "KEYWORDS_SEARCHED", 20
ASKED = ("all", "any", "none", "phrase", "born-day", "born-month", "born-year")


@page(PrisonerPermission.SEARCH_MY_PRISON)
def keywords(request: HttpRequest) -> HttpResponse:
    """People whose record holds words: in my prisons, or everywhere with the role."""
    today, query = local_time.today(), request.GET
    asked = any(query.get(name) for name in ASKED)
    form = _form(request, today, asked=asked)
    found = None
    number = page_number(query.get("page", "1"))
    if asked and form.is_valid():
        found = _found(request, form, (number - 1) * SIZE, SIZE, today)
    rows = _rows(request, found, today)
    context = {
        "form": form,
        "found": found,
        "rows": rows,
        "pages": Pages(number, SIZE, found.total if found else 0, query),
        "export_address": "/prisoners/keywords/export" + with_changes(query, page=None),
        "return_to": request.get_full_path() if len(request.get_full_path()) < 1024 else request.path,
        "saved": saved_by(request.actor.username),
    }
    if found is not None:
        auditing.record_search(request, ACTION, auditing.criteria_of(query), rows, auditing.GLOBAL)
    return render(request, "prisoners/keywords.html.jinja", context)


@page(PrisonerPermission.SEARCH_MY_PRISON)
def export_keywords(request: HttpRequest) -> HttpResponseBase:
    """The people of a search by words as a file."""
    today = local_time.today()
    form = _form(request, today, asked=True)
    found = _found(request, form, 0, MOST_FOUND, today) if form.is_valid() else None
    if found is None:
        return redirect("/prisoners/keywords" + with_changes(request.GET))  # which tells what is wrong
    rows = _rows(request, found, today)
    return exports.export(request, ACTION, auditing.criteria_of(request.GET), rows, everywhere=True)


def _form(request: HttpRequest, today: date, *, asked: bool) -> KeywordForm:
    return KeywordForm(request.GET if asked else None, today=today, prisons=prisons_to_search(request.actor))


def _found(request: HttpRequest, form: KeywordForm, first: int, size: int, today: date) -> ByWords | None:
    cleaned = form.cleaned_data
    read = {name: words_of(cleaned[name]) for name in ("all", "any", "none", "phrase")}
    wanted = Wanted(
        Keywords(read["all"], read["any"], read["none"], read["phrase"]),
        prisons=prisons_chosen(request.actor, cleaned["prison"]),
        sex=cleaned["sex"],
        where=cleaned["where"],
        born=cleaned["born"],
        near_spellings=bool(cleaned["near"]),
    )
    if wanted.keywords.is_empty and not wanted.born:
        form.add_error("all", "Enter letters or numbers to look for")
        return None
    try:
        return search_keywords(wanted, reach=reach_of(request.actor), first=first, size=size, today=today)
    except Invalid as refused:
        form.add_problems(refused)
        return None


def _rows(request: HttpRequest, found: ByWords | None, today: date) -> list[Any]:
    if found is None:
        return []
    return presenters.rows_of(found.people, viewer_of(request.actor), today, everywhere=True, why=found.why)
