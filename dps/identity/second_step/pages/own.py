"""Looking after one's own ways to pass the second step."""

import io
import time
from typing import Any

import segno
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, generate_challenge

from dps.identity.second_step import commands, passkeys, presenters, queries, rules, step_up
from dps.identity.second_step.forms import ChoiceForm, CodeForm, NewPasskeyForm, PasskeyNameForm
from dps.identity.second_step.rules import Way
from dps.identity.sessions.again import asks_password_again
from dps.platform import local_time
from dps.platform.access import SIGNED_IN, page
from dps.platform.design.forms import DpsForm
from dps.platform.web.refusals import Invalid, NotFound

PASSKEY_ASKED = "passkey_asked"
PASSKEY_MINUTES = 10
DOTS_PER_SQUARE = 5


def _refuse(form: DpsForm, refusal: Invalid) -> None:
    for field, words in refusal.problems.items():
        form.add_error(field or None, words)


def _sent(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


@page(SIGNED_IN)
@asks_password_again
def ways(request: HttpRequest) -> HttpResponse:
    account = request.account
    found = queries.ways_of(account)
    needed = rules.may_be_asked(administrator=account.is_administrator, roles=account.roles)
    context = {
        "kept": queries.kept_by(account),
        "sent": [presenters.in_words(way, to) for way, to in found.items() if way in rules.SENT],
        "needed": needed,
        "preferred": presenters.NAMES.get(account.second_step if account.second_step in found else "", ""),
        "few": rules.FEW_RECOVERY_CODES,
    }
    return render(request, "second_step/ways.html.jinja", context)


@page(SIGNED_IN, methods=("GET", "POST"))
@asks_password_again
def app(request: HttpRequest) -> HttpResponse:
    """Add an authenticator app, or put another in its place."""
    now = local_time.now()
    form = CodeForm(_sent(request))
    if form.is_valid():
        try:
            commands.confirm_app(code=form.cleaned_data["code"], at=now, by=request.actor)
        except Invalid as refusal:
            _refuse(form, refusal)
        else:
            step_up.note_passed(request, method=step_up.CODE)
            messages.success(request, "Your authenticator app has been added")
            return redirect("second_step:ways")
    key = commands.set_up_app(at=now, by=request.actor)
    context = {"form": form, "key": rules.key_in_groups(key), "replaces": queries.has_app(request.account.pk)}
    return render(request, "second_step/app.html.jinja", context, status=400 if form.errors else 200)


@page(SIGNED_IN)
@asks_password_again
def app_picture(request: HttpRequest) -> HttpResponse:
    """The key as a picture that an app scans. Kept by no browser and no proxy."""
    key = queries.key_being_set_up(request.account.pk)
    if key is None:
        raise NotFound("no app is being set up")
    picture = io.BytesIO()
    address = presenters.app_address(request.account.username, key)
    segno.make(address, error="m", micro=False).save(picture, kind="png", scale=DOTS_PER_SQUARE)
    return HttpResponse(picture.getvalue(), content_type="image/png", headers={"Cache-Control": "no-store"})


@page(SIGNED_IN, methods=("GET", "POST"))
@asks_password_again
def remove_app(request: HttpRequest) -> HttpResponse:
    form = DpsForm(_sent(request))
    if form.is_valid():
        try:
            commands.remove_app(at=local_time.now(), by=request.actor)
        except Invalid as refusal:
            _refuse(form, refusal)
        else:
            messages.success(request, "Your authenticator app has been removed")
            return redirect("second_step:ways")
    elif not queries.has_app(request.account.pk):
        raise NotFound("authenticator app")
    context = {
        "form": form,
        "heading": "Remove your authenticator app?",
        "what": "The app’s codes will no longer work.",
    }
    return render(request, "second_step/remove.html.jinja", context, status=400 if form.errors else 200)


@page(SIGNED_IN, methods=("GET", "POST"))
@asks_password_again
def add_passkey(request: HttpRequest) -> HttpResponse:
    form = NewPasskeyForm(_sent(request))
    if form.is_valid():
        try:
            commands.add_passkey(
                asked=_asked_of_browser(request.session.pop(PASSKEY_ASKED, None)),
                answer=form.cleaned_data["credential"],
                name=form.cleaned_data["name"],
                at=local_time.now(),
                by=request.actor,
            )
        except Invalid as refusal:
            _refuse(form, refusal)
        else:
            step_up.note_passed(request, method=step_up.DEVICE)
            messages.success(request, "Your passkey has been added")
            return redirect("second_step:ways")
    asked = _asked_of_browser(request.session.get(PASSKEY_ASKED))
    if not asked:
        asked = generate_challenge()
        request.session[PASSKEY_ASKED] = {"asked": bytes_to_base64url(asked), "at": int(time.time())}
    options = passkeys.options_to_add(asked, request.account, queries.passkeys_of(request.account.pk))
    context = {"form": form, "options": options}
    return render(request, "second_step/add_passkey.html.jinja", context, status=400 if form.errors else 200)


def _asked_of_browser(kept: dict[str, Any] | None) -> bytes:
    """What a browser of this session is to sign: the same in all its windows until it is answered or too old."""
    in_time = kept is not None and time.time() - kept["at"] < PASSKEY_MINUTES * 60
    return base64url_to_bytes(kept["asked"]) if kept and in_time else b""


@page(SIGNED_IN, methods=("GET", "POST"))
@asks_password_again
def rename_passkey(request: HttpRequest, passkey: int) -> HttpResponse:
    now_called = queries.name_of_passkey(request.account.pk, passkey)
    form = PasskeyNameForm(_sent(request), initial={"name": now_called})
    if form.is_valid():
        try:
            name = form.cleaned_data["name"]
            commands.rename_passkey(passkey_id=passkey, name=name, at=local_time.now(), by=request.actor)
        except Invalid as refusal:
            _refuse(form, refusal)
        else:
            messages.success(request, f"Your passkey is now called {name}")
            return redirect("second_step:ways")
    context = {"form": form, "now_called": now_called}
    return render(request, "second_step/rename_passkey.html.jinja", context, status=400 if form.errors else 200)


@page(SIGNED_IN, methods=("GET", "POST"))
@asks_password_again
def remove_passkey(request: HttpRequest, passkey: int) -> HttpResponse:
    name = queries.name_of_passkey(request.account.pk, passkey)
    form = DpsForm(_sent(request))
    if form.is_valid():
        try:
            commands.remove_passkey(passkey_id=passkey, at=local_time.now(), by=request.actor)
        except Invalid as refusal:
            _refuse(form, refusal)
        else:
            messages.success(request, f"Your passkey {name} has been removed")
            return redirect("second_step:ways")
    context = {"form": form, "heading": f"Remove the passkey {name}?", "what": "It will no longer work here."}
    return render(request, "second_step/remove.html.jinja", context, status=400 if form.errors else 200)


@page(SIGNED_IN, methods=("GET", "POST"))
@asks_password_again
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Make them and show them, in the answer itself: they are kept nowhere from where another page could read them."""
    if request.method == "POST":
        made = commands.make_recovery_codes(at=local_time.now(), by=request.actor)
        context = {"codes": made, "username": request.account.username, "today": local_time.today()}
        return render(request, "second_step/recovery_codes_made.html.jinja", context)
    left = queries.recovery_codes_left(request.account.pk)
    return render(request, "second_step/recovery_codes.html.jinja", {"left": left})


@page(SIGNED_IN, methods=("GET", "POST"))
@asks_password_again
def choose(request: HttpRequest) -> HttpResponse:
    """How and when to be asked."""
    account = request.account
    found = queries.ways_of(account)
    form = ChoiceForm(
        _sent(request),
        ways=presenters.choices(found, preferable=True),
        initial={
            "preferred": account.second_step if account.second_step in found else "",
            "when": "always" if queries.always_asks(account) else "needed",
        },
    )
    if form.is_valid():
        try:
            commands.choose(
                preferred=form.cleaned_data["preferred"],
                always_ask=form.cleaned_data["when"] == "always",
                at=local_time.now(),
                by=request.actor,
            )
        except Invalid as refusal:
            _refuse(form, refusal)
        else:
            messages.success(request, "Your choice has been saved")
            return redirect("second_step:ways")
    context = {"form": form, "strong": Way.APP in found or Way.PASSKEY in found}
    return render(request, "second_step/choose.html.jinja", context, status=400 if form.errors else 200)
