"""The page that says where the system writes notes by itself."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from dps.case_notes.permissions import CaseNotePermission
from dps.case_notes.rules import alert_notes as rules
from dps.case_notes.system_notes import commands, queries
from dps.case_notes.system_notes.forms import SwitchForm
from dps.estate import queries as estate
from dps.platform.access import page
from dps.platform.web.refusals import Invalid

EVERY_PRISON = "Every prison"


@page(CaseNotePermission.LOOK_AFTER_TYPES, methods=("GET", "POST"), administration=True)
def system_notes(request: HttpRequest) -> HttpResponse:
    """Where notes about alerts are written, and a form to switch them on or off."""
    form = SwitchForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        prison = form.cleaned_data["prison"]
        try:
            changed = commands.switch(request.actor, prison=prison, on=form.wanted())
        except Invalid as refused:
            form.add_problems(refused)
        else:
            done = f"Notes about alerts switched: {_named(prison)}"
            messages.success(request, done if changed else "Nothing was changed")
            return redirect("system_notes")
    switches = queries.set_switches(rules.KIND)
    context = {
        "form": form,
        "rows": [(_named(one.prison), one.on, one.changed_by, one.changed_at) for one in switches],
        "everywhere": rules.is_on({one.prison: one.on for one in switches}, ""),
    }
    return render(request, "case_notes/system_notes/switches.html.jinja", context, status=400 if form.errors else 200)


def _named(prison: str) -> str:
    return EVERY_PRISON if prison == rules.EVERY_PRISON else estate.agency_name(prison)
