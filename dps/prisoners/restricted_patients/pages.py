"""The restricted patients menu."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from dps.estate import queries as estate
from dps.platform import audit
from dps.platform.access import holds, page
from dps.platform.design.forms import DpsForm
from dps.platform.web.refusals import Invalid, NotFound
from dps.prisoners.permissions import viewer_of
from dps.prisoners.restricted_patients import commands, queries
from dps.prisoners.restricted_patients.forms import AddReleasedForm, DischargeForm, SearchForm, SupportingPrisonForm
from dps.prisoners.restricted_patients.permissions import PatientPermission
from dps.prisoners.rules import names
from dps.prisoners.rules.access import Whereabouts, may_open

NOBODY = "There is nobody with this prison number. Check it: it looks like A1234CD"


@page(PatientPermission.SEE)
def patients(request: HttpRequest) -> HttpResponse:
    """Restricted patients, by name."""
    form = SearchForm(request.GET if request.GET else {})
    criteria = form.cleaned_data if form.is_valid() else {"words": "", "prison": ""}
    prisons = [criteria["prison"]] if criteria["prison"] else None
    found, total = queries.patients(words=criteria["words"], prisons=prisons, by_name=True, size=queries.MOST_SHOWN)
    viewer = viewer_of(request.actor)
    audit.record(
        "RESTRICTED_PATIENTS_SEARCHED",
        by=request.actor,
        details={"criteria": criteria, "shown": [one.person.number for one in found]},
    )
    context = {
        "form": form,
        "found": [(one, may_open(Whereabouts("OUT", one.person.supporting_prison), viewer)) for one in found],
        "total": total,
        "name_of": lambda one: names.last_first(one.person.last_name, one.person.first_name),
        "agency_name": estate.agency_name,
        "may_discharge": holds(request.actor, PatientPermission.DISCHARGE),
        "may_add": holds(request.actor, PatientPermission.ADD_RELEASED),
        "may_remove": holds(request.actor, PatientPermission.REMOVE),
    }
    return render(request, "prisoners/restricted_patients/patients.html.jinja", context)


def _carry_out(
    request: HttpRequest, form: DpsForm, heading: str, done: str, intend: Callable[..., None], **more: Any
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            intend(**form.cleaned_data, **more, by=request.actor)
        except Invalid as refused:
            form.add_problems(refused)
        except NotFound:
            if "number" not in form.fields:
                raise
            form.add_error("number", NOBODY)
        else:
            messages.success(request, done)
            return redirect("restricted_patients")
    context = {"form": form, "heading": heading}
    return render(
        request, "prisoners/restricted_patients/change.html.jinja", context, status=400 if form.errors else 200
    )


@page(PatientPermission.DISCHARGE, methods=("GET", "POST"))
def discharge(request: HttpRequest) -> HttpResponse:
    """Discharge somebody in prison to a secure hospital."""
    form = DischargeForm(request.POST if request.method == "POST" else None)
    return _carry_out(request, form, "Discharge somebody to hospital", "Discharged to hospital", commands.discharge)


@page(PatientPermission.ADD_RELEASED, methods=("GET", "POST"))
def add_released(request: HttpRequest) -> HttpResponse:
    """Somebody already released is in a secure hospital."""
    form = AddReleasedForm(request.POST if request.method == "POST" else None)
    return _carry_out(
        request, form, "Add somebody already released", "Added as a restricted patient", commands.add_released
    )


def _patient(number: str) -> queries.Patient:
    found = queries.patient(number)
    if found is None:
        raise NotFound(number)
    return found


@page(PatientPermission.DISCHARGE, methods=("GET", "POST"))
def supporting_prison(request: HttpRequest, number: str) -> HttpResponse:
    """Another prison looks after them."""
    patient = _patient(number).person
    form = SupportingPrisonForm(
        request.POST if request.method == "POST" else None, initial={"supporting_prison": patient.supporting_prison}
    )
    heading = f"Which prison looks after {names.full_name(patient.first_name, patient.last_name)}?"

    def change(*, supporting_prison: str, by: Any) -> None:
        commands.change_supporting_prison(patient.number, supporting_prison, by=by)

    return _carry_out(request, form, heading, "Supporting prison changed", change)


@page(PatientPermission.REMOVE, methods=("GET", "POST"))
def remove(request: HttpRequest, number: str) -> HttpResponse:
    """They are a restricted patient no longer."""
    patient = _patient(number).person
    if request.method == "POST":
        commands.remove(patient.number, by=request.actor)
        messages.success(request, "No longer a restricted patient")
        return redirect("restricted_patients")
    context = {
        "patient": patient,
        "name": names.full_name(patient.first_name, patient.last_name),
        "agency_name": estate.agency_name,
    }
    return render(request, "prisoners/restricted_patients/remove.html.jinja", context)
