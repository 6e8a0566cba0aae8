"""Court cases, sentences and release dates of a person."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dps.estate import queries as estate
from dps.prisoners.offences import presenters, queries, rules
from dps.prisoners.permissions import PrisonerPermission
from dps.prisoners.profile.frame import Opened, frame, person_page
from dps.prisoners.quick_look.own_cards import day_bounds


@person_page(PrisonerPermission.SEE, name="offences")
def offences(request: HttpRequest, person: Opened) -> HttpResponse:
    """The court cases of the latest booking, and when the person is to be released."""
    dates = queries.key_dates_of(person.booking_id)
    context = frame(request, person, "offences/") | {
        "cases": presenters.case_rows(queries.cases(person.booking_id), day_bounds(person.today)[0]),
        "dates": rules.explained(dates.days, confirmed_on=dates.confirmed_on),
        "held_as": estate.label("IMP_STS", person.record["imprisonment_status"]),
        "release_on": person.record["release_on"],
    }
    return render(request, "prisoners/offences/offences.html.jinja", context)
