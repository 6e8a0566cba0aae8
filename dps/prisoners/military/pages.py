"""Adding, correcting and removing service in the armed forces."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from dps.platform.access import Actor
from dps.platform.web.refusals import Invalid
from dps.prisoners.military import commands, presenters, queries
from dps.prisoners.military.forms import RemoveForm, ServiceForm, boxes, service_of
from dps.prisoners.permissions import PrisonerPermission
from dps.prisoners.profile.asking import ask, sent
from dps.prisoners.profile.editing import Editable, edit
from dps.prisoners.profile.frame import Opened, person_page
from dps.prisoners.rules.access import Part

SECTION = "personal/#military"


@person_page(PrisonerPermission.EDIT, name="add military record", part=Part.EDIT, methods=("GET", "POST"))
def add(request: HttpRequest, person: Opened) -> HttpResponse:
    """Add a period of service."""
    form = ServiceForm(*sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            commands.add_service(person.number, service_of(form.cleaned_data), by=request.actor, today=person.today)
        except Invalid as refused:
            form.add_problems(Invalid(boxes(refused.problems)))
        else:
            messages.success(request, "Military record added")
            return redirect(person.base + SECTION)
    return ask(request, person, form, "Add service in the armed forces", back=SECTION)


@person_page(PrisonerPermission.EDIT, name="change military record", part=Part.EDIT, methods=("GET", "POST"))
def change(request: HttpRequest, person: Opened, record_id: int) -> HttpResponse:
    """Correct a period of service."""

    def read(opened: Opened) -> Mapping[str, Any]:
        row = queries.one(opened.number, record_id)
        months = {
            "enlisted_month": str(row.enlisted.month),
            "enlisted_year": str(row.enlisted.year),
            "discharged_month": str(row.discharged.month) if row.discharged else "",
            "discharged_year": str(row.discharged.year) if row.discharged else "",
        }
        return {**commands.values_of(row), **months}

    def save(opened: Opened, values: Mapping[str, Any], by: Actor) -> bool:
        try:
            return commands.change_service(opened.number, record_id, service_of(values), by=by, today=opened.today)
        except Invalid as refused:
            raise Invalid(boxes(refused.problems)) from refused

    thing = Editable(
        label="Military record",
        heading="Change service in the armed forces",
        form=ServiceForm,
        read=read,
        save=save,
        says=lambda values: presenters.described("", values),
        kind=commands.KIND,
        key=str(record_id),
        back=SECTION,
    )
    return edit(request, person, thing)


@person_page(PrisonerPermission.EDIT, name="remove military record", part=Part.EDIT, methods=("GET", "POST"))
def remove(request: HttpRequest, person: Opened, record_id: int) -> HttpResponse:
    """Take away a period of service."""
    row = queries.one(person.number, record_id)
    form = RemoveForm(*sent(request))
    if request.method == "POST":
        commands.remove_service(person.number, record_id, by=request.actor)
        messages.success(request, "Military record removed")
        return redirect(person.base + SECTION)
    words = f"{presenters.branch_words(row.branch)}, from {presenters.month_words(row.enlisted)}"
    return ask(
        request, person, form, f"Remove service in the armed forces: {words}", back=SECTION,
        hint="The history keeps it.", template="prisoners/military/remove.html.jinja",
    )  # fmt: skip
