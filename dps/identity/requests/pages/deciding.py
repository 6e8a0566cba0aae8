"""The inbox of those who decide, one request, and asking for the removal of a role of somebody else."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from dps.estate import queries as estate
from dps.identity.models import Account
from dps.identity.requests import commands, presenters, queries, rules
from dps.identity.requests.forms import AGREE, DecisionForm, RemovalForm
from dps.identity.requests.models import AccessRequest
from dps.identity.requests.permissions import AccessRequestPermission
from dps.identity.requests.rules import Kind
from dps.platform import local_time
from dps.platform.access import page
from dps.platform.design.forms import cleaned_text
from dps.platform.design.paging import Pages, page_number, without_value
from dps.platform.web.refusals import Invalid, NotFound

State = AccessRequest.State


@page(AccessRequestPermission.DECIDE, administration=True)
def to_decide(request: HttpRequest) -> HttpResponse:
    """What waits for the person's decision, the oldest first."""
    today, decider = local_time.today(), queries.decider_of(request.actor)
    roles = queries.catalogue(today)
    prison = request.GET.get("prison", "") if request.GET.get("prison") in estate.prisons() else ""
    kind = request.GET.get("kind", "") if request.GET.get("kind") in list(Kind) else ""
    words = cleaned_text(request.GET.get("words"))[:60]
    number = page_number(request.GET.get("page", ""))
    found = queries.inbox(decider, roles, words=words, prison=prison, kind=kind, page=number)
    chips = [
        {"text": text, "remove": without_value(request.GET, name, request.GET.get(name, ""))}
        for name, text in (
            ("words", words),
            ("prison", estate.agency_name(prison) if prison else ""),
            ("kind", presenters.KINDS[Kind(kind)] if kind else ""),
        )
        if text
    ]
    context = {
        "rows": [presenters.request_row(one, roles, found.names) for one in found.rows],
        "pages": Pages(number, queries.PAGE, found.total, request.GET),
        "words": words,
        "prison": prison,
        "prisons": estate.prisons(),
        "kind": kind,
        "kinds": presenters.KINDS,
        "chips": chips,
    }
    return render(request, "access_requests/to_decide.html.jinja", context)


@page(AccessRequestPermission.DECIDE, methods=("GET", "POST"), administration=True)
def decide(request: HttpRequest, request_id: int) -> HttpResponse:
    """One request of somebody else: who asks, what they have now, why; agree or refuse."""
    found = AccessRequest.objects.select_related("account").filter(pk=request_id).first()
    if found is None:
        raise NotFound(str(request_id))
    today = local_time.today()
    roles = queries.catalogue(today)
    role = queries.named(found.code, roles)
    if not rules.may_decide(queries.decider_of(request.actor), queries.asked(found, role.admin_types)):
        raise NotFound(str(request_id))
    form = None
    if found.state == State.OPEN or request.method == "POST":
        given = {"ends_on": found.ends_on, "version": found.version}
        form = DecisionForm(request.POST if request.method == "POST" else None, initial=given)
        if found.kind == Kind.REMOVAL:
            del form.fields["ends_on"]
        if form.is_bound and (reply := _decided(request, form, found)) is not None:
            return reply
    account, about_a_caseload = found.account, Kind(found.kind).is_about_a_caseload
    context = {
        "form": form,
        "row": presenters.request_row(found, roles, queries.names_of({found.asked_by, found.decided_by})),
        "role": None if about_a_caseload else role,
        "description": presenters.role_description(role),
        "may": presenters.may_do().get(found.code, []),
        "roles": presenters.held_rows(queries.roles_of(account, roles), account, [], today),
        "caseloads": [estate.agency_name(code) for code in account.caseloads],
        "colleagues": None if about_a_caseload else queries.colleagues_who_hold(account, found.code),
    }
    return render(
        request, "access_requests/decide.html.jinja", context, status=400 if form is not None and form.errors else 200
    )


def _decided(request: HttpRequest, form: DecisionForm, found: AccessRequest) -> HttpResponse | None:
    """Where to go once it is decided; None to show what is wrong. Who was slower is told who was quicker."""
    whole = form.is_valid()
    agrees = form.data.get("decision") == AGREE
    given = {
        "request_id": found.pk,
        "version": form.cleaned_data.get("version") or 0,
        "by": request.actor,
        "at": local_time.now(),
        "today": local_time.today(),
    }
    try:
        with transaction.atomic():
            if agrees:
                commands.agree(ends_on=form.cleaned_data.get("ends_on"), **given)
            elif "decision" in form.cleaned_data:
                commands.refuse(reason=form.cleaned_data.get("reason", ""), **given)
            if not whole:
                raise Invalid({})
    except commands.AlreadyDecided as quicker:
        messages.info(request, quicker.words)
        return redirect("access_requests:decide", found.pk)
    except Invalid as refused:
        for field, words in refused.problems.items():
            if not form.errors.get(field):
                form.add_error(field or None, words)
        return None
    name = found.account.display_name
    messages.success(request, f"Agreed. {name} has it now" if agrees and found.kind != Kind.REMOVAL else "Decided")
    return redirect("access_requests:to_decide")


@page(AccessRequestPermission.DECIDE, methods=("GET", "POST"), administration=True)
def removal(request: HttpRequest, username: str, code: str) -> HttpResponse:
    """Ask that a role one may not take away oneself is taken away from somebody one looks after."""
    account = Account.objects.filter(username=username.upper()).first()
    decider = queries.decider_of(request.actor)
    if account is None or code not in account.roles:
        raise NotFound(username)
    if not rules.may_know(decider, account.caseloads, account.source):
        raise NotFound(username)
    form = RemovalForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            commands.ask_for_removal(
                username=account.username,
                role=code,
                why=form.cleaned_data["why"],
                by=request.actor,
                at=local_time.now(),
            )
            messages.success(request, "Asked. You will get an email when somebody has decided")
            return redirect("access_requests:mine")
        except Invalid as refused:
            for field, words in refused.problems.items():
                form.add_error(field if field in form.fields else None, words)
    roles = queries.catalogue(local_time.today())
    role = queries.named(code, roles)
    would_ask = AccessRequest(account=account, kind=Kind.REMOVAL, code=code, asked_by=request.actor.username)
    context = {
        "form": form,
        "account": account,
        "role": role,
        "seen_by": queries.who_decides(queries.asked(would_ask, role.admin_types), estate.prisons()).words,
    }
    return render(request, "access_requests/removal.html.jinja", context, status=400 if form.errors else 200)
