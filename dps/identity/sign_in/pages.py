"""Signing in and out."""

from urllib.parse import urlencode

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from dps.identity.accounts import rules
from dps.identity.sessions.commands import end_by_public_id
from dps.identity.sessions.ended import leave_if_over
from dps.identity.sessions.store import PUBLIC_ID
from dps.identity.sessions.where import address_of
from dps.identity.sign_in import commands, steps
from dps.identity.sign_in.forms import SignInForm
from dps.platform import local_time
from dps.platform.access import PUBLIC, SIGNED_IN, page

REFUSED = (
    "The user name or password is not right, or the account cannot be used. "
    f"After {rules.LOCK_AFTER} wrong tries in a row an account is locked."
)


@page(PUBLIC, methods=("GET", "POST"))
def sign_in(request: HttpRequest) -> HttpResponse:
    wanted = rules.safe_next(request.POST.get("next") or request.GET.get("next", "/"))
    again = "yes" in (request.POST.get("again"), request.GET.get("again"))
    if request.actor.is_signed_in and not again:
        return redirect(wanted)
    hint = {"next": wanted, "username": request.GET.get("username", "")[:240]}
    form = SignInForm(request.POST if request.method == "POST" else None, initial=hint)
    if form.is_valid():
        account = commands.check_password(
            username=form.cleaned_data["username"],
            password=form.cleaned_data["password"],
            address=address_of(request),
            at=local_time.now(),
        )
        if account is not None:
            return steps.begin(request, account, wanted=wanted)
        leave_if_over(request)  # it was the last try at the account that is signed in here
        form.add_error("username", REFUSED)
    context = {
        "form": form,
        "again": again,
        "signed_out": request.GET.get("signed-out") == "yes",
        "timed_out": request.GET.get("timed-out") == "yes",
        "other_ways": steps.other_ways(),
        "onward": _onward(wanted, again=again, username=hint["username"]),
    }
    return render(request, "identity/sign_in.html.jinja", context, status=400 if form.errors else 200)


def _onward(wanted: str, *, again: bool, username: str) -> str:
    """What another way of signing in is told of this one: where to go, whether somebody who is in must prove again who
    they are, and the user name that was hinted at (never one that was typed)."""
    asked = {"next": wanted if wanted != "/" else "", "again": "yes" if again else "", "username": username}
    told = {name: value for name, value in asked.items() if value}
    return f"?{urlencode(told)}" if told else ""


@page(SIGNED_IN, methods=("GET", "POST"))
def sign_out(request: HttpRequest) -> HttpResponse:
    if request.method == "GET":
        return render(request, "identity/sign_out.html.jinja")
    commands.sign_out(by=request.actor)
    public_id = request.session.get(PUBLIC_ID)
    logout(request)
    if public_id:
        end_by_public_id([public_id])
    return redirect("/sign-in?signed-out=yes")
