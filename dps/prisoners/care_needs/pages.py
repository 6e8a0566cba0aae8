"""Care needs that are over; those of now are a section of the Personal tab."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dps.prisoners.care_needs import presenters, queries
from dps.prisoners.care_needs.rules import is_current
from dps.prisoners.permissions import PrisonerPermission
from dps.prisoners.profile.frame import Opened, frame, person_page


@person_page(PrisonerPermission.SEE, name="past care needs")
def past_care_needs(request: HttpRequest, person: Opened) -> HttpResponse:
    """Care needs that are over, with what was done about each."""
    needs = [presenters.need_row(one) for one in queries.needs_of(person.booking_id) if not is_current(one.status)]
    context = frame(request, person, "personal/") | {"needs": needs}
    return render(request, "prisoners/care_needs/past.html.jinja", context)
