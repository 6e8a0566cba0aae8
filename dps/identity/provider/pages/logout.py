"""Signing out because a client asks (OpenID Connect RP-Initiated Logout)."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib.auth import logout as forget_session
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from oauthlib.common import add_params_to_uri

from dps.identity.provider import tokens
from dps.identity.provider.forms_may_lead import may_lead_to
from dps.identity.provider.models import Client
from dps.identity.sessions.commands import end_by_public_id
from dps.identity.sessions.store import PUBLIC_ID
from dps.identity.sign_in import commands as sign_in
from dps.platform.access import PUBLIC, page

SIGNED_OUT = "/sign-in?signed-out=yes"
ASKED = ("id_token_hint", "client_id", "post_logout_redirect_uri", "state", "logout_hint", "ui_locales")
LONGEST_STATE = 2_000


@dataclass(frozen=True, slots=True)
class Wanted:
    """Who asks, and where the browser goes afterwards: an address the client registered, or '' for our own page."""

    client: Client | None
    leads_to: str
    state: str
    is_of_this_session: bool


@csrf_exempt
@page(PUBLIC, methods=("GET", "POST"))
def logout(request: HttpRequest) -> HttpResponse:
    if request.method == "POST" and "answer" in request.POST:
        return _answered(request)
    if request.method == "POST":  # sent by the client's page, so without our cookie: as a GET it comes with it
        return HttpResponseRedirect(
            f"{request.path}?{urlencode({n: request.POST[n] for n in ASKED if n in request.POST})}"
        )
    wanted = _wanted(request)
    if not request.actor.is_signed_in or wanted.is_of_this_session:
        return _out(request, wanted)
    context = {"client": wanted.client, "leads_to": wanted.leads_to, "state": wanted.state}
    return may_lead_to(render(request, "provider/ask_sign_out.html.jinja", context), wanted.leads_to)


@csrf_protect
def _answered(request: HttpRequest) -> HttpResponse:
    client = Client.objects.filter(client_id=request.POST.get("client_id", "")).first()
    if request.POST["answer"] != "yes":
        return HttpResponseRedirect("/")
    return _out(request, Wanted(client, *_way_on(client, request.POST), True))


def _wanted(request: HttpRequest) -> Wanted:
    """A hint may have expired, but must be ours and of the client named. Without a good one people are asked."""
    hint, client_id = tokens.hint(request.GET.get("id_token_hint", "")), request.GET.get("client_id", "")
    if hint is not None and client_id and hint["aud"] != client_id:
        return Wanted(None, "", "", False)
    named = hint["aud"] if hint is not None else client_id
    client = Client.objects.filter(client_id=named).first() if named else None
    mine = hint is not None and hint["sub"] == request.actor.username and hint["sid"] == request.session.get(PUBLIC_ID)
    return Wanted(client, *_way_on(client, request.GET), mine)


def _way_on(client: Client | None, asked: "dict[str, str]") -> tuple[str, str]:
    uri = asked.get("post_logout_redirect_uri", "")
    if client is None or not client.post_logout_redirect_uri_allowed(uri):
        return "", ""
    return uri, asked.get("state", "")[:LONGEST_STATE]


def _out(request: HttpRequest, wanted: Wanted) -> HttpResponse:
    if request.actor.is_signed_in:
        sign_in.sign_out(by=request.actor)
        public_id = request.session.get(PUBLIC_ID)
        forget_session(request)
        if public_id:
            end_by_public_id([public_id])
    if not wanted.leads_to:
        return HttpResponseRedirect(SIGNED_OUT)
    state = [("state", wanted.state)] if wanted.state else []
    return HttpResponseRedirect(add_params_to_uri(wanted.leads_to, state) if state else wanted.leads_to)
