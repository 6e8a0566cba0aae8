"""Where a person lives, with whom, and where they lived before."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dps.estate import queries as estate
from dps.estate.rules import displayed_location, is_temporary
from dps.platform.web.refusals import NotFound
from dps.prisoners.location import presenters, queries
from dps.prisoners.permissions import PrisonerPermission
from dps.prisoners.profile.frame import Opened, frame, person_page
from dps.prisoners.rules.access import Part


@person_page(PrisonerPermission.SEE, name="location", part=Part.LOCATION)
def location(request: HttpRequest, person: Opened) -> HttpResponse:
    """Where a person lives, with whom, and where they lived before."""
    stays = queries.stays(person.number)
    cell = queries.cell_of(person.booking_id)
    sharers = queries.shares_with(person.number, cell, person.today)
    apart = queries.kept_apart(person.number, cell.agency, person.today) if cell and person.in_caseload else []
    now = stays[0] if stays and cell and (stays[0].agency, stays[0].path) == (cell.agency, cell.path) else None
    context = frame(request, person, "location/") | {
        "cell": cell,
        "cell_words": displayed_location(cell.path) if cell else "",
        "prison": estate.agency_name(cell.agency) if cell else "",
        "now": now,
        "sharing": presenters.sharing(sharers, person.viewer),
        "sharing_warnings": presenters.warnings(person.record, cell, sharers, apart)
        if cell and person.in_caseload
        else None,
        "earlier": presenters.earlier(stays, without_now=now is not None),
    }
    return render(request, "prisoners/location/location.html.jinja", context)


@person_page(PrisonerPermission.SEE, name="location details", part=Part.LOCATION)
def location_details(request: HttpRequest, person: Opened, stay: int) -> HttpResponse:
    """Who shared a cell with a person during one stay. Reception, court and the like have no such page."""
    found = next((one for one in queries.stays(person.number) if one.id == stay), None)
    if found is None or not found.path or is_temporary(found.path):
        raise NotFound(stay)
    people = queries.shared_then(person.number, found.id, found.started_at, found.ended_at)
    context = frame(request, person, "location/") | {
        "stay": found,
        "prison": estate.agency_name(found.agency),
        "place": displayed_location(found.path),
        "shared": presenters.shared(found, people, person.viewer),
    }
    return render(request, "prisoners/location/details.html.jinja", context)
