"""One's own drafts."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from dps.case_notes.adding.drafts import commands, queries
from dps.case_notes.permissions import CaseNotePermission
from dps.estate.queries import agency_name
from dps.platform import audit
from dps.platform.access import page


@page(CaseNotePermission.WRITE, methods=("GET", "POST"))
def my_drafts(request: HttpRequest) -> HttpResponse:
    """Everything one has begun, to go on with or throw away."""
    throw = request.POST.get("throw", "")
    if request.method == "POST":
        if throw.isascii() and throw.isdigit() and len(throw) < 18:
            commands.throw_away_one(int(throw), by=request.actor)
        messages.success(request, "Draft thrown away")
        return redirect("my_drafts")
    found = queries.mine(request.actor)
    shown = [one.number for one in found if one.may_go_on]
    audit.record("NOTE_DRAFTS_VIEWED", by=request.actor, details={"shown": shown})
    context = {"drafts": found, "agency_name": agency_name}
    return render(request, "case_notes/adding/drafts.html.jinja", context)
