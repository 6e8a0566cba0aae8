"""Between the right password and being signed in: the steps that an account must pass, each a page of its own.

A room registers its step (choosing a new password, the second step). Until the last is passed nobody is signed in: the
session only remembers who is on the way, for twenty minutes.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import SESSION_KEY, login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.crypto import constant_time_compare

from dps.identity.accounts import rules
from dps.identity.models import Account
from dps.identity.sessions import commands as sessions
from dps.identity.sessions.store import PUBLIC_ID
from dps.identity.sessions.where import device_of
from dps.identity.sign_in import commands
from dps.platform import local_time
from dps.platform.audit.record import where

ON_THE_WAY = "signing_in"
CHOOSING = "choosing_account"
"""Kept in the session by another way of signing in that asks which account, before the first step. Its `wanted` is
where the person will be in the end."""
MINUTES = 20
PASSWORD = "pwd"


@dataclass(frozen=True, slots=True)
class Step:
    """One page on the way. `needed` is asked with the request and the account; a lower `order` comes first."""

    key: str
    order: int
    url_name: str
    needed: Callable[[HttpRequest, Account], bool]


_steps: dict[str, Step] = {}


def register(step: Step) -> None:
    """Add a step. Called from `AppConfig.ready`."""
    _steps[step.key] = step


@dataclass(frozen=True, slots=True)
class OtherWay:
    """A way to prove who one is without a password of this product: a link under the sign-in form."""

    words: str
    url_name: str
    offered: Callable[[], bool]


_other_ways: dict[str, OtherWay] = {}


def register_other_way(way: OtherWay) -> None:
    """Add a way. Called from `AppConfig.ready`."""
    _other_ways[way.url_name] = way


def other_ways() -> list[OtherWay]:
    """The ways offered now."""
    return [way for way in _other_ways.values() if way.offered()]


def begin(request: HttpRequest, account: Account, *, wanted: str, method: str = PASSWORD) -> HttpResponse:
    """The password (or another system) proved who this is: go to the first step, or in. `wanted` is a safe path."""
    earlier = request.session.get(PUBLIC_ID)
    if earlier:
        sessions.end_by_public_id([earlier])
    request.session.flush()
    request.session[ON_THE_WAY] = {
        "account": account.pk,
        "began": int(time.time()),
        "wanted": wanted,
        "passed": [],
        "methods": [method],
        "hash": account.get_session_auth_hash(),
    }
    return go_on(request, account)


def on_the_way(request: HttpRequest) -> Account | None:
    """Who is signing in in this browser and has still a step to pass; None for nobody, or when it took too long."""
    state = request.session.get(ON_THE_WAY)
    if not state or time.time() - state["began"] > MINUTES * 60:
        return None
    account = Account.objects.filter(pk=state["account"]).first()
    if account is None or not account.is_active:
        return None
    return account if constant_time_compare(state["hash"], account.get_session_auth_hash()) else None


def start_again(request: HttpRequest) -> HttpResponse:
    """Back to the sign-in page, which says that it took too long."""
    request.session.flush()
    return redirect("/sign-in?timed-out=yes")


def passed(request: HttpRequest, key: str, *, method: str = "", account: Account | None = None) -> HttpResponse:
    """A step is done. `method` (RFC 8176) is added to how it was proved who this is; give `account` when its password
    was changed on the way."""
    state: dict[str, Any] = request.session[ON_THE_WAY]
    state["passed"] = [*state["passed"], key]
    if method:
        state["methods"] = [*state["methods"], method]
    if account is not None:
        state["hash"] = account.get_session_auth_hash()
    request.session[ON_THE_WAY] = state
    return go_on(request)


def go_on(request: HttpRequest, account: Account | None = None) -> HttpResponse:
    """The next step that is needed, or in. Give `account` when it was read and proved in this request."""
    account = account or on_the_way(request)
    if account is None:
        return start_again(request)
    state = request.session[ON_THE_WAY]
    for step in sorted(_steps.values(), key=lambda s: s.order):
        if step.key not in state["passed"] and step.needed(request, account):
            return redirect(step.url_name)
    return _complete(request, account, state)


def _complete(request: HttpRequest, account: Account, state: dict[str, Any]) -> HttpResponse:
    now = local_time.now()
    methods = list(dict.fromkeys(state["methods"]))
    commands.complete(account=account, methods=methods, at=now)
    del request.session[ON_THE_WAY]
    login(request, account, backend="django.contrib.auth.backends.ModelBackend")
    address, _ = where()
    seconds = int(now.timestamp())
    request.session.update(sessions.data_of_new(seconds, address, device_of(request), methods))
    return redirect(rules.safe_next(state["wanted"]))


def is_signed_in(request: HttpRequest) -> bool:
    """Whether the session is a whole one."""
    return SESSION_KEY in request.session
