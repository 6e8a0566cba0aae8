"""Asking somebody who is signed in already: before a system that wants it, and before changing one's own ways."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from dps.identity.accounts import rules as accounts
from dps.identity.models import Account
from dps.identity.second_step import queries, rules
from dps.identity.sessions.store import METHODS
from dps.identity.sessions.where import address_of
from dps.identity.sign_in import steps

WANTED = "second_step_for"
"""Where to go once it is passed; present only while somebody signed in is being asked."""
LEADS_TO = "second_step_leads_to"
"""The address of the client beyond that, to which the form of the challenge must be allowed to lead."""
CHALLENGE = "second_step_challenge"
CODE, DEVICE = "otp", "hwk"
"""How each is named among the methods of a session (RFC 8176)."""


def needed_to_sign_in(request: HttpRequest, account: Account) -> bool:
    """Whether the sign-in that is under way must pass a second step. One statement."""
    return rules.needs_second_step(
        administrator=account.is_administrator,
        roles=account.roles,
        outside=_is_outside(request),
        always_ask=queries.always_asks(account),
        methods=request.session.get(steps.ON_THE_WAY, {}).get("methods", []),
    )


def before_client(request: HttpRequest, client: Any) -> HttpResponse | None:
    """For the authorise page: lead somebody signed in to the challenge when `client.second_step`, or who and where
    they are by now, asks for one; None to go on. They come back to the same address."""
    needed = rules.needs_second_step(
        administrator=request.account.is_administrator,
        roles=request.account.roles,
        outside=_is_outside(request),
        client_asks=client.second_step,
        methods=request.session.get(METHODS, []),
    )
    if not needed:
        return None
    if "none" in request.GET.get("prompt", "").split():  # the client is only told; nobody is led anywhere
        return redirect("second_step:challenge")
    asked_for = request.GET.get("redirect_uri", "")  # looked at by the authorise page already
    request.session[LEADS_TO] = asked_for or client.redirect_uris.partition(" ")[0]
    return begin(request, wanted=request.get_full_path())


def before_changing(request: HttpRequest) -> HttpResponse | None:
    """Before somebody changes how they prove who they are or can be reached: whoever has a way to pass the second step
    shows in this session that it is they. A stolen password alone adds nothing of a thief's."""
    passed = rules.has_passed(request.session.get(METHODS, []))
    if passed or not queries.ways_of(request.account):
        return None
    return begin(request, wanted=request.get_full_path() if request.method == "GET" else request.path)


def begin(request: HttpRequest, *, wanted: str) -> HttpResponse:
    """Lead somebody signed in to the challenge, and from there to `wanted`."""
    request.session[WANTED] = accounts.safe_next(wanted)
    return redirect("second_step:challenge")


def finish(request: HttpRequest, *, method: str) -> HttpResponse:
    """It is passed: the person goes on."""
    wanted = request.session.pop(WANTED, "/")
    request.session.pop(LEADS_TO, None)
    note_passed(request, method=method)
    return redirect(accounts.safe_next(wanted))


def note_passed(request: HttpRequest, *, method: str) -> None:
    """The session says so from now on, and gets a new key."""
    session = request.session
    session[METHODS] = list(dict.fromkeys([*session.get(METHODS, []), method]))
    session.cycle_key()


def _is_outside(request: HttpRequest) -> bool:
    return rules.is_outside(address_of(request), settings.TRUSTED_NETWORKS)
