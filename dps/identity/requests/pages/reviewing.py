"""Who can do what in a prison, looked at by those who answer for it."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from dps.estate import queries as estate
from dps.identity.requests import commands, presenters, queries, rules
from dps.identity.requests.models import AccessReview
from dps.identity.requests.permissions import AccessRequestPermission
from dps.identity.requests.rules import Decider
from dps.platform import local_time
from dps.platform.access import page
from dps.platform.design.paging import Pages, page_number
from dps.platform.web.downloads import csv_file
from dps.platform.web.refusals import NotFound

VERDICT = "verdict-"


def _prison(request: HttpRequest, decider: Decider) -> tuple[dict[str, str], str]:
    """The prisons somebody reviews, and the one asked for; at first the one they work in. Raises NotFound."""
    mine = {code: name for code, name in estate.prisons().items() if rules.may_review(decider, code)}
    wanted = request.GET.get("prison", "")
    if wanted and wanted not in mine:
        raise NotFound(wanted[:6])
    active = request.actor.active_caseload
    return mine, wanted or (active if active in mine else next(iter(mine), ""))


@page(AccessRequestPermission.REVIEW, methods=("GET", "POST"), administration=True)
def review(request: HttpRequest) -> HttpResponse:
    """The roles people of a prison hold, or the people who hold one of them."""
    decider = queries.decider_of(request.actor)
    mine, prison = _prison(request, decider)
    roles = queries.catalogue(local_time.today())
    since = local_time.now() - timedelta(days=rules.REVIEW_AGAIN_AFTER_DAYS)
    counts = {count.code: count for count in queries.roles_in(prison, since)} if prison else {}
    code = request.GET.get("role", "")
    if code in rules.BASE_ROLES or (code and code not in counts and code not in roles):
        raise NotFound(code[:60])
    if request.method == "POST":
        return _save(request, prison, code)
    number = page_number(request.GET.get("page", ""))
    people = queries.holders(prison, code, number) if code else []
    names = queries.names_of({p.given_by for p in people} | {p.reviewed_by for p in people})
    named = sorted(
        ((queries.named(count.code, roles), count) for count in counts.values()),
        key=lambda pair: pair[0].name.casefold(),
    )
    context = {
        "mine": mine,
        "prison": prison,
        "prison_name": estate.agency_name(prison),
        "roles": [(role, presenters.role_description(role), count) for role, count in named],
        "role": queries.named(code, roles) if code else None,
        "description": presenters.role_description(queries.named(code, roles)),
        "may": presenters.may_do().get(code, []),
        "people": [(p, rules.is_own(decider, p.username, p.staff_id)) for p in people],
        "names": names,
        "verdicts": AccessReview.Verdict.choices,
        "pages": Pages(number, queries.PAGE, counts[code].people if code in counts else 0, request.GET),
    }
    return render(request, "access_requests/review.html.jinja", context)


def _save(request: HttpRequest, prison: str, role: str) -> HttpResponse:
    given = {
        int(name.removeprefix(VERDICT)): value
        for name, value in request.POST.items()
        if name.startswith(VERDICT) and name.removeprefix(VERDICT).isascii() and name.removeprefix(VERDICT).isdigit()
        and len(name) < 26
    }  # fmt: skip
    if role and given:
        done = commands.review(prison=prison, role=role, verdicts=given, by=request.actor, at=local_time.now())
        for words in presenters.review_words(done):
            messages.success(request, words)
    else:
        messages.info(request, "Nothing was chosen, so nothing was saved")
    return redirect(f"{reverse('access_requests:review')}{presenters.address_of_review(prison, role, request.GET)}")


@page(AccessRequestPermission.REVIEW, administration=True)
def download(request: HttpRequest) -> StreamingHttpResponse:
    """Everybody of a prison with every role, as a file for a spreadsheet."""
    _, prison = _prison(request, queries.decider_of(request.actor))
    if not prison:
        raise NotFound("no prison")
    roles, rows = queries.catalogue(local_time.today()), queries.everybody_in(prison)
    commands.note_download(prison=prison, rows=len(rows), by=request.actor, at=local_time.now())
    lines = [presenters.review_line(row, queries.named(row.role, roles).name) for row in rows]
    return csv_file(f"who-can-do-what-{prison}.csv", [presenters.REVIEW_COLUMNS, *lines], accents=True)
