"""Looking after the tiles of other systems."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from dps.estate import queries as estate
from dps.identity.home import commands, queries
from dps.identity.home.forms import ServiceForm
from dps.identity.permissions import IdentityPermission
from dps.platform.access import page
from dps.platform.web.refusals import Conflict, Invalid, NotFound

CHANGED_MEANWHILE = "Somebody else has changed this service since you opened it. What you typed is still below."


@page(IdentityPermission.LOOK_AFTER_SERVICES, administration=True)
def services(request: HttpRequest) -> HttpResponse:
    return render(request, "identity/services.html.jinja", {"services": queries.all_services()})


def _details(cleaned: dict[str, Any]) -> commands.ServiceDetails:
    def codes(name: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(cleaned.get(name, "").upper().replace("ROLE_", "").split()))

    return commands.ServiceDetails(
        name=cleaned["name"],
        description=cleaned["description"],
        address=cleaned["address"],
        roles=codes("roles"),
        prisons=codes("prisons"),
        contact=cleaned["contact"],
        enabled="yes" in cleaned["enabled"],
    )


def _shown(request: HttpRequest, form: ServiceForm, heading: str, code: str) -> HttpResponse:
    context = {"form": form, "heading": heading, "code": code}
    return render(request, "identity/service.html.jinja", context, status=400 if form.errors else 200)


@page(IdentityPermission.LOOK_AFTER_SERVICES, methods=("GET", "POST"), administration=True)
def add_service(request: HttpRequest) -> HttpResponse:
    form = ServiceForm(request.POST if request.method == "POST" else None, initial={"enabled": ["yes"]})
    if form.is_valid():
        try:
            made = commands.add_service(
                code=form.cleaned_data["code"].lower(),
                details=_details(form.cleaned_data),
                prisons=estate.prisons(),
                by=request.actor,
            )
        except Invalid as refused:
            form.add_problems(refused)
        else:
            queries.forget_kept()
            messages.success(request, f"{made.name} is added")
            return redirect("services")
    return _shown(request, form, "Add a service", "")


def _now_in_words(form: ServiceForm, now: dict[str, Any]) -> str:
    """What the service says now where it differs from what was typed."""
    differing = [
        f"{form.fields[name].label}: {now[name] or 'nothing'}"
        for name in ("name", "description", "address", "contact")
        if now[name] != form.cleaned_data.get(name)
    ]
    return f"It now says {'; '.join(differing)}." if differing else ""


@page(IdentityPermission.LOOK_AFTER_SERVICES, methods=("GET", "POST"), administration=True)
def change_service(request: HttpRequest, code: str) -> HttpResponse:
    service = queries.service(code)
    if service is None:
        raise NotFound(code)
    now = {
        "code": service.code, "name": service.name, "description": service.description, "address": service.address,
        "roles": "\n".join(service.roles), "prisons": "\n".join(service.prisons), "contact": service.contact,
        "enabled": ["yes"] if service.enabled else [], "version": service.version,
    }  # fmt: skip
    form = ServiceForm(request.POST if request.method == "POST" else None, initial=now)
    if form.is_valid():
        try:
            commands.change_service(
                code=code,
                details=_details(form.cleaned_data),
                prisons=estate.prisons(),
                version=form.cleaned_data["version"] or 0,
                by=request.actor,
            )
        except Invalid as refused:
            form.add_problems(refused)
        except Conflict:
            form.add_error(None, f"{CHANGED_MEANWHILE} {_now_in_words(form, now)}")
            typed = form.data.copy()
            typed["version"] = str(service.version)
            form.data = typed
        else:
            queries.forget_kept()
            messages.success(request, f"{form.cleaned_data['name']} is changed")
            return redirect("services")
    return _shown(request, form, f"Change {service.name}", code)
