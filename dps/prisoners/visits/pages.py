"""The visits of a person."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dps.platform.design.paging import Pages, page_number
from dps.prisoners.permissions import PrisonerPermission
from dps.prisoners.profile.frame import Opened, frame, person_page
from dps.prisoners.rules.access import Part
from dps.prisoners.visits import presenters, queries
from dps.prisoners.visits.forms import VisitsForm


@person_page(PrisonerPermission.SEE, name="visits", part=Part.IN_CASELOAD_ONLY)
def visits(request: HttpRequest, person: Opened) -> HttpResponse:
    """Every visit, newest first, and how many may still be asked for."""
    form = VisitsForm(request.GET, queries.where(person.number))
    wanted = form.wanted()
    found = queries.visits(person.number, wanted)
    total = found.count()
    last_page = max(1, -(-total // queries.A_PAGE))
    pages = Pages(min(page_number(request.GET.get("page", "")), last_page), queries.A_PAGE, total, request.GET)
    start = max(pages.first - 1, 0)
    shown = list(found[start : start + queries.A_PAGE])
    context = frame(request, person, "visits/") | {
        "form": form,
        "left": queries.orders_left(person.booking_id),
        "rows": presenters.rows(shown, queries.visitors([one.id for one in shown])),
        "pages": pages,
        "filtered": wanted != queries.Wanted(),
    }
    return render(request, "prisoners/visits/visits.html.jinja", context)
