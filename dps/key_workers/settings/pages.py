"""The home of the service, and how a prison runs its schemes."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from dps.estate.queries import agency_name
from dps.key_workers.levels import Here, Level, key_work_page, level_of
from dps.key_workers.permissions import KeyWorkPermission
from dps.key_workers.policies import Policy
from dps.key_workers.settings import commands, home, queries
from dps.key_workers.settings.forms import BOTH, NEITHER, NO, YES, SchemesForm, SettingsForm, every
from dps.platform.access import page
from dps.platform.web.refusals import Conflict, Invalid

CHANGED_MEANWHILE = (
    "Somebody else changed these settings while you had them open."
    " What you chose is kept below: check it and save again"
)


@page(KeyWorkPermission.OPEN)
def service_home(request: HttpRequest) -> HttpResponse:
    """What somebody may do in each scheme of the prison they work in."""
    actor = request.actor
    if not actor.active_caseload:
        return render(request, "prisoners/no_caseload.html.jinja")
    settings = queries.all_settings_of(actor.active_caseload)
    schemes = [
        Here(actor.active_caseload, policy, level, settings[policy], actor)
        for policy in Policy
        if (level := level_of(actor, policy)) > Level.NONE
    ]
    context = {
        "prison_name": agency_name(actor.active_caseload),
        "schemes": [(here, home.tiles_for(here)) for here in schemes],
        "may_administer": any(here.may_administer for here in schemes),
    }
    return render(request, "key_workers/home.html.jinja", context)


@key_work_page(Level.ALLOCATE, methods=("GET", "POST"), also_when_off=Level.ADMIN)
def settings_page(request: HttpRequest, here: Here) -> HttpResponse:
    """Capacity, recommendation, order of staff, how often sessions take place."""
    now = here.settings
    initial = {
        "recommend": (YES if now.allow_recommendation else NO) if now.version else "",
        "capacity": str(now.capacity),
        "order": now.order,
        "frequency": str(now.frequency_in_weeks),
    }
    data = request.POST if request.method == "POST" else None
    form = SettingsForm(data, initial=initial, words=here.words, may_administer=here.may_administer)
    if form.is_valid() and _changed(request, here, form):
        messages.success(request, f"Settings for {here.words.workers} saved")
        return redirect("key_work_settings", here.policy.slug)
    context = {
        "here": here,
        "form": form,
        "version": queries.settings_of(here.prison, here.policy).version,
        "frequency": every(now.frequency_in_weeks).lower(),
        "prison_name": agency_name(here.prison),
    }
    return render(request, "key_workers/settings.html.jinja", context, status=400 if form.errors else 200)


def _changed(request: HttpRequest, here: Here, form: SettingsForm) -> bool:
    typed = form.cleaned_data
    try:
        commands.change(
            request.actor,
            here.prison,
            here.policy,
            allow_recommendation=typed["recommend"] == YES,
            capacity=typed["capacity"],
            order=typed["order"],
            frequency=int(typed["frequency"]) if "frequency" in typed else None,
            version=typed["version"],
        )
    except Conflict:
        form.add_error(None, CHANGED_MEANWHILE)
    except Invalid as refused:
        form.add_problems(refused)
    return not form.errors


@page(KeyWorkPermission.ADMINISTER, methods=("GET", "POST"))
def schemes(request: HttpRequest) -> HttpResponse:
    """Which schemes the prison uses."""
    prison = request.actor.active_caseload
    if not prison:
        return render(request, "prisoners/no_caseload.html.jinja")
    on = [policy for policy, settings in queries.all_settings_of(prison).items() if settings.enabled]
    chosen = {0: NEITHER, 1: on[0].slug if on else "", 2: BOTH}[len(on)]
    form = SchemesForm(request.POST if request.method == "POST" else None, initial={"schemes": chosen})
    if form.is_valid():
        typed = form.cleaned_data["schemes"]
        wanted = [policy for policy in Policy if typed in (BOTH, policy.slug)]
        commands.switch(request.actor, prison, wanted)
        messages.success(request, f"Schemes of {agency_name(prison)} saved")
        return redirect("key_workers")
    context = {"form": form, "prison_name": agency_name(prison)}
    return render(request, "key_workers/schemes.html.jinja", context, status=400 if form.errors else 200)
