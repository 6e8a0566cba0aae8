"""Who is acting: one read of the account for each request beyond the session's own."""

import dataclasses
import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare

from dps.identity.accounts.commands import actor_of
from dps.identity.models import Account
from dps.identity.sessions.commands import end_by_public_id
from dps.identity.sessions.store import PUBLIC_ID, SEEN, SINCE
from dps.identity.sessions.where import address_of
from dps.platform.access.actor import NOBODY, Actor
from dps.platform.audit.record import remember_where
from dps.platform.web import errors, problems

NOTE_SEEN_EVERY_SECONDS = 60
FOR_MACHINES = (problems.UNDER, "/.well-known/", "/oauth2/token", "/oauth/token", "/oauth2/userinfo",
                "/oauth2/introspect", "/oauth2/revoke")  # fmt: skip
"""Addresses that know callers by a token or a secret of their own: no session is read, whatever cookie comes."""
WORKING_IN = "working-in"
"""The hidden field with the prison a form was opened in."""


def _end(request: HttpRequest) -> Actor:
    public_id = request.session.get(PUBLIC_ID)
    request.session.flush()
    if public_id:
        end_by_public_id([public_id])
    return NOBODY


def _actor(request: HttpRequest) -> Actor:
    session = request.session
    account_id = session.get(SESSION_KEY)
    if account_id is None or BACKEND_SESSION_KEY not in session:
        return NOBODY
    now = int(time.time())
    since, seen = session.get(SINCE, now), session.get(SEEN, now)
    request.idle_seconds = now - seen
    account = Account.objects.filter(pk=account_id).first()
    over = now - since > settings.SESSION_COOKIE_AGE or now - seen > settings.IDLE_MINUTES * 60
    if account is None or not account.is_active or over:
        return _end(request)
    if not constant_time_compare(session.get(HASH_SESSION_KEY, ""), account.get_session_auth_hash()):
        return _end(request)
    if SINCE not in session or now - seen > NOTE_SEEN_EVERY_SECONDS:
        session[SINCE], session[SEEN] = since, now
    request.account = account
    return actor_of(account)


def set_actor(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Put `request.actor` in place, and end sessions that are idle, too old or whose account was closed.

    A form is done under the prison it was opened in, whatever another tab has switched to since.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        remember_where(address_of(request), getattr(request, "request_id", ""))
        request.idle_seconds = 0
        request.end_session = lambda: _end(request)
        request.actor = NOBODY if request.path.startswith(FOR_MACHINES) else _actor(request)
        opened_in = request.POST.get(WORKING_IN, "") if request.method == "POST" and request.actor.is_signed_in else ""
        if opened_in and opened_in != request.actor.active_caseload:
            if opened_in not in request.actor.caseloads:
                return errors.conflict(request)
            request.actor = dataclasses.replace(request.actor, active_caseload=opened_in)
        return get_response(request)

    return handle
