"""How a page about one person is declared, opened and framed.

@person_page(PrisonerPermission.SEE, name="money", part=Part.IN_CASELOAD_ONLY)
def money(request, person):
    return render(request, "prisoners/money.html.jinja", frame(request, person, "money/") | {...})
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import Any

import structlog
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from dps.identity.sessions.middleware import WORKING_IN
from dps.platform import local_time
from dps.platform.access import Actor, page
from dps.platform.web.refusals import NotFound
from dps.platform.web.submissions import FIELD
from dps.prisoners.changes.former_ids import by_present_ids
from dps.prisoners.permissions import viewer_of
from dps.prisoners.profile import notices, presenters, queries, tabs, warnings
from dps.prisoners.profile.failing_alone import failing_alone
from dps.prisoners.profile.opening import NowKnownAs, open_person
from dps.prisoners.rules.access import (
    LENT_PARTS,
    Part,
    Situation,
    Viewer,
    Whereabouts,
    may_see,
    situation,
    without_inactive_bookings,
)

log = structlog.get_logger("dps.prisoners")
_TYPED_NUMBER = re.compile(r"\A[A-Za-z][0-9]{4}[A-Za-z]{2}\Z")
"""ASCII only: capitals of other scripts' letters may be two letters, or one of ours."""
WAS = "was"
"""The hidden field that holds the fingerprint of what a page showed that changes it."""
_NOT_TYPED = frozenset({WAS, FIELD, "csrfmiddlewaretoken", WORKING_IN})


@dataclass(frozen=True, slots=True)
class Opened:
    """A person this actor may see, with the view recorded. `record` is the header row of `queries.header`."""

    number: str
    record: dict[str, Any]
    viewer: Viewer
    today: date

    @property
    def booking_id(self) -> int | None:
        """Their latest booking; None for somebody never booked."""
        found: int | None = self.record["booking_id"]
        return found

    @property
    def whereabouts(self) -> Whereabouts:
        """What the access rules ask of a person."""
        return queries.whereabouts_of(self.record)

    @property
    def base(self) -> str:
        """The address of their overview."""
        return f"/prisoners/{self.number}/"

    @property
    def in_caseload(self) -> bool:
        """Whether they are held in one of the viewer's prisons."""
        return situation(self.whereabouts, self.viewer) is Situation.IN_CASELOAD

    def may(self, part: Part) -> bool:
        """Whether the viewer may see, or do, `part` of this person."""
        lent = part in LENT_PARTS and may_see(part, *self.read_as)
        return lent or may_see(part, self.whereabouts, self.viewer)

    @property
    def read_as(self) -> tuple[Whereabouts, Viewer]:
        """As whom, and by whom, the record is read: themselves, or a duplicate record that lends reading (1.2)."""
        lent = self.record.get("lent_by")
        return (lent, without_inactive_bookings(self.viewer)) if lent else (self.whereabouts, self.viewer)


PersonView = Callable[..., HttpResponse]


def person_page(
    capability: str,
    *,
    name: str,
    part: Part = Part.BASIC,
    methods: Sequence[str] = ("GET",),
    recorded: bool = True,
    allowed: Callable[[dict[str, Any], Actor], bool] | None = None,
) -> Callable[[PersonView], Callable[..., HttpResponse]]:
    """Declare a page below `/prisoners/<number>/`. The view is called with the request, the `Opened` person and what
    else the address holds.

    Whoever may not see `part` finds nothing, and the attempt is audited. An address in small letters or with a number
    lost in a merge leads to the right one; whoever has no caseload is told so. What was typed about a thing that is
    gone since is shown. `recorded` views are audited as `name`.
    `allowed` is a further rule of the service whose page it is, asked of the header row and the actor.
    """

    def declare(view: PersonView) -> Callable[..., HttpResponse]:
        @page(capability, methods=methods)
        @wraps(view)
        def opened(request: HttpRequest, number: str, **more: Any) -> HttpResponse:
            person = _open(request, number, name, part, recorded=recorded, allowed=allowed)
            if isinstance(person, HttpResponse):
                return person
            try:
                return view(request, person, **by_present_ids(more))
            except NotFound:
                if request.method == "POST" and request.POST.get(WAS):
                    return _gone(request, person)
                raise

        return opened

    return declare


def _open(
    request: HttpRequest,
    number: str,
    name: str,
    part: Part,
    *,
    recorded: bool,
    allowed: Callable[[dict[str, Any], Actor], bool] | None,
) -> Opened | HttpResponse:
    if not _TYPED_NUMBER.match(number):
        raise NotFound(number)
    upper = number.upper()
    if upper != number:
        return _with_number(request, number, upper)
    if not request.actor.active_caseload:
        return render(request, "prisoners/no_caseload.html.jinja")
    today = local_time.today()
    try:
        also = (lambda found: allowed(found, request.actor)) if allowed else None
        record = open_person(upper, page=name, by=request.actor, today=today, part=part, recorded=recorded, also=also)
    except NowKnownAs as kept:
        return _with_number(request, number, kept.number)
    return Opened(upper, record, viewer_of(request.actor), today)


def _gone(request: HttpRequest, person: Opened) -> HttpResponse:
    """What was being changed was ended or removed while its page was open: what was typed is not lost with it."""
    typed = [
        (name.replace("_", " ").replace("-", " ").capitalize(), text)
        for name, texts in request.POST.lists()
        if name not in _NOT_TYPED
        for text in texts
        if text.strip()
    ]
    context = frame(request, person, "") | {"typed": typed}
    return render(request, "prisoners/gone.html.jinja", context, status=409)


def _with_number(request: HttpRequest, number: str, wanted: str) -> HttpResponse:
    return redirect(request.get_full_path().replace(f"/{number}/", f"/{wanted}/", 1))


def frame(request: HttpRequest, person: Opened, tab: str) -> dict[str, Any]:
    """What `prisoners/person.html.jinja` needs: header, tabs, notices, warnings, way back. One statement for the alerts
    and one for each warning registered."""
    alerts = _alerts(person.number, person.today)
    back = request.GET.get("from", "")
    return {
        "person": person,
        "header": presenters.header_of(person.record, alerts, *person.read_as, person.today),
        "base": person.base,
        "tab": tab,
        "tabs": tabs.tabs_for(person, request.actor),
        "back": back if back.startswith("/prisoners/") and "\\" not in back and len(back) < 2000 else "",
        "notices": notices.current(),
        "warnings": warnings.said_of(person),
        "active_alerts": alerts,
    }


def _alerts(number: str, today: date) -> list[queries.AlertRow] | None:
    try:
        with failing_alone():
            return queries.active_alerts(number, today)
    except DatabaseError as failure:
        log.error("alerts unavailable", kind=type(failure).__name__)
        return None
