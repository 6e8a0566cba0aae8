"""One's favourites: looked at, added to, taken away."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from dps.case_notes.adding.favourites import commands, queries
from dps.case_notes.adding.forms import KindForm
from dps.case_notes.adding.kinds import first_choices, offered_to, require_offered
from dps.case_notes.permissions import CaseNotePermission
from dps.platform import local_time
from dps.platform.access import page
from dps.platform.web.refusals import Invalid


@page(CaseNotePermission.WRITE, methods=("GET", "POST"))
def favourites(request: HttpRequest) -> HttpResponse:
    """The kinds of note above one's lists."""
    sent, offered = request.POST, offered_to(request.actor, local_time.today())
    if "away" in sent:
        if sent["away"].isascii() and sent["away"].isdigit() and len(sent["away"]) < 9:
            commands.take_away(int(sent["away"]), by=request.actor)
        messages.success(request, "Taken from your favourites")
        return redirect("note_favourites")
    form = KindForm(sent if "add" in sent else None, offered=offered, initial=sent.dict())
    if "add" in sent:
        require_offered(offered, *form.chosen())
    if form.is_valid():
        chosen = offered.one(*form.chosen())
        assert chosen is not None  # a valid form has a kind that is offered
        try:
            commands.add(chosen.id, by=request.actor)
        except Invalid as refused:
            form.add_problems(refused)
        else:
            messages.success(request, f"{chosen.label} is one of your favourites")
            return redirect("note_favourites")
    context = {
        "form": form,
        "offered": offered,
        "favourites": first_choices(offered, queries.mine(request.actor), []).favourites,
    }
    return render(request, "case_notes/adding/favourites.html.jinja", context, status=400 if form.errors else 200)
