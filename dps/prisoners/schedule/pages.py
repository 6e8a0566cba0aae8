"""What a person will do this week and next."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dps.prisoners.permissions import PrisonerPermission
from dps.prisoners.profile.frame import Opened, frame, person_page
from dps.prisoners.quick_look.own_cards import day_bounds
from dps.prisoners.rules.access import Part
from dps.prisoners.schedule import presenters, queries, rules


@person_page(PrisonerPermission.SEE, name="schedule", part=Part.IN_CASELOAD_ONLY)
def schedule(request: HttpRequest, person: Opened) -> HttpResponse:
    """Seven days from today, or the seven after those."""
    following = request.GET.get("week") == "next"
    wanted = rules.week_of(person.today, following=following)
    planned = queries.planned(person.booking_id, day_bounds(wanted[0])[0], day_bounds(wanted[-1])[1])
    context = frame(request, person, "schedule/") | {
        "following": following,
        "first": wanted[0],
        "last": wanted[-1],
        "days": presenters.days(wanted, planned),
    }
    return render(request, "prisoners/schedule/schedule.html.jinja", context)
