"""A person's alerts."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dps.estate import queries as estate
from dps.prisoners.alerts import queries
from dps.prisoners.permissions import PrisonerPermission
from dps.prisoners.profile.frame import Opened, frame, person_page


@person_page(PrisonerPermission.SEE, name="alerts")
def alerts(request: HttpRequest, person: Opened) -> HttpResponse:
    """Every alert, active or not."""
    context = frame(request, person, "alerts/")
    active = {alert.id for alert in context["active_alerts"] or []}
    every = queries.all_alerts(person.number)
    context |= {
        "show_inactive": request.GET.get("show") == "inactive",
        "active": [alert for alert in every if alert.id in active],
        "inactive": [alert for alert in every if alert.id not in active],
        "type_words": estate.labels("ALERT"),
        "code_words": estate.labels("ALERT_CODE"),
    }
    return render(request, "prisoners/alerts.html.jinja", context)
