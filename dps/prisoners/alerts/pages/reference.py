"""Looking after types and codes of alerts (prisoners.md 6.3)."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from dps.estate import queries as estate
from dps.platform import local_time
from dps.platform.access import page
from dps.platform.design.forms import DpsForm
from dps.platform.web.refusals import Conflict, Invalid
from dps.prisoners.alerts.commands import reference as commands
from dps.prisoners.alerts.commands.reference import Catalogue
from dps.prisoners.alerts.forms import DescriptionForm, NewCodeForm, NewTypeForm, UserForm
from dps.prisoners.alerts.permissions import AlertPermission
from dps.prisoners.alerts.queries import catalogue


@page(AlertPermission.ADMINISTER, administration=True)
def menu(request: HttpRequest) -> HttpResponse:
    """What there is to look after."""
    return render(request, "prisoners/alerts/admin/menu.html.jinja")


@page(AlertPermission.ADMINISTER, administration=True)
def types(request: HttpRequest) -> HttpResponse:
    """Every type with how many codes it has."""
    inactive_too = request.GET.get("show") == "all"
    context = {"kinds": catalogue.kinds(inactive_too=inactive_too), "inactive_too": inactive_too}
    return render(request, "prisoners/alerts/admin/types.html.jinja", context)


@page(AlertPermission.ADMINISTER, administration=True)
def one_type(request: HttpRequest, code: str) -> HttpResponse:
    """One type and all its codes."""
    context = {"kind": catalogue.kind(code), "named": catalogue.named_for_each()}
    return render(request, "prisoners/alerts/admin/type.html.jinja", context)


@page(AlertPermission.ADMINISTER, administration=True)
def one_code(request: HttpRequest, code: str) -> HttpResponse:
    """One code: what it is called, whether it is in use, who may use it."""
    entry = catalogue.code(code)
    context = {
        "entry": entry,
        "type": estate.label(Catalogue.TYPES, entry.type),
        "users": catalogue.privileged(code),
        "flags": [flag for flag in estate.alert_flags() if code in flag.codes],
    }
    return render(request, "prisoners/alerts/admin/code.html.jinja", context)


@page(AlertPermission.ADMINISTER, administration=True)
def flags(request: HttpRequest) -> HttpResponse:
    """Which codes are shown as which flag."""
    labels = estate.labels(Catalogue.CODES)
    rows = [(flag, [(code, labels.get(code, code)) for code in flag.codes]) for flag in estate.alert_flags()]
    return render(request, "prisoners/alerts/admin/flags.html.jinja", {"rows": rows})


@page(AlertPermission.ADMINISTER, methods=("GET", "POST"), administration=True)
def add_type(request: HttpRequest) -> HttpResponse:
    """A new type."""
    form = NewTypeForm(request.POST if request.method == "POST" else None)
    return _form(
        request, form, "Add a type of alert", reverse("alert_types"),
        lambda given: commands.add(Catalogue.TYPES, **given, by=request.actor, at=local_time.now()),
        lambda: ("Type added", reverse("alert_type", args=[form.cleaned_data["code"].strip().upper()])),
    )  # fmt: skip


@page(AlertPermission.ADMINISTER, methods=("GET", "POST"), administration=True)
def add_code(request: HttpRequest) -> HttpResponse:
    """A new code of a type."""
    kinds = [(kind.entry.code, kind.entry.description) for kind in catalogue.kinds()]
    initial = {"type": request.GET.get("type", "")}
    form = NewCodeForm(request.POST if request.method == "POST" else None, initial=initial, types=kinds)
    return _form(
        request, form, "Add an alert", reverse("alert_types"),
        lambda given: commands.add(Catalogue.CODES, **given, by=request.actor, at=local_time.now()),
        lambda: ("Alert added to the list", reverse("alert_code", args=[form.cleaned_data["code"].strip().upper()])),
    )  # fmt: skip


@page(AlertPermission.ADMINISTER, methods=("GET", "POST"), administration=True)
def describe_type(request: HttpRequest, code: str) -> HttpResponse:
    """What a type is called."""
    return _describe(
        request, Catalogue.TYPES, code, catalogue.kind(code).entry.description, reverse("alert_type", args=[code])
    )


@page(AlertPermission.ADMINISTER, methods=("GET", "POST"), administration=True)
def describe_code(request: HttpRequest, code: str) -> HttpResponse:
    """What a code is called."""
    return _describe(
        request, Catalogue.CODES, code, catalogue.code(code).description, reverse("alert_code", args=[code])
    )


def _describe(request: HttpRequest, which: Catalogue, code: str, now: str, back: str) -> HttpResponse:
    form = DescriptionForm(request.POST if request.method == "POST" else None, initial={"description": now})
    return _form(
        request, form, f"What {code} is called", back,
        lambda given: commands.describe(which, code=code, **given, by=request.actor, at=local_time.now()),
        lambda: ("Description saved", back),
    )  # fmt: skip


@page(AlertPermission.ADMINISTER, methods=("POST",), administration=True)
def use_type(request: HttpRequest, code: str, use: str) -> HttpResponse:
    """Take a type out of use, or put it back."""
    return _use(request, Catalogue.TYPES, code, use, "alert_type")


@page(AlertPermission.ADMINISTER, methods=("POST",), administration=True)
def use_code(request: HttpRequest, code: str, use: str) -> HttpResponse:
    """Take a code out of use, or put it back."""
    return _use(request, Catalogue.CODES, code, use, "alert_code")


def _use(request: HttpRequest, which: Catalogue, code: str, use: str, back: str) -> HttpResponse:
    change = commands.reactivate if use == "reactivate" else commands.deactivate
    change(which, code=code, by=request.actor, at=local_time.now(), today=local_time.today())
    messages.success(request, f"{code} is in use again" if use == "reactivate" else f"{code} is out of use")
    return redirect(back, code)


@page(AlertPermission.ADMINISTER, methods=("POST",), administration=True)
def restrict(request: HttpRequest, code: str) -> HttpResponse:
    """Only those who are named may use it."""
    commands.restrict(code=code, by=request.actor, at=local_time.now())
    messages.success(request, f"Only the people named below may use {code} now")
    return redirect("alert_code", code)


@page(AlertPermission.ADMINISTER, methods=("POST",), administration=True)
def lift(request: HttpRequest, code: str) -> HttpResponse:
    """Everybody may use it."""
    commands.lift_restriction(code=code, by=request.actor, at=local_time.now())
    messages.success(request, f"Everybody who adds alerts may use {code} now")
    return redirect("alert_code", code)


@page(AlertPermission.ADMINISTER, methods=("GET", "POST"), administration=True)
def name_user(request: HttpRequest, code: str) -> HttpResponse:
    """Name somebody for a restricted code."""
    catalogue.code(code)
    form, back = UserForm(request.POST if request.method == "POST" else None), reverse("alert_code", args=[code])
    return _form(
        request, form, f"Who may use {code}?", back,
        lambda given: commands.name_user(code=code, **given, by=request.actor, at=local_time.now()),
        lambda: ("Person added", back),
    )  # fmt: skip


@page(AlertPermission.ADMINISTER, methods=("POST",), administration=True)
def drop_user(request: HttpRequest, code: str, username: str) -> HttpResponse:
    """Take somebody off the list."""
    commands.drop_user(code=code, username=username, by=request.actor, at=local_time.now())
    messages.success(request, "Person removed")
    return redirect("alert_code", code)


def _form(
    request: HttpRequest,
    form: DpsForm,
    heading: str,
    back: str,
    save: Callable[[dict[str, Any]], object],
    done: Callable[[], tuple[str, str]],
) -> HttpResponse:
    if form.is_valid():
        try:
            save(form.cleaned_data)
        except Invalid as refused:
            form.add_problems(refused)
        except Conflict as refused:
            form.add_error("code" if "code" in form.fields else None, str(refused))
        else:
            words, address = done()
            messages.success(request, words)
            return redirect(address)
    context = {"form": form, "heading": heading, "back": back}
    return render(request, "prisoners/alerts/admin/form.html.jinja", context, status=400 if form.errors else 200)
