"""A person's pages: quick look, alerts, location, photograph."""

import re
from datetime import date
from typing import Any

import structlog
from django.contrib.staticfiles.storage import staticfiles_storage
from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render

from dps.estate import queries as estate
from dps.platform import local_time
from dps.platform.access import page
from dps.platform.web.refusals import NotFound
from dps.prisoners.permissions import PrisonerPermission, viewer_of
from dps.prisoners.quick_look import cards, notices, presenters, queries
from dps.prisoners.quick_look.commands import NowKnownAs, open_person
from dps.prisoners.quick_look.own_cards import day_bounds
from dps.prisoners.rules.access import Part, Situation, Viewer, may_see, situation

log = structlog.get_logger("dps.prisoners")
_TYPED_NUMBER = re.compile(r"\A[A-Za-z][0-9]{4}[A-Za-z]{2}\Z")
"""ASCII only: capitals of other scripts' letters may be two letters, or one of ours."""
TABS = (("Overview", ""), ("Alerts", "alerts/"), ("Location", "location/"))


def _alerts(number: str, today: date) -> list[queries.AlertRow] | None:
    try:
        if connection.in_atomic_block:
            with transaction.atomic():
                return queries.active_alerts(number, today)
        return queries.active_alerts(number, today)
    except DatabaseError as failure:
        log.error("alerts unavailable", kind=type(failure).__name__)
        return None


def _frame(request: HttpRequest, record: dict[str, Any], tab: str, today: date) -> dict[str, Any]:
    viewer = viewer_of(request.actor)
    whereabouts = queries.whereabouts_of(record)
    alerts = _alerts(record["number"], today)
    back = request.GET.get("from", "")
    return {
        "header": presenters.header_of(record, alerts, whereabouts, viewer, today),
        "base": f"/prisoners/{record['number']}/",
        "tab": tab,
        "tabs": [(words, path) for words, path in TABS if path != "location/" or _sees_location(record, viewer)],
        "back": back if back.startswith("/prisoners/") and "\\" not in back and len(back) < 2000 else "",
        "notices": notices.current(),
        "active_alerts": alerts,
    }


def _sees_location(record: dict[str, Any], viewer: Viewer) -> bool:
    return may_see(Part.LOCATION, queries.whereabouts_of(record), viewer)


def _opened(
    request: HttpRequest, number: str, page_name: str, *, part: Part = Part.BASIC, recorded: bool = True
) -> dict[str, Any] | HttpResponse:
    """The person this address is about, or what to answer instead: the same address in capitals or with the number
    that stayed after a merge, and a word to those without a caseload. Raises NotFound."""
    if not _TYPED_NUMBER.match(number):
        raise NotFound(number)
    upper = number.upper()
    if upper != number:
        return _with_number(request, number, upper)
    if not request.actor.active_caseload:
        return render(request, "prisoners/no_caseload.html.jinja")
    try:
        return open_person(
            upper, page=page_name, by=request.actor, today=local_time.today(), part=part, recorded=recorded
        )
    except NowKnownAs as kept:
        return _with_number(request, number, kept.number)


def _with_number(request: HttpRequest, number: str, wanted: str) -> HttpResponse:
    return redirect(request.get_full_path().replace(f"/{number}/", f"/{wanted}/", 1))


@page(PrisonerPermission.SEE)
def quick_look(request: HttpRequest, number: str) -> HttpResponse:
    """Who this is and what to watch for, at a glance."""
    today = local_time.today()
    record = _opened(request, number, "quick look")
    if isinstance(record, HttpResponse):
        return record
    viewer, whereabouts = viewer_of(request.actor), queries.whereabouts_of(record)
    context = _frame(request, record, "", today)
    arrived = record["arrived_at"]
    day_from, day_to = day_bounds(today)
    facts = cards.Facts(
        number=number,
        booking_id=record["booking_id"],
        prison=record["agency"],
        today=today,
        born_on=record["date_of_birth"],
        arrived_on=local_time.in_london(arrived).date() if arrived else None,
        acct_open=any(alert.code == "HA" for alert in context["active_alerts"] or []),
        in_caseload=situation(whereabouts, viewer) is Situation.IN_CASELOAD,
        day_from=day_from,
        day_to=day_to,
        record=record,
    )
    context["columns"] = _in_columns(cards.cards_for(facts, whereabouts, viewer))
    return render(request, "prisoners/quick_look.html.jinja", context)


def _in_columns(shown: list[cards.Shown]) -> list[list[cards.Shown]]:
    """Three columns filled row by row; the status stands first in the first."""
    return [shown[place::3] for place in (2, 0, 1)]


@page(PrisonerPermission.SEE)
def alerts(request: HttpRequest, number: str) -> HttpResponse:
    """Every alert, active or not."""
    today = local_time.today()
    record = _opened(request, number, "alerts")
    if isinstance(record, HttpResponse):
        return record
    context = _frame(request, record, "alerts/", today)
    active = {alert.id for alert in context["active_alerts"] or []}
    every = queries.all_alerts(number)
    context |= {
        "show_inactive": request.GET.get("show") == "inactive",
        "active": [alert for alert in every if alert.id in active],
        "inactive": [alert for alert in every if alert.id not in active],
        "type_words": estate.labels("ALERT"),
        "code_words": estate.labels("ALERT_CODE"),
    }
    return render(request, "prisoners/alerts.html.jinja", context)


@page(PrisonerPermission.SEE)
def location(request: HttpRequest, number: str) -> HttpResponse:
    """Where a person lives, with whom, and where they lived before."""
    today = local_time.today()
    record = _opened(request, number, "location", part=Part.LOCATION)
    if isinstance(record, HttpResponse):
        return record
    context = _frame(request, record, "location/", today)
    context |= {
        "stays": queries.stays(number),
        "neighbours": queries.shares_with(number),
        "agency_name": estate.agency_name,
        "in_prison": record["agency"] not in ("OUT", "TRN", ""),
        "reasons": estate.labels("CELL_MOVE_RSN"),
    }
    return render(request, "prisoners/location.html.jinja", context)


@page(PrisonerPermission.SEE)
def photo(request: HttpRequest, number: str) -> HttpResponse:
    """The photograph, or what is shown in its place. Not audited by itself: the page that shows it is."""
    today = local_time.today()
    record = _opened(request, number, "photo", recorded=False)
    if isinstance(record, HttpResponse):
        return record
    frame = _frame(request, record, "", today)["header"]
    if frame.photo != "shown":
        return redirect(
            staticfiles_storage.url(f"prisoners/{'withheld' if frame.photo == 'withheld' else 'no-photo'}.png")
        )
    full_size = request.GET.get("size") == "full"
    tag = f'"{record["image_id"]}-{"full" if full_size else "small"}"'
    if request.headers.get("If-None-Match") == tag:
        return HttpResponseNotModified()
    picture = queries.photograph(record["image_id"], full_size=full_size)
    if picture is None:
        return redirect(staticfiles_storage.url("prisoners/no-photo.png"))
    response = HttpResponse(picture, content_type="image/jpeg")
    response["Cache-Control"] = "private, max-age=300"
    response["ETag"] = tag
    return response
