"""One's own access, and asking for more."""

from collections.abc import Callable

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from dps.estate import queries as estate
from dps.identity.requests import commands, presenters, queries, rules
from dps.identity.requests.commands.asking import end_of
from dps.identity.requests.commands.telling import what
from dps.identity.requests.forms import AskForm
from dps.identity.requests.models import AccessRequest
from dps.identity.requests.permissions import AccessRequestPermission
from dps.identity.requests.rules import Kind
from dps.platform import local_time
from dps.platform.access import SIGNED_IN, holds, page
from dps.platform.design.forms import cleaned_text
from dps.platform.web.refusals import Conflict, Invalid, NotFound


@page(SIGNED_IN)
def mine(request: HttpRequest) -> HttpResponse:
    """What I can do and why, and what I asked for."""
    today, account = local_time.today(), request.account
    roles = queries.catalogue(today)
    asked = queries.my_requests(request.actor)
    names = queries.names_of({one.decided_by for one in asked} | {one.asked_by for one in asked})
    prisons = {code: estate.agency_name(code) for code in account.caseloads}
    context = {
        "roles": presenters.held_rows(queries.roles_of(account, roles), account, asked, today),
        "caseloads": presenters.held_rows(queries.caseloads_of(account, prisons), account, asked, today),
        "requests": [presenters.request_row(one, roles, names) for one in asked],
        "may_decide": holds(request.actor, AccessRequestPermission.DECIDE),
        "may_review": holds(request.actor, AccessRequestPermission.REVIEW),
    }
    return render(request, "access_requests/mine.html.jinja", context)


def _chosen(given: QueryDict) -> tuple[list[str], str]:
    """The roles and the prison in an address or a form, tidied; not yet checked."""
    roles = dict.fromkeys(cleaned_text(code)[:60] for code in given.getlist("role"))
    return [code for code in roles if code], cleaned_text(given.get("prison"))[:6].upper()


def _address(roles: list[str], prison: str) -> str:
    query = QueryDict(mutable=True)
    query.setlist("role", roles)
    if prison:
        query["prison"] = prison
    return query.urlencode()


@page(SIGNED_IN)
def choose(request: HttpRequest) -> HttpResponse:
    """Find roles and tick them, choose a prison. What is ticked stays ticked while one looks for more."""
    roles, prison = _chosen(request.GET)
    catalogue = queries.catalogue(local_time.today())
    offered = {role.code for group in queries.to_ask_for(request.account, catalogue).values() for role in group}
    chosen = [code for code in roles if code in offered]
    prisons = {code: name for code, name in estate.prisons().items() if code not in request.account.caseloads}
    prison = prison if prison in prisons else ""
    going_on = request.GET.get("go-on") == "yes"
    problem = ""
    if going_on and len(chosen) > rules.MOST_AT_ONCE:
        problem = f"Choose {rules.MOST_AT_ONCE} roles or fewer at a time"
    elif going_on and not chosen and not prison:
        problem = "Choose at least one role or a prison"
    elif going_on:
        return redirect(f"{reverse('access_requests:ask')}?{_address(chosen, prison)}")
    words = cleaned_text(request.GET.get("words"))[:60]
    context = {
        "groups": queries.to_ask_for(request.account, catalogue, words),
        "ticked": [catalogue[code] for code in chosen],
        "words": words,
        "prisons": prisons,
        "prison": prison,
        "problem": problem,
        "description": presenters.role_description,
    }
    return render(request, "access_requests/choose.html.jinja", context, status=400 if problem else 200)


@page(SIGNED_IN, methods=("GET", "POST"))
def ask(request: HttpRequest) -> HttpResponse:
    """Why, and until when; who will see it."""
    roles, prison = _chosen(request.POST if request.method == "POST" else request.GET)
    if not roles and not prison:
        return redirect("access_requests:choose")
    today, account = local_time.today(), request.account
    catalogue = queries.catalogue(today)
    wishes = [AccessRequest(account=account, kind=Kind.ROLE, code=code, asked_by=account.username) for code in roles]
    if prison:
        wishes.append(AccessRequest(account=account, kind=Kind.CASELOAD, code=prison, asked_by=account.username))
    needed = any(_day_needed(Kind(one.kind), one.code, catalogue, bool(account.caseloads)) for one in wishes)

    def do(form: AskForm) -> None:
        commands.ask_for(
            roles=roles,
            prison=prison,
            why=form.cleaned_data["why"],
            ends_on=form.cleaned_data["ends_on"],
            by=request.actor,
            at=local_time.now(),
            today=today,
        )

    back = f"{reverse('access_requests:choose')}?{_address(roles, prison)}"
    return _why(
        request, do, wishes[: rules.MOST_AT_ONCE + 1], catalogue, needed=needed, heading="Ask for access", back=back,
        more={"roles": roles, "prison": prison},
    )  # fmt: skip


