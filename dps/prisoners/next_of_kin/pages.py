"""Adding, changing and ending next of kin and emergency contacts."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from dps.platform.access import Actor
from dps.platform.web.refusals import Invalid
from dps.prisoners.next_of_kin import commands, presenters, queries
from dps.prisoners.next_of_kin.forms import ContactForm, EndForm
from dps.prisoners.next_of_kin.rules import Details
from dps.prisoners.permissions import PrisonerPermission
from dps.prisoners.profile.asking import ask, sent
from dps.prisoners.profile.editing import Editable, edit
from dps.prisoners.profile.frame import Opened, person_page
from dps.prisoners.rules.access import Part

SECTION = "personal/#next-of-kin"
MAY_CHANGE, CHANGES = Part.EDIT_SENSITIVE, PrisonerPermission.EDIT_SENSITIVE


@person_page(CHANGES, name="add next of kin", part=MAY_CHANGE, methods=("GET", "POST"))
def add(request: HttpRequest, person: Opened) -> HttpResponse:
    """Add somebody."""
    form = ContactForm(*sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            commands.add_contact(person.number, form.details(), by=request.actor, today=person.today)
        except Invalid as refused:
            form.add_problems(refused)
        else:
            messages.success(request, "Contact added")
            return redirect(person.base + SECTION)
    return ask(request, person, form, "Add next of kin or an emergency contact", back=SECTION)


@person_page(CHANGES, name="change next of kin", part=MAY_CHANGE, methods=("GET", "POST"))
def change(request: HttpRequest, person: Opened, contact_id: int) -> HttpResponse:
    """Correct somebody, with their address and phone."""

    def read(opened: Opened) -> Mapping[str, Any]:
        found = queries.reached(queries.contact_of(opened.booking_id, contact_id))
        contact, address, phone = found.contact, found.address, found.phone
        return {
            "is_a": [name for name in ("next_of_kin", "emergency") if getattr(contact, name)],
            **{name: getattr(contact, name) for name in ("first_name", "middle_names", "last_name", "relationship")},
            "date_of_birth": contact.date_of_birth,
            "phone": phone.number if phone else "",
            "phone_type": phone.type if phone else "",
            "extension": phone.extension if phone else "",
            "house": address.premise if address else "",
            "street": address.street if address else "",
            "postcode": address.postcode if address else "",
        }

    def save(opened: Opened, values: Mapping[str, Any], by: Actor) -> bool:
        is_a = values["is_a"]
        given = Details(
            **{name: value for name, value in values.items() if name != "is_a"},
            next_of_kin="next_of_kin" in is_a,
            emergency="emergency" in is_a,
        )
        return commands.change_contact(opened.number, contact_id, given, by=by, today=opened.today)

    thing = Editable(
        label="Contact",
        heading="Change a next of kin or emergency contact",
        form=ContactForm,
        read=read,
        save=save,
        says=presenters.name_words,
        kind=commands.KIND,
        key=str(contact_id),
        back=SECTION,
    )
    return edit(request, person, thing)


@person_page(CHANGES, name="end next of kin", part=MAY_CHANGE, methods=("GET", "POST"))
def end(request: HttpRequest, person: Opened, contact_id: int) -> HttpResponse:
    """Somebody is no longer to be told."""
    contact = queries.contact_of(person.booking_id, contact_id)
    form = EndForm(*sent(request))
    if request.method == "POST":
        commands.end_contact(person.number, contact_id, by=request.actor, today=person.today)
        messages.success(request, "Contact ended")
        return redirect(person.base + SECTION)
    name = presenters.name_words(commands.fields_of(contact))
    hint = f"{name} will no longer be shown as a next of kin or emergency contact. The history keeps them."
    return ask(
        request, person, form, f"End the contact {name}", back=SECTION, hint=hint,
        template="prisoners/next_of_kin/end.html.jinja",
    )  # fmt: skip
