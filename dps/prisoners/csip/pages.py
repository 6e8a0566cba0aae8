"""The challenge, support and intervention plans of a person."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dps.prisoners.csip import presenters, queries
from dps.prisoners.permissions import PrisonerPermission
from dps.prisoners.profile.frame import Opened, frame, person_page
from dps.prisoners.rules.access import Part


@person_page(PrisonerPermission.SEE, name="csip history", part=Part.IN_CASELOAD_ONLY)
def csip(request: HttpRequest, person: Opened) -> HttpResponse:
    """Every referral and what became of it, newest first."""
    history = queries.history_of(person.number)
    context = frame(request, person, "csip/") | {"rows": presenters.rows(history, person.today)}
    return render(request, "prisoners/csip/csip.html.jinja", context)
