"""The home page, and changing the prison one works in."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from dps.estate import queries as estate
from dps.identity.accounts import commands, rules
from dps.identity.home.forms import CaseloadForm
from dps.identity.home.queries import services_of
from dps.identity.permissions import IdentityPermission
from dps.platform.access import SIGNED_IN, holds, page


@page(SIGNED_IN)
def home(request: HttpRequest) -> HttpResponse:
    actor = request.actor
    context = {
        "services": services_of(actor),
        "prison": estate.agency_name(actor.active_caseload) if actor.active_caseload else "",
        "wings": estate.wings(actor.active_caseload) if actor.active_caseload else [],
        "may_search_everywhere": holds(actor, "prisoners:search:global"),
    }
    return render(request, "identity/home.html.jinja", context)


@page(IdentityPermission.SWITCH_CASELOAD, methods=("GET", "POST"))
def change_caseload(request: HttpRequest) -> HttpResponse:
    """Work in another of one's prisons from now on, and go back to where one was."""
    actor = request.actor
    if len(actor.caseloads) < 2:
        return redirect("/")
    back = rules.safe_next(request.POST.get("from") or request.GET.get("from", "/"))
    form = CaseloadForm(
        request.POST if request.method == "POST" else None, initial={"caseload": request.account.active_caseload}
    )
    named = sorted((estate.agency_name(code), code) for code in actor.caseloads)
    form.fields["caseload"].choices = [(code, name) for name, code in named]
    if form.is_valid():
        chosen = form.cleaned_data["caseload"]
        commands.switch_caseload(to=chosen, by=actor)
        messages.success(request, f"You are now working in {estate.agency_name(chosen)}")
        return redirect(back)
    return render(
        request,
        "identity/change_caseload.html.jinja",
        {"form": form, "back": back},
        status=400 if form.errors else 200,
    )
