"""What is held about a person: asked for, shown to print, or kept as a file."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from dps.case_notes.permissions import CaseNotePermission
from dps.case_notes.subject_access import commands
from dps.case_notes.subject_access.forms import RequestForm
from dps.platform import local_time
from dps.platform.access import page
from dps.platform.web.refusals import NotFound
from dps.prisoners.rules.names import full_name


@page(CaseNotePermission.ANSWER_SUBJECT_ACCESS)
def subject_access(request: HttpRequest) -> HttpResponse:
    """Ask for one person and some days; then everything held about them in those days, to print."""
    form = RequestForm(request.GET if "number" in request.GET else None, today=local_time.today())
    found = _exported(request, form, "on paper") if form.is_bound else None
    if found is None:
        return render(
            request, "case_notes/subject_access/ask.html.jinja", {"form": form}, status=400 if form.errors else 200
        )
    context = {
        "found": found,
        "name": full_name(found.record["first_name"], found.record["last_name"]),
        "query": request.GET.urlencode(),
    }
    return render(request, "case_notes/subject_access/answer.html.jinja", context)


@page(CaseNotePermission.ANSWER_SUBJECT_ACCESS)
def subject_access_file(request: HttpRequest) -> HttpResponse:
    """The same as a file of JSON."""
    form = RequestForm(request.GET, today=local_time.today())
    found = _exported(request, form, "as a file")
    if found is None:
        return render(request, "case_notes/subject_access/ask.html.jinja", {"form": form}, status=400)
    held = {
        "prisonNumber": found.number,
        "fromDate": found.window.first,
        "toDate": found.window.last,
        "madeAt": found.made_at,
        "content": found.data(),
    }
    response = JsonResponse(held, json_dumps_params={"indent": 1, "ensure_ascii": False})
    response["Content-Disposition"] = f'attachment; filename="subject-access-{found.number}.json"'
    response["Cache-Control"] = "private, max-age=0, must-revalidate"
    return response


def _exported(request: HttpRequest, form: RequestForm, how: str) -> commands.Export | None:
    if not form.is_valid():
        return None
    try:
        return commands.export(
            form.cleaned_data["number"],
            form.window(),
            how=how,
            by=request.actor,
            today=local_time.today(),
            at=local_time.now(),
        )
    except NotFound:
        form.add_error("number", commands.NOBODY)
        return None
