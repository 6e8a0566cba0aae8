"""Who is acting: one read of the account for each request beyond the session's own."""

import time
from collections.abc import Callable
from ipaddress import ip_address

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare

from dps.identity.commands import actor_of
from dps.identity.models import Account
from dps.platform.access.actor import NOBODY, Actor
from dps.platform.audit.record import remember_where

SINCE, SEEN = "since", "seen"
NOTE_SEEN_EVERY_SECONDS = 60


def _tidy_address(given: str) -> str | None:
    """An address PostgreSQL can keep: without brackets, port or zone. None for anything else."""
    given = given.strip()
    if given.startswith("["):
        given = given[1:].partition("]")[0]
    elif given.count(":") == 1:
        given = given.partition(":")[0]
    try:
        return str(ip_address(given.partition("%")[0]))
    except ValueError:
        return None


def address_of(request: HttpRequest) -> str | None:
    """The network address a request comes from; behind a TLS proxy, the last one the proxy added."""
    direct = _tidy_address(request.META.get("REMOTE_ADDR", ""))
    if settings.SECURE_PROXY_SSL_HEADER:
        return _tidy_address(request.headers.get("X-Forwarded-For", "").rsplit(",", 1)[-1]) or direct
    return direct


def _actor(request: HttpRequest) -> Actor:
    session = request.session
    account_id = session.get(SESSION_KEY)
    if account_id is None or BACKEND_SESSION_KEY not in session:
        return NOBODY
    now = int(time.time())
    since, seen = session.get(SINCE, now), session.get(SEEN, now)
    account = Account.objects.filter(pk=account_id).first()
    over = now - since > settings.SESSION_COOKIE_AGE or now - seen > settings.IDLE_MINUTES * 60
    if account is None or not account.is_active or over:
        session.flush()
        return NOBODY
    if not constant_time_compare(session.get(HASH_SESSION_KEY, ""), account.get_session_auth_hash()):
        session.flush()
        return NOBODY
    if SINCE not in session or now - seen > NOTE_SEEN_EVERY_SECONDS:
        session[SINCE], session[SEEN] = since, now
    return actor_of(account)


def set_actor(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Put `request.actor` in place, and end sessions that are idle, too old or whose account was closed."""

    def handle(request: HttpRequest) -> HttpResponse:
        remember_where(address_of(request), getattr(request, "request_id", ""))
        request.actor = _actor(request)
        return get_response(request)

    return handle
