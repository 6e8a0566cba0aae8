"""Where I am signed in, and signing out elsewhere."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from dps.identity.sessions import commands, queries
from dps.identity.sessions.store import PUBLIC_ID
from dps.platform.access import SIGNED_IN, page
from dps.platform.design.environment import plural


@page(SIGNED_IN)
def sessions(request: HttpRequest) -> HttpResponse:
    found = queries.sessions_of(request.actor.account_id, request.session.get(PUBLIC_ID, ""))
    return render(request, "identity/sessions.html.jinja", {"sessions": found})


@page(SIGNED_IN, methods=("POST",))
def end_one(request: HttpRequest, session: uuid.UUID) -> HttpResponse:
    if str(session) == request.session.get(PUBLIC_ID):
        return redirect("sign_out")
    commands.end_my_session(str(session), by=request.actor)
    messages.success(request, "That browser is signed out")
    return redirect("sessions")


@page(SIGNED_IN, methods=("POST",))
def end_others(request: HttpRequest) -> HttpResponse:
    number = commands.end_my_other_sessions(but=request.session.get(PUBLIC_ID, ""), by=request.actor)
    messages.success(request, f"You are signed out of {plural(number, 'other browser')}")
    return redirect("sessions")
