"""Where a person lives, with whom, and where they lived before."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dps.estate import queries as estate
from dps.prisoners.location import queries
from dps.prisoners.permissions import PrisonerPermission
from dps.prisoners.profile.frame import Opened, frame, person_page
from dps.prisoners.rules.access import Part


@person_page(PrisonerPermission.SEE, name="location", part=Part.LOCATION)
def location(request: HttpRequest, person: Opened) -> HttpResponse:
    """Where a person lives, with whom, and where they lived before."""
    context = frame(request, person, "location/") | {
        "stays": queries.stays(person.number),
        "neighbours": queries.shares_with(person.number),
        "agency_name": estate.agency_name,
        "in_prison": person.record["agency"] not in ("OUT", "TRN", ""),
        "reasons": estate.labels("CELL_MOVE_RSN"),
    }
    return render(request, "prisoners/location.html.jinja", context)
