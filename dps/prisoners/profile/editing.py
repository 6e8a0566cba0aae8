"""Pages that change one thing of a person's record: checked, saved once, never lost to somebody else's edit."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from dps.platform.access import Actor
from dps.platform.design.forms import DpsForm
from dps.platform.web.refusals import Invalid
from dps.prisoners.changes.models import Change
from dps.prisoners.changes.recording import fingerprint, lock_person
from dps.prisoners.profile.frame import WAS, Opened, frame

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Editable:
    """One thing to change on a page of its own.

    `read` gives the values the form starts from; a save is refused as a conflict when they differ from those the page
    was opened with. `save` writes, in the current transaction, and says whether anything changed; it raises Invalid.
    """

    label: str
    """As in "Height updated"."""
    form: Callable[..., DpsForm]
    read: Callable[[Opened], Values]
    save: Callable[[Opened, Values, Actor], bool]
    says: Callable[[Values], str]
    """The values as one line for people: what somebody else made of it meanwhile."""
    heading: str = ""
    """The question the page asks; the label when none."""
    kind: str = ""
    key: str = ""
    """Of the change it makes, to say who was first."""
    back: str = "personal/"
    """Where to go afterwards, below the person's address; with an anchor of the section."""
    template: str = "prisoners/edit.html.jinja"
    done: str = ""
    """The message afterwards; "<label> updated" when none."""
    hint: str = ""
    context: Values = field(default_factory=dict)


def edit(request: HttpRequest, person: Opened, thing: Editable) -> HttpResponse:
    """Show the form, or save it. The page declares its capability and part by `person_page(..., methods=GET, POST)`."""
    if request.method != "POST":
        values = thing.read(person)
        return _show(request, person, thing, thing.form(initial=dict(values)), values, 200)
    with transaction.atomic():
        lock_person(person.number)
        values = thing.read(person)
        form = thing.form(request.POST, initial=dict(values), **({"files": request.FILES} if request.FILES else {}))
        if request.POST.get(WAS, "") != fingerprint(values):
            form.is_valid()
            return _show(request, person, thing, form, values, 409, first=_who_was_first(person, thing))
        if form.is_valid():
            try:
                with transaction.atomic():
                    changed = thing.save(person, form.cleaned_data, request.actor)
            except Invalid as refused:
                form.add_problems(refused)
            else:
                if changed:
                    messages.success(request, thing.done or f"{thing.label} updated")
                return redirect(person.base + thing.back)
        return _show(request, person, thing, form, values, 400)


def _who_was_first(person: Opened, thing: Editable) -> str:
    """Who changed it last here; '' when it was not changed here."""
    one = {"key": thing.key} if thing.key else {}
    found = Change.objects.filter(person_id=person.number, kind=thing.kind, **one).order_by("-id").first()
    return (found.display_name or found.username) if found else ""


def _show(
    request: HttpRequest,
    person: Opened,
    thing: Editable,
    form: DpsForm,
    values: Values,
    status: int,
    first: str | None = None,
) -> HttpResponse:
    context = frame(request, person, "") | {
        "form": form,
        "thing": thing,
        "heading": thing.heading or thing.label,
        WAS: fingerprint(values),
        "conflict": first is not None,
        "first": first or "",
        "now_says": thing.says(values) or "Not entered",
        "cancel": person.base + thing.back,
        **thing.context,
    }
    return render(request, thing.template, context, status=status)
