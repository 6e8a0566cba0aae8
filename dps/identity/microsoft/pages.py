"""Signing in with a justice Microsoft account. Offered only where it is set up."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from dps.identity.accounts.rules import safe_next
from dps.identity.microsoft import commands, flow, issuer, queries, rules
from dps.identity.microsoft.forms import ChooseAccountForm
from dps.identity.models import Account
from dps.identity.sign_in import steps
from dps.platform import local_time
from dps.platform.access import PUBLIC, page
from dps.platform.web.refusals import NotFound


def _ours() -> issuer.Registration:
    ours = issuer.registration()
    if ours is None:
        raise NotFound("sign-in with Microsoft is not set up")
    return ours


def _stopped(request: HttpRequest, why: str, status: int, back: str = "/sign-in") -> HttpResponse:
    """Say that nobody was signed in. `why` is a key of the words in the template."""
    response = render(request, "microsoft/stopped.html.jinja", {"why": why, "back": back}, status=status)
    if status == 503:
        response["Retry-After"] = "60"
    return response


@page(PUBLIC)
def start(request: HttpRequest) -> HttpResponse:
    """Send the person to Microsoft; somebody who is in already only to prove again who they are."""
    ours, wanted = _ours(), safe_next(request.GET.get("next", "/"))
    again = request.GET.get("again") == "yes"
    if request.actor.is_signed_in and not again:
        return redirect(wanted)
    hint = rules.login_hint(request.GET.get("username", ""))
    try:
        return redirect(flow.begin(request, wanted=wanted, ours=ours, again=again, hint=hint))
    except issuer.Unreachable:
        return _stopped(request, "away", 503)


@page(PUBLIC)
def returned(request: HttpRequest) -> HttpResponse:
    """Microsoft sent somebody back: in, to a choice of accounts, or told why not."""
    try:
        proved = flow.finish(request, ours=_ours())
    except flow.NoFlow:
        return _stopped(request, "again", 400)
    except issuer.Unreachable:
        return _stopped(request, "away", 503)
    except flow.NotAnew as refused:
        commands.refuse(str(refused), at=local_time.now())
        back = f"/sign-in?{urlencode({'next': refused.wanted, 'again': 'yes'})}"
        return _stopped(request, "not-anew", 403, back)
    except issuer.Refused as refused:
        commands.refuse(str(refused), at=local_time.now())
        return _stopped(request, "refused", 400)
    accounts = queries.accounts_of(proved.address) if proved.address else []
    if not accounts:
        reason = "no account has the address" if proved.address else "the address is not verified"
        commands.refuse(reason, at=local_time.now(), address=proved.address)
        return _stopped(request, "nobody" if proved.address else "unverified", 403)
    mine = queries.open_to(proved.person, accounts)
    if len(mine) < 2:
        return _go_in(request, (mine or accounts)[0], proved)
    flow.remember_choice(request, proved)
    return redirect("microsoft:choose")


def _go_in(request: HttpRequest, account: Account, proved: flow.Proved) -> HttpResponse:
    """In, or told that the account is another person's."""
    if not commands.confirm(account, person=proved.person, method=proved.method, at=local_time.now()):
        return _stopped(request, "another", 403)
    return steps.begin(request, account, wanted=proved.wanted, method=proved.method)


@page(PUBLIC, methods=("GET", "POST"))
def choose(request: HttpRequest) -> HttpResponse:
    """Which of several accounts with the same verified address to sign in to."""
    _ours()
    try:
        proved = flow.choice(request)
    except flow.NoFlow:
        return _stopped(request, "again", 400)
    found = queries.open_to(proved.person, queries.accounts_of(proved.address))
    accounts = {str(account.key): account for account in found}
    form = ChooseAccountForm(request.POST if request.method == "POST" else None)
    form.fields["account"].choices = [
        (key, f"{account.get_source_display()}: {account.username}") for key, account in accounts.items()
    ]
    if form.is_valid():
        return _go_in(request, accounts[form.cleaned_data["account"]], proved)
    return render(request, "microsoft/choose.html.jinja", {"form": form}, status=400 if form.errors else 200)
