"""The history of a person's record, and putting an earlier state back."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from dps.platform.design.paging import Pages, page_number
from dps.platform.web.refusals import Conflict, Invalid, NotFound
from dps.prisoners.changes import commands, presenters, queries
from dps.prisoners.changes.forms import ChangesForm, kind_words
from dps.prisoners.changes.kinds import history_path, kind_at
from dps.prisoners.changes.models import Change
from dps.prisoners.permissions import PrisonerPermission
from dps.prisoners.profile.frame import Opened, frame, person_page

SEEN = "seen"
"""The hidden field that tells whether the thing changed while the page was open."""


@person_page(PrisonerPermission.SEE, name="changes")
def changes(request: HttpRequest, person: Opened) -> HttpResponse:
    """Every change of the record the viewer may know of, newest first."""
    form = ChangesForm(request.GET, queries.kinds_to_read(person))
    wanted = form.wanted()
    more = {"form": form, "filtered": wanted != queries.Wanted(), "heading": "Changes to this record", "whole": True}
    return _listed(request, person, queries.changes(person, wanted), more)


@person_page(PrisonerPermission.SEE, name="changes of one kind")
def changes_of_kind(request: HttpRequest, person: Opened, kind: str) -> HttpResponse:
    """Every change of one kind of thing."""
    found = kind_at(kind)
    if found is None or found not in queries.kinds_to_read(person):
        raise NotFound(kind)
    of_kind = queries.changes(person, queries.Wanted(kind=found.key))
    return _listed(request, person, of_kind, {"heading": f"{kind_words(found)}: changes"})


@person_page(PrisonerPermission.SEE, name="changes of one thing")
def changes_of_thing(request: HttpRequest, person: Opened, kind: str, key: str) -> HttpResponse:
    """Every change of one thing."""
    found = kind_at(kind)
    if found is None or not person.may(found.read_part(key)):
        raise NotFound(kind)
    of_thing = queries.changes_of(person, found.key, key)
    return _listed(request, person, of_thing, {"heading": f"{found.title(key)}: changes"})


def _listed(request: HttpRequest, person: Opened, found: "QuerySet[Change]", more: dict[str, object]) -> HttpResponse:
    total = found.count()
    last_page = max(1, -(-total // queries.A_PAGE))
    pages = Pages(min(page_number(request.GET.get("page", "")), last_page), queries.A_PAGE, total, request.GET)
    start = max(pages.first - 1, 0)
    context = frame(request, person, "personal/") | {
        "rows": presenters.rows(found[start : start + queries.A_PAGE], person),
        "pages": pages,
        **more,
    }
    return render(request, "prisoners/changes/list.html.jinja", context)


@person_page(PrisonerPermission.EDIT, name="put back", methods=("GET", "POST"))
def put_back(request: HttpRequest, person: Opened, change: int) -> HttpResponse:
    """Ask, then put back what was there before a change."""
    found = queries.change_by_id(person, change)
    if found is None or not queries.may_put_back(person, *found):
        raise NotFound(str(change))
    row, kind = found
    title, status, problem = kind.title(row.key), 200, ""
    if request.method == "POST":
        try:
            changed = commands.put_back(person, change, seen=request.POST.get(SEEN, ""), by=request.actor)
        except Conflict as refused:
            status, problem = 409, str(refused)
        except Invalid as refused:
            status, problem = 400, " ".join(f"{words.rstrip('.')}." for words in refused.problems.values())
        else:
            if changed:
                messages.success(request, f"{title} put back")
            return redirect(person.base + history_path(row.kind, row.key))
    now = queries.state_now(person, row, kind)
    context = frame(request, person, "") | {
        "title": title,
        "change": row,
        "before": presenters.state_words(kind, row.key, row.before),
        "removes": row.before is None,
        "now": now.words or presenters.NOTHING,
        "problem": problem,
        SEEN: now.seen,
        "cancel": person.base + history_path(row.kind, row.key),
    }
    return render(request, "prisoners/changes/put_back.html.jinja", context, status=status)
