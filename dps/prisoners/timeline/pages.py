from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dps.platform.design.paging import with_changes
from dps.prisoners.permissions import PrisonerPermission
from dps.prisoners.profile.frame import Opened, frame, person_page
from dps.prisoners.timeline import queries, sources


@person_page(PrisonerPermission.SEE, name="timeline")
def timeline(request: HttpRequest, person: Opened) -> HttpResponse:
    """What happened to this person, newest first, as far as the viewer may know of it."""
    offered = [source for source in sources.registered() if source.is_for(person, request.actor)]
    wanted = set(request.GET.getlist("show")[:40])
    chosen = [source for source in offered if source.key in wanted] or offered
    found = queries.timeline(person, chosen, before=request.GET.get("before", "")[:200])
    context = frame(request, person, "timeline/") | {
        "offered": offered,
        "chosen": {source.key for source in chosen} if wanted else set(),
        "found": found,
        "older": with_changes(request.GET, before=found.older) if found.older else "",
        "newest": with_changes(request.GET, before=None) if request.GET.get("before") else "",
    }
    return render(request, "prisoners/timeline/timeline.html.jinja", context)
