from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from dps.identity.users.bulk import commands, presenters, queries, rules, work
from dps.identity.users.bulk.forms import PeopleForm, RolesForm, TicketForm
from dps.identity.users.bulk.permissions import BulkPermission
from dps.identity.users.models import BulkChange
from dps.platform import audit, local_time
from dps.platform.access import page
from dps.platform.design.forms import DpsForm, cleaned_text
from dps.platform.design.paging import Pages, page_number
from dps.platform.web.downloads import csv_file
from dps.platform.web.refusals import Invalid

CHANGES_A_PAGE, ITEMS_A_PAGE = 20, 50


@page(BulkPermission.CHANGE, administration=True)
def changes(request: HttpRequest) -> HttpResponse:
    """Every change, newest first; found by ticket or requester."""
    words, number = cleaned_text(request.GET.get("words"))[:60], page_number(request.GET.get("page", "1"))
    found, total = queries.changes(words, start=(number - 1) * CHANGES_A_PAGE, size=CHANGES_A_PAGE, by=request.actor)
    context = {
        "words": words,
        "rows": [(change, presenters.shown(change)) for change in found],
        "pages": Pages(number, CHANGES_A_PAGE, total, request.GET),
        "draft": BulkChange.State.DRAFT,
    }
    return render(request, "user_admin/bulk/list.html.jinja", context)


@page(BulkPermission.CHANGE, methods=("GET", "POST"), administration=True)
def begin(request: HttpRequest) -> HttpResponse:
    """First the ticket."""
    form = TicketForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            change = commands.begin(**form.cleaned_data, at=local_time.now(), by=request.actor)
        except Invalid as refused:
            form.add_problems(refused)
        else:
            return redirect("bulk:roles", change.pk)
    return _step(request, "ticket", form, None)


@page(BulkPermission.CHANGE, methods=("GET", "POST"), administration=True)
def ticket(request: HttpRequest, change: int) -> HttpResponse:
    draft = queries.draft(change, by=request.actor)
    form = TicketForm(request.POST if request.method == "POST" else None, initial={"reference": draft.reference})
    if form.is_valid():
        try:
            commands.name_ticket(change_id=change, **form.cleaned_data, by=request.actor)
        except Invalid as refused:
            form.add_problems(refused)
        else:
            return _onward(draft)
    return _step(request, "ticket", form, draft)


@page(BulkPermission.CHANGE, methods=("GET", "POST"), administration=True)
def roles(request: HttpRequest, change: int) -> HttpResponse:
    """Then the roles: what to do with them, and which."""
    draft, today = queries.draft(change, by=request.actor), local_time.today()
    initial = {"action": draft.action, "roles": draft.roles}
    form = RolesForm(request.POST if request.method == "POST" else None, initial=initial)
    offered = commands.allowed_roles(action=rules.REMOVE, today=today, by=request.actor)
    form.fields["roles"].choices = presenters.told_apart(offered)
    if form.is_valid():
        try:
            draft = commands.choose_roles(change_id=change, **form.cleaned_data, today=today, by=request.actor)
        except Invalid as refused:
            form.add_problems(refused)
        else:
            return _onward(draft)
    return _step(request, "roles", form, draft)


@page(BulkPermission.CHANGE, methods=("GET", "POST"), administration=True)
def people(request: HttpRequest, change: int) -> HttpResponse:
    """Then the people, as a file."""
    draft = queries.draft(change, by=request.actor)
    form = PeopleForm(request.POST, request.FILES) if request.method == "POST" else PeopleForm()
    if form.is_valid():
        try:
            content = form.cleaned_data["people"].read()
            draft = commands.name_people(change_id=change, content=content, by=request.actor)
        except Invalid as refused:
            form.add_problems(refused)
        else:
            return _onward(draft)
    return _step(request, "people", form, draft)


@page(BulkPermission.CHANGE, methods=("GET", "POST"), administration=True)
def summary(request: HttpRequest, change: int) -> HttpResponse:
    """All of it once more, and the button that starts it."""
    draft = queries.draft(change, by=request.actor)
    form = DpsForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            now, today = local_time.now(), local_time.today()
            commands.confirm(change_id=change, today=today, at=now, by=request.actor)
        except Invalid as refused:
            form.add_problems(refused)
        else:
            messages.success(
                request, f"The change for {draft.reference} has been handed over and will start in a moment"
            )
            return redirect("bulk:change", change)
    context = {
        "form": form,
        "change": draft,
        "shown": presenters.shown(draft),
        "roles": queries.role_names(draft.roles),
        "people": queries.people_found(draft),
        "assignments": draft.people * len(draft.roles),
        "many": rules.MANY_ASSIGNMENTS,
    }
    return render(request, "user_admin/bulk/summary.html.jinja", context, status=400 if form.errors else 200)


@page(BulkPermission.CHANGE, methods=("POST",), administration=True)
def discard(request: HttpRequest, change: int) -> HttpResponse:
    commands.discard(change_id=change, by=request.actor)
    messages.success(request, "The change was discarded. Nobody's roles were changed")
    return redirect("bulk:list")


@page(BulkPermission.CHANGE, administration=True)
def one_change(request: HttpRequest, change: int) -> HttpResponse:
    """How far it is; once complete, what came of it."""
    found = queries.change(change, by=request.actor)
    if found.state == BulkChange.State.DRAFT:
        return _onward(found)
    only_errors, number = request.GET.get("show") == "errors", page_number(request.GET.get("page", "1"))
    complete = found.state == BulkChange.State.COMPLETE
    start = (number - 1) * ITEMS_A_PAGE
    context = {
        "change": found,
        "shown": presenters.shown(found),
        "topic": work.topic(found.pk),
        "roles": queries.role_names(found.roles),
        "complete": complete,
        "only_errors": only_errors,
        "items": queries.items(found, only_errors=only_errors, start=start, size=ITEMS_A_PAGE) if complete else [],
        "pages": Pages(number, ITEMS_A_PAGE, found.failed if only_errors else found.assignments, request.GET),
        "read_at": local_time.now(),
        "many": rules.MANY_ASSIGNMENTS,
    }
    return render(request, "user_admin/bulk/change.html.jinja", context)


@page(BulkPermission.CHANGE, administration=True)
def results_file(request: HttpRequest, change: int) -> HttpResponseBase:
    found = queries.change(change, by=request.actor)
    rows = queries.result_rows(found)
    details = {"report": "bulk change", "rows": found.assignments}
    audit.record(
        "REPORT_DOWNLOADED", by=request.actor, subject_type="bulk_change", subject_id=str(found.pk), details=details
    )
    return csv_file(f"bulk-change-{found.pk}.csv", rows)


def _onward(draft: BulkChange) -> HttpResponse:
    """To the first step that is still to do."""
    step = "roles" if not draft.roles else "people" if not draft.people else "summary"
    return redirect(f"bulk:{step}", draft.pk)


def _step(request: HttpRequest, name: str, form: DpsForm, draft: BulkChange | None) -> HttpResponse:
    context = {"form": form, "change": draft}
    status = 400 if form.errors else 200
    return render(request, f"user_admin/bulk/{name}.html.jinja", context, status=status)
