"""The quick look: who this is and what to watch for, at a glance."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dps.platform import local_time
from dps.prisoners.permissions import PrisonerPermission
from dps.prisoners.profile import actions
from dps.prisoners.profile.frame import Opened, frame, person_page
from dps.prisoners.quick_look import cards
from dps.prisoners.quick_look.own_cards import day_bounds


@person_page(PrisonerPermission.SEE, name="quick look")
def quick_look(request: HttpRequest, person: Opened) -> HttpResponse:
    """Who this is and what to watch for, at a glance."""
    context = frame(request, person, "")
    arrived = person.record["arrived_at"]
    day_from, day_to = day_bounds(person.today)
    facts = cards.Facts(
        number=person.number,
        booking_id=person.booking_id,
        prison=person.record["agency"],
        today=person.today,
        born_on=person.record["date_of_birth"],
        arrived_on=local_time.in_london(arrived).date() if arrived else None,
        acct_open=any(alert.code == "HA" for alert in context["active_alerts"] or []),
        in_caseload=person.in_caseload,
        day_from=day_from,
        day_to=day_to,
        record=person.record,
        username=request.actor.username,
        account=request.actor.account_id,
    )
    asked = actions.asked_for(person, request.actor)
    shown, answers = cards.cards_for(facts, person.whereabouts, person.viewer, asked)
    context["actions"], context["actions_missing"] = actions.actions_for(person, request.actor, answers)
    context["columns"] = _in_columns(shown)
    return render(request, "prisoners/quick_look.html.jinja", context)


def _in_columns(shown: list[cards.Shown]) -> list[list[cards.Shown]]:
    """Three columns filled row by row; the status stands first in the first."""
    return [shown[place::3] for place in (2, 0, 1)]
