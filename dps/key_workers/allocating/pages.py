"""Search for people and give them a worker (key-workers.md 2.2)."""

import re
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from dps.estate.queries import agency_name
from dps.key_workers.allocating import commands, presenters, queries
from dps.key_workers.allocating.forms import Choices, ChoicesForm, SearchForm, read_choices
from dps.key_workers.levels import Here, Level, key_work_page
from dps.key_workers.rounds.queries import undoable
from dps.key_workers.staff.queries import workers as workers_of
from dps.platform import local_time
from dps.platform.design.paging import Pages, page_number, with_changes
from dps.platform.design.sorting import column
from dps.platform.web.refusals import Invalid, NotAllowed

PEOPLE_A_PAGE = 50
_GO = re.compile(r"\A(go|sort)-(-?[a-z0-9]{1,12})\Z")
NOT_OFFERED = "Choose from the list, or leave the person as they are"


@dataclass(frozen=True, slots=True)
class View:
    """Which page of the list, in which order."""

    sort: str
    page: int

    @property
    def as_query(self) -> dict[str, str | None]:
        return {
            "sort": self.sort if self.sort != "name" else None,
            "page": str(self.page) if self.page > 1 else None,
        }


@key_work_page(Level.VIEW, methods=("GET", "POST"))
def allocate(request: HttpRequest, here: Here) -> HttpResponse:
    """Nobody is listed before a search. Choices stay while one turns pages or sorts, and when a save is refused."""
    searched = any(name in request.GET for name in ("query", "location", "unallocated"))
    search = SearchForm(request.GET if searched else None, locations=queries.locations(here.prison))
    choices, form, view = Choices({}, {}), ChoicesForm(), _view(request)
    if request.method == "POST":
        if not here.may_allocate:
            raise NotAllowed("allocate")
        choices = read_choices(request.POST)
        if "save" in request.POST:
            form = ChoicesForm({})
            saved = _save(request, here, choices, form)
            if saved is not None:
                return HttpResponseRedirect(_address(request, view))
        elif not choices.values:
            return HttpResponseRedirect(_address(request, view))
    return _listed(request, here, search, choices, form, view)


def _view(request: HttpRequest) -> View:
    """The page and the order asked for: by a button that keeps what is chosen, or by the address."""
    given = request.POST if request.method == "POST" else request.GET
    sort, page = given.get("sort", "name"), given.get("page", "1")
    for name in request.POST:
        if found := _GO.match(name):
            sort, page = (found[2], "1") if found[1] == "sort" else (sort, found[2])
    return View(sort if sort in queries.SORTS else "name", page_number(page))


def _address(request: HttpRequest, view: View) -> str:
    return request.path + with_changes(request.GET, **view.as_query)


def _save(request: HttpRequest, here: Here, choices: Choices, form: ChoicesForm) -> commands.Saved | None:
    """Save, and say what was done; None when it was refused, with the reasons on the form."""
    try:
        if choices.wrong:
            raise Invalid(dict.fromkeys(choices.wrong, NOT_OFFERED))
        saved = commands.save(
            request.actor, here.prison, here.policy, allocate=choices.wanted(), deallocate=choices.unwanted()
        )
    except Invalid as refused:
        form.refuse(refused)
        return None
    tell(request, here, saved)
    return saved


def tell(request: HttpRequest, here: Here, saved: commands.Saved) -> None:
    """The messages after a save."""
    if not saved.made and not saved.ended:
        messages.info(request, "Nothing was changed: everybody has the worker you chose already")
        return
    messages.success(
        request, presenters.what_was_done(saved.allocated, len(saved.ended) - saved.replaced, here.words.worker)
    )
    if saved.over_capacity:
        who = ", ".join(saved.over_capacity)
        has = "has" if len(saved.over_capacity) == 1 else "have"
        messages.warning(request, f"{who} now {has} more prisoners than their capacity")


def _listed(
    request: HttpRequest, here: Here, search: SearchForm, choices: Choices, form: ChoicesForm, view: View
) -> HttpResponse:
    rows: list[queries.Row] = []
    total = 0
    valid = search.is_valid()
    if valid:
        asked = queries.Asked(
            search.cleaned_data["query"], search.cleaned_data["location"], bool(search.cleaned_data["unallocated"])
        )
        start = (view.page - 1) * PEOPLE_A_PAGE
        rows, total = queries.find(
            here.prison, here.policy, asked, today=local_time.today(), sort=view.sort, start=start, size=PEOPLE_A_PAGE
        )
    form.listed = {row.number for row in rows}
    context = _context(request, here, rows, choices, view) | {
        "search": search,
        "form": form if form.errors else search,
        "choices_form": form,
        "listed": valid,
        "pages": Pages(view.page, PEOPLE_A_PAGE, total, request.GET),
        "undo": undoable(here.prison, here.policy, request.actor, local_time.now()) if here.may_allocate else None,
    }
    refused = form.errors or (search.is_bound and not valid)
    return render(request, "key_workers/allocate.html.jinja", context, status=400 if refused else 200)


def _context(request: HttpRequest, here: Here, rows: list[queries.Row], choices: Choices, view: View) -> dict[str, Any]:
    everybody = workers_of(here.prison, here.policy, local_time.today()) if rows else []
    options = presenters.WorkerOptions(presenters.able(everybody, here.settings.order))
    by_id = {one.staff_id: one for one in everybody}
    here_now = {row.number for row in rows}
    elsewhere = {number: value for number, value in choices.values.items() if number not in here_now}
    still = {number: choices.seen.get(number) for number in elsewhere}
    return {
        "here": here,
        "prison_name": agency_name(here.prison),
        "rows": [
            presenters.shown(row, here.prison, by_id, options, choices.values.get(row.number, "")) for row in rows
        ],
        "seen": presenters.seen(rows, still),
        "kept": presenters.hidden_choices(elsewhere),
        "kept_count": len(elsewhere),
        "pending": len(choices.values),
        "view": view,
        "clear": _address(request, view),
        "columns": {
            key: column(words, ascending=key, descending=f"-{key}", now=view.sort, query=request.GET)
            for key, words in (("name", "Name"), ("location", "Location"), ("worker", here.words.capital))
        },
        "recommend": reverse("key_work_recommend", args=[here.policy.slug]),
    }
