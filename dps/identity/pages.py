"""Signing in and out, the home page, and changing the prison one works in."""

from django.contrib import messages
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from dps.estate import queries as estate
from dps.identity import commands, rules
from dps.identity.forms import CaseloadForm, SignInForm
from dps.identity.middleware import address_of
from dps.identity.permissions import IdentityPermission
from dps.identity.tiles import tiles_for
from dps.platform import local_time
from dps.platform.access import PUBLIC, SIGNED_IN, holds, page

REFUSED = (
    "The user name or password is not right, or the account cannot be used. "
    f"After {rules.LOCK_AFTER} wrong tries in a row an account is locked."
)


@page(PUBLIC, methods=("GET", "POST"))
def sign_in(request: HttpRequest) -> HttpResponse:
    wanted = rules.safe_next(request.POST.get("next") or request.GET.get("next", "/"))
    if request.actor.is_signed_in:
        return redirect(wanted)
    form = SignInForm(request.POST if request.method == "POST" else None, initial={"next": wanted})
    if form.is_valid():
        account = commands.sign_in(
            username=form.cleaned_data["username"],
            password=form.cleaned_data["password"],
            address=address_of(request),
            at=local_time.now(),
        )
        if account is not None:
            login(request, account, backend="django.contrib.auth.backends.ModelBackend")
            return redirect(wanted)
        form.add_error("username", REFUSED)
    context = {"form": form, "signed_out": request.GET.get("signed-out") == "yes"}
    return render(request, "identity/sign_in.html.jinja", context, status=400 if form.errors else 200)


@page(SIGNED_IN, methods=("GET", "POST"))
def sign_out(request: HttpRequest) -> HttpResponse:
    if request.method == "GET":
        return render(request, "identity/sign_out.html.jinja")
    commands.sign_out(by=request.actor)
    logout(request)
    return redirect("/sign-in?signed-out=yes")


@page(SIGNED_IN)
def home(request: HttpRequest) -> HttpResponse:
    actor = request.actor
    context = {
        "tiles": tiles_for(actor),
        "prison": estate.agency_name(actor.active_caseload) if actor.active_caseload else "",
        "wings": estate.wings(actor.active_caseload) if actor.active_caseload else [],
        "may_search_everywhere": holds(actor, "prisoners:search:global"),
    }
    return render(request, "identity/home.html.jinja", context)


@page(IdentityPermission.SWITCH_CASELOAD, methods=("GET", "POST"))
def change_caseload(request: HttpRequest) -> HttpResponse:
    actor = request.actor
    if len(actor.caseloads) < 2:
        return redirect("/")
    form = CaseloadForm(request.POST if request.method == "POST" else None, initial={"caseload": actor.active_caseload})
    named = sorted((estate.agency_name(code), code) for code in actor.caseloads)
    form.fields["caseload"].choices = [(code, name) for name, code in named]
    if form.is_valid():
        commands.switch_caseload(to=form.cleaned_data["caseload"], by=actor)
        messages.success(request, f"You are now working in {estate.agency_name(form.cleaned_data['caseload'])}")
        return redirect("/")
    return render(request, "identity/change_caseload.html.jinja", {"form": form}, status=400 if form.errors else 200)
