"""One page about a person, to print and hand over (prisoners.md 10)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dps.estate import queries as estate
from dps.platform import local_time
from dps.prisoners.handover import presenters, queries
from dps.prisoners.offences import queries as offences
from dps.prisoners.offences import rules as offence_rules
from dps.prisoners.permissions import PrisonerPermission
from dps.prisoners.profile.frame import Opened, frame, person_page
from dps.prisoners.quick_look.own_cards import day_bounds
from dps.prisoners.rules.access import Part
from dps.prisoners.schedule import presenters as schedule_words
from dps.prisoners.schedule import queries as schedule


@person_page(PrisonerPermission.SEE, name="handover")
def handover(request: HttpRequest, person: Opened) -> HttpResponse:
    """Who this is, what to watch for, what happens today, and when they leave. Each part only for who may see it."""
    context = frame(request, person, "handover/")
    dates = offences.key_dates_of(person.booking_id)
    today = None
    if person.may(Part.IN_CASELOAD_ONLY):
        planned = schedule.planned(person.booking_id, *day_bounds(person.today))
        today = schedule_words.days([person.today], planned)[0]
    context |= {
        "facts": presenters.facts(person.record, person.today),
        "alerts": presenters.alerts(context["active_alerts"] or []),
        "apart": queries.kept_apart(person.number, person.record["agency"], person.today),
        "schedule": today,
        "dates": offence_rules.explained(dates.days, confirmed_on=dates.confirmed_on),
        "next_of_kin": presenters.kin(queries.next_of_kin(person.booking_id)) if person.may(Part.CONTACTS) else None,
        "printed_at": local_time.now(),
        "prison": estate.agency_name(person.record["agency"]),
    }
    return render(request, "prisoners/handover/handover.html.jinja", context)
