"""Who works with a person."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dps.prisoners.permissions import PrisonerPermission
from dps.prisoners.profile.frame import Opened, frame, person_page
from dps.prisoners.rules.access import Part
from dps.prisoners.staff_contacts import officers, presenters, queries


@person_page(PrisonerPermission.SEE, name="staff contacts")
def staff_contacts(request: HttpRequest, person: Opened) -> HttpResponse:
    """The officers of the prison who work with them; the other official contacts for those who may see contacts."""
    rows = None
    if person.may(Part.CONTACTS):
        found = queries.official_contacts(person.booking_id)
        ids = [one.contact_person_id for one in found if one.contact_person_id is not None]
        rows = presenters.contacts(found, queries.ways_to_reach(ids, person.today))
    context = frame(request, person, "staff-contacts/") | {
        "officers": officers.rows_of(person),
        "rows": rows,
    }
    return render(request, "prisoners/staff_contacts/staff_contacts.html.jinja", context)
