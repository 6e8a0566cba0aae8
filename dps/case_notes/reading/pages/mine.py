"""My case notes: what I wrote about people in the prison I work in (case-notes.md 2.6)."""

from datetime import timedelta

import structlog
from django.db import DatabaseError
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from dps.case_notes.permissions import CaseNotePermission
from dps.case_notes.reading.pages.listing import ask, found, not_there, record_search
from dps.case_notes.reading.queries import authored
from dps.platform import audit, local_time
from dps.platform.access import page
from dps.platform.design.paging import with_changes
from dps.prisoners.profile.failing_alone import failing_alone

log = structlog.get_logger("dps.case_notes")
RECENTLY = timedelta(days=365)
_MINE = "case_notes/reading/mine.html.jinja"


@page(CaseNotePermission.SEE_MINE)
def my_case_notes(request: HttpRequest) -> HttpResponseBase:
    """The notes of whoever is signed in, a page at a time, about people whose notes they may read today: those of the
    last year, or all."""
    actor = request.actor
    if not actor.active_caseload:
        return not_there(request)
    whole = request.GET.get("whole") == "true"
    since = None if whole else local_time.now() - RECENTLY
    scope = authored.by_author(actor.username, actor.active_caseload, actor, since=since)
    try:
        with failing_alone():
            asked = ask(request, scope)
            context = found(request, asked, None)
            numbers = [note.person for note in context.get("notes", [])]
            names = authored.names_of(numbers)
    except DatabaseError as failure:
        log.error("case notes unavailable", kind=type(failure).__name__)
        return render(request, _MINE, {"unavailable": True, "whole": whole})
    audit.record("OWN_CASE_NOTES_VIEWED", by=actor, subject_type="prison", subject_id=actor.active_caseload)
    record_search(request, asked, subject="")
    context |= {"whole": whole, "longer": with_changes(request.GET, whole="true", page=None)}
    context |= {"people": [(names.get(number, number), f"/prisoners/{number}/") for number in numbers]}
    return render(request, _MINE, context, status=400 if asked.form.errors else 200)