@page(SIGNED_IN, methods=("GET", "POST"))
def keep_role(request: HttpRequest, code: str) -> HttpResponse:
    """Ask to keep a role that ends."""
    return _keep(request, Kind.KEEP_ROLE, code)


@page(SIGNED_IN, methods=("GET", "POST"))
def keep_caseload(request: HttpRequest, code: str) -> HttpResponse:
    """Ask to keep a prison that ends."""
    return _keep(request, Kind.KEEP_CASELOAD, code)


def _keep(request: HttpRequest, kind: Kind, code: str) -> HttpResponse:
    today, account = local_time.today(), request.account
    ends_now = end_of(account, kind, code)
    if ends_now is None:
        raise NotFound(code)
    catalogue = queries.catalogue(today)
    wishes = [AccessRequest(account=account, kind=kind, code=code, asked_by=account.username)]
    needed = _day_needed(kind, code, catalogue, len(account.caseloads) > 1)

    def do(form: AskForm) -> None:
        commands.ask_to_keep(
            kind=kind,
            code=code,
            why=form.cleaned_data["why"],
            ends_on=form.cleaned_data["ends_on"],
            by=request.actor,
            at=local_time.now(),
            today=today,
        )

    heading = f"Ask to keep {what(kind, code, catalogue)}"
    return _why(
        request, do, wishes, catalogue, needed=needed, heading=heading, back=reverse("access_requests:mine"),
        more={"ends_now": ends_now},
    )  # fmt: skip


def _day_needed(kind: Kind, code: str, catalogue: dict[str, queries.Catalogued], has_other_prison: bool) -> bool:
    types = queries.named(code, catalogue).admin_types
    return rules.end_is_needed(kind, types, has_other_prison=has_other_prison)


def _why(
    request: HttpRequest,
    do: Callable[[AskForm], object],
    wishes: list[AccessRequest],
    catalogue: dict[str, queries.Catalogued],
    *,
    needed: bool,
    heading: str,
    back: str,
    more: dict[str, object],
) -> HttpResponse:
    """The page that asks why and until when; `do` asks once it is filled in."""
    form = AskForm(request.POST if request.method == "POST" else None)
    form.ask_day(needed=needed)
    if form.is_bound and _done(form, do):
        messages.success(request, "Asked. You will get an email when somebody has decided")
        return redirect("access_requests:mine")
    names = estate.prisons()
    seen_by = {
        queries.who_decides(queries.asked(one, queries.named(one.code, catalogue).admin_types), names).words
        for one in wishes
    }
    context = {
        "form": form,
        "heading": heading,
        "wishes": [what(one.kind, one.code, catalogue) for one in wishes],
        "seen_by": sorted(seen_by),
        "latest": rules.a_year_after(local_time.today()),
        "back": back,
        **more,
    }
    return render(request, "access_requests/ask.html.jinja", context, status=400 if form.errors else 200)


def _done(form: AskForm, do: Callable[[AskForm], object]) -> bool:
    """Whether it was asked. What the form and the command find wrong is put on the form, all at once."""
    whole = form.is_valid()
    for field in form.fields:
        form.cleaned_data.setdefault(field, None if field == "ends_on" else "")
    try:
        with transaction.atomic():
            do(form)
            if not whole:
                raise Invalid({})
    except Invalid as refused:
        for field, words in refused.problems.items():
            if not form.errors.get(field):
                form.add_error(field if field in form.fields else None, words)
    return not form.errors


@page(SIGNED_IN)
def one(request: HttpRequest, request_id: int) -> HttpResponse:
    """One request I made, or one about me that waits no more."""
    found = queries.my_request(request.actor, request_id)
    if found is None:
        raise NotFound(str(request_id))
    names = queries.names_of({found.asked_by, found.decided_by})
    row = presenters.request_row(found, queries.catalogue(local_time.today()), names)
    is_mine = found.asked_by == request.actor.username
    return render(request, "access_requests/one.html.jinja", {"row": row, "is_mine": is_mine})


@page(SIGNED_IN, methods=("GET", "POST"))
def withdraw(request: HttpRequest, request_id: int) -> HttpResponse:
    """Think better of something one asked for."""
    found = queries.my_request(request.actor, request_id)
    if found is None or found.asked_by != request.actor.username:
        raise NotFound(str(request_id))
    if request.method == "POST" and found.state == AccessRequest.State.OPEN:
        try:
            commands.withdraw(request_id=request_id, by=request.actor, at=local_time.now())
            messages.success(request, "Withdrawn")
            return redirect("access_requests:mine")
        except Conflict:
            found.refresh_from_db()
    if found.state != AccessRequest.State.OPEN:
        messages.info(request, "That request no longer waits: it has been decided or withdrawn")
        return redirect("access_requests:mine")
    row = presenters.request_row(found, queries.catalogue(local_time.today()))
    return render(request, "access_requests/withdraw.html.jinja", {"row": row})
