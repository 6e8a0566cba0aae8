"""Adding, changing and ending records of neurodiversity, and those of the past."""

from collections.abc import Mapping
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from dps.platform.access import Actor
from dps.platform.web.refusals import Invalid
from dps.prisoners.neurodiversity import commands, presenters, queries
from dps.prisoners.neurodiversity.forms import EndForm, KnownForm, known_from
from dps.prisoners.permissions import PrisonerPermission
from dps.prisoners.profile.asking import ask, sent
from dps.prisoners.profile.editing import Editable, edit
from dps.prisoners.profile.frame import Opened, frame, person_page

SECTION = "personal/#neurodiversity"
_CHANGES = {"part": commands.MAY_CHANGE, "methods": ("GET", "POST")}


@person_page(PrisonerPermission.EDIT, name="add neurodiversity", **_CHANGES)
def add(request: HttpRequest, person: Opened) -> HttpResponse:
    """Record one kind."""
    form = KnownForm(*sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            commands.add_record(person.number, known_from(form.cleaned_data), today=person.today, by=request.actor)
        except Invalid as refused:
            form.add_problems(refused)
        else:
            messages.success(request, "Neurodiversity added")
            return redirect(person.base + SECTION)
    return ask(request, person, form, "Add neurodiversity", back=SECTION)


@person_page(PrisonerPermission.EDIT, name="change neurodiversity", **_CHANGES)
def change(request: HttpRequest, person: Opened, neurodiversity_id: UUID) -> HttpResponse:
    """Put a record right."""

    def save(opened: Opened, values: Mapping[str, Any], by: Actor) -> bool:
        before = queries.one_of_now(opened.number, neurodiversity_id).version
        given = known_from(values)
        after = commands.change_record(opened.number, neurodiversity_id, given, today=opened.today, by=by)
        return after.version != before

    return edit(
        request,
        person,
        Editable(
            label="Neurodiversity", heading="Change neurodiversity", form=KnownForm, save=save,
            read=partial(_read, neurodiversity_id), says=partial(presenters.described, ""),
            kind=queries.KIND, key=str(neurodiversity_id), back=SECTION,
        ),
    )  # fmt: skip


@person_page(PrisonerPermission.EDIT, name="end neurodiversity", **_CHANGES)
def end(request: HttpRequest, person: Opened, neurodiversity_id: UUID) -> HttpResponse:
    """Say that it is no longer so, and why."""
    row = _read(neurodiversity_id, person)

    def save(opened: Opened, values: Mapping[str, Any], by: Actor) -> bool:
        commands.end_record(opened.number, neurodiversity_id, values["reason"], by=by)
        return True

    return edit(
        request,
        person,
        Editable(
            label="Neurodiversity", heading=f"End the record of {presenters.kind_words(row['kind'])}", form=EndForm,
            save=save, read=partial(_read, neurodiversity_id), says=partial(presenters.described, ""),
            kind=queries.KIND, key=str(neurodiversity_id), back=SECTION, done="Neurodiversity record ended",
            hint="It moves to the past records, and the history keeps it.",
            template="prisoners/neurodiversity/end.html.jinja",
        ),
    )  # fmt: skip


@person_page(PrisonerPermission.SEE, name="past neurodiversity")
def past(request: HttpRequest, person: Opened) -> HttpResponse:
    """What is no longer recorded, and why."""
    rows = queries.past_records(person.number)
    reasons = queries.reasons_for_ending(person.number, rows) if rows else {}
    context = frame(request, person, "personal/") | {"records": [presenters.past(row, reasons) for row in rows]}
    return render(request, "prisoners/neurodiversity/past.html.jinja", context)


def _read(neurodiversity_id: UUID, person: Opened) -> dict[str, Any]:
    return commands.fields_of(queries.one_of_now(person.number, neurodiversity_id))
