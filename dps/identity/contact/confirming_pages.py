"""Confirming an address: by the link from an e-mail, signed in or not, and what is asked after signing in."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from dps.identity.accounts import links
from dps.identity.accounts.commands import actor_of
from dps.identity.accounts.links import State
from dps.identity.contact import commands, queries, rules
from dps.identity.models import Account
from dps.identity.sessions.ended import leave_if_over
from dps.identity.sign_in import steps
from dps.platform import local_time
from dps.platform.access import PUBLIC, page
from dps.platform.web.refusals import Conflict, Invalid

FOLLOWED = "followed_confirmation"
"""Where the session keeps the hash of the link that was followed: the link itself is in no page's address."""
STEP = "confirm email"


@page(PUBLIC)
def follow(request: HttpRequest, token: str) -> HttpResponse:
    """Remember which link it was and go where its address does not show. Nothing is confirmed yet: programs that read
    e-mail follow links too."""
    if not (request.actor.is_signed_in or steps.ON_THE_WAY in request.session):
        request.session.flush()
    request.session[FOLLOWED] = links.hash_of(token)
    answer = redirect("passwords:confirm_address")
    answer["Referrer-Policy"] = "no-referrer"
    answer["Cache-Control"] = "no-store"
    return answer


@page(PUBLIC, methods=("GET", "POST"))
def confirm_address(request: HttpRequest) -> HttpResponse:
    """One button."""
    hash, now = request.session.get(FOLLOWED, ""), local_time.now()
    found = queries.confirmation_of(hash, now)
    if request.method == "POST" and found.state is State.OPEN:
        try:
            confirmed = commands.confirm(hash=hash, at=now)
        except Conflict:  # used in another window since this page was asked for
            return redirect("passwords:confirm_address")
        except Invalid as refused:
            problem = next(iter(refused.problems.values()))
            return render(request, "contact/not_confirmed.html.jinja", {"problem": problem}, status=400)
        if leave_if_over(request):  # an administrator asked for the address
            request.session[FOLLOWED] = hash
        if request.actor.is_signed_in:
            messages.success(request, f"{confirmed} is confirmed")
            return redirect("contact:account")
        return redirect("passwords:confirm_address")
    if found.state is State.OPEN:
        return render(request, "contact/confirm_address.html.jinja", {"email": found.address})
    if found.already:
        return render(request, "contact/confirmed.html.jinja")
    sent_to = commands.send_again(hash=hash, at=now) if found.state is State.EXPIRED else ""
    shown = rules.masked_email(sent_to) if sent_to else ""
    context: dict[str, object] = {"sent_to": shown, "replaced": found.state is State.OVER}
    return render(request, "contact/not_confirmed.html.jinja", context, status=200 if sent_to else 404)


@page(PUBLIC, methods=("GET", "POST"))
def ask_on_the_way(request: HttpRequest) -> HttpResponse:
    """After the password: the address is not confirmed yet. It can be left for later."""
    if request.actor.is_signed_in:
        return redirect("home")
    account = steps.on_the_way(request)
    if account is None:
        return steps.start_again(request)
    now = local_time.now()
    if request.method == "GET":
        if not account.email or account.email_verified:
            return steps.go_on(request)
        commands.note_asked(account=account, at=now)
        return render(request, "contact/ask_on_the_way.html.jinja", {"email": account.email})
    if "send" in request.POST:
        _send(request, account)
    else:
        commands.note_skipped(account=account, at=now)
    return steps.passed(request, STEP)


def _send(request: HttpRequest, account: Account) -> None:
    try:
        commands.send_on_the_way(account=account, by=actor_of(account), at=local_time.now())
        messages.success(
            request, f"We have sent an email to {account.email}. Open the link in it to confirm the address"
        )
    except Invalid as refused:
        messages.error(request, next(iter(refused.problems.values())))


def is_asked(request: HttpRequest, account: Account) -> bool:
    """Whether somebody who signs in is asked to confirm the address: once a day while it is not."""
    waits = bool(account.email) and not account.email_verified and account.source not in rules.EMAIL_KEPT_ELSEWHERE
    return waits and not queries.was_asked_today(account, local_time.now())
