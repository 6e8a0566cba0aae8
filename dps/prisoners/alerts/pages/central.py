"""Adding an alert of anybody, and deleting one (prisoners.md 6.3)."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from dps.platform import audit, local_time
from dps.platform.access import page
from dps.platform.web.refusals import Invalid, NotAllowed, NotFound
from dps.prisoners.alerts import presenters
from dps.prisoners.alerts.commands import administration as commands
from dps.prisoners.alerts.commands.writing import AlreadyHas
from dps.prisoners.alerts.forms import CentralAlertForm, DeleteForm, FindAlertForm, TypeForm
from dps.prisoners.alerts.permissions import AlertPermission
from dps.prisoners.alerts.queries import catalogue, listing
from dps.prisoners.alerts.rules import writing as rules
from dps.prisoners.models import Alert, SearchRecord
from dps.prisoners.rules import names


@page(AlertPermission.ADMINISTER, methods=("GET", "POST"), administration=True)
def add(request: HttpRequest) -> HttpResponse:
    """An alert of anybody in any prison: first the type, one out of use too."""
    kinds = {kind.entry.code: kind for kind in catalogue.kinds(inactive_too=True)}
    types = [
        (code, kind.entry.description if kind.entry.active else f"{kind.entry.description} (out of use)")
        for code, kind in kinds.items()
    ]
    chosen = kinds.get(request.GET.get("type", ""))
    if chosen is None:
        first = TypeForm(request.GET if "type" in request.GET else None, types=types)
        return render(
            request, "prisoners/alerts/admin/add_type.html.jinja", {"form": first}, status=400 if first.errors else 200
        )
    mine, today = listing.codes_of(request.actor), local_time.today()
    codes = [
        (one.code, one.description) for one in chosen.codes if one.active and mine.may_write(one.code, centrally=True)
    ]
    form = CentralAlertForm(
        request.POST if request.method == "POST" else None, initial={"active_from": today}, codes=codes, today=today
    )
    if form.is_valid():
        typed = form.cleaned_data
        try:
            made = commands.add_anywhere(
                number=typed["number"],
                code=typed["code"],
                reason=typed["description"],
                starts=typed["active_from"],
                ends=typed["active_to"],
                by=request.actor,
                at=local_time.now(),
                today=today,
            )
        except Invalid as refused:
            form.add_problems(refused)
        except AlreadyHas:
            form.add_error("code", rules.ALREADY_HAS)
        else:
            messages.success(
                request, f"Alert added for {made.person_id}: {presenters.code_words(made.code)}, id {made.pk}"
            )
            return redirect("alerts_administration")
    context = {"form": form, "type": chosen.entry}
    return render(request, "prisoners/alerts/admin/add.html.jinja", context, status=400 if form.errors else 200)


@page(AlertPermission.DELETE, administration=True)
def find(request: HttpRequest) -> HttpResponse:
    """Which alert is to be deleted."""
    form = FindAlertForm(request.GET if "id" in request.GET else None)
    if form.is_valid():
        try:
            wanted = UUID(form.cleaned_data["id"])
        except ValueError:
            form.add_error("id", "An id looks like 0f8fad5b-d9cb-469f-a165-70867728950e")
        else:
            if Alert.objects.filter(pk=wanted, deleted_at=None).exists():
                return redirect("delete_alert", wanted)
            form.add_error("id", "There is no alert with this id")
    context = {"form": form}
    return render(request, "prisoners/alerts/admin/find.html.jinja", context, status=400 if form.errors else 200)


@page(AlertPermission.DELETE, methods=("GET", "POST"), administration=True)
def delete(request: HttpRequest, alert: UUID) -> HttpResponse:
    """Delete an alert, for a reason."""
    found = Alert.objects.filter(pk=alert, deleted_at=None).first()
    if found is None:
        raise NotFound(str(alert))
    mine = listing.codes_of(request.actor)
    if not mine.may_write(found.code, centrally=True):
        raise NotAllowed(found.code)
    form = DeleteForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        commands.delete(
            alert_id=alert, **form.cleaned_data, by=request.actor, at=local_time.now(), today=local_time.today()
        )
        messages.success(request, f"Alert deleted: {presenters.code_words(found.code)} of {found.person_id}")
        return redirect("alerts_administration")
    details = {"page": "delete alert"}
    audit.record(
        "PRISONER_VIEWED", by=request.actor, subject_type="prisoner", subject_id=found.person_id, details=details
    )
    named = SearchRecord.objects.filter(pk=found.person_id).values_list("last_name", "first_name").first()
    card = presenters.cards([found], base="/", may_edit=False, codes=mine, active_codes=[], today=local_time.today())[0]
    context = {"form": form, "card": card, "number": found.person_id, "name": names.last_first(*named) if named else ""}
    return render(request, "prisoners/alerts/admin/delete.html.jinja", context, status=400 if form.errors else 200)
