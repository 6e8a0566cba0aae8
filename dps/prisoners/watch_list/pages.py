from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from dps.estate import queries as estate
from dps.platform import audit
from dps.platform.access import page
from dps.platform.web.refusals import Invalid
from dps.prisoners.permissions import PrisonerPermission
from dps.prisoners.profile.frame import Opened, frame, person_page
from dps.prisoners.watch_list import commands, queries
from dps.prisoners.watch_list.forms import WatchForm


@page(PrisonerPermission.SEE, methods=("GET", "POST"))
def watch_list(request: HttpRequest) -> HttpResponse:
    """Everybody one watches, with what changed since one last looked. POST: all is seen, or one is taken off."""
    if request.method == "POST" and "stop" in request.POST:
        commands.stop_watching(request.POST["stop"][:10], by=request.actor)
        messages.success(request, "Taken off your watch list")
        return redirect("watch_list")
    if request.method == "POST":
        commands.note_all_seen(by=request.actor)
        messages.success(request, "Everything is marked as seen")
        return redirect("watch_list")
    people = queries.watch_list(request.actor)
    audit.record(
        "WATCH_LIST_VIEWED", by=request.actor, details={"shown": [one.number for one in people if one.may_open]}
    )
    context = {"people": people, "agency_name": estate.agency_name}
    return render(request, "prisoners/watch_list/watch_list.html.jinja", context)


@person_page(PrisonerPermission.SEE, name="watch", methods=("GET", "POST"), recorded=False)
def watch(request: HttpRequest, person: Opened) -> HttpResponse:
    """Put somebody on one's list, or take them off."""
    entry = queries.watched_by(person.number, request.actor)
    form = WatchForm(request.POST if request.method == "POST" else None, initial={"why": entry.why if entry else ""})
    if request.method == "POST" and "stop" in request.POST:
        commands.stop_watching(person.number, by=request.actor)
        messages.success(request, "Taken off your watch list")
        return redirect(person.base)
    if form.is_valid():
        try:
            commands.watch(person.number, form.cleaned_data["why"], by=request.actor)
        except Invalid as refused:
            form.add_problems(refused)
        else:
            messages.success(request, "On your watch list")
            return redirect(person.base)
    context = frame(request, person, "") | {"form": form, "entry": entry, "cancel": person.base}
    return render(request, "prisoners/watch_list/watch.html.jinja", context, status=400 if form.errors else 200)
