from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from dps.identity.users.domains import commands, queries
from dps.identity.users.domains.forms import DomainForm
from dps.identity.users.domains.permissions import DomainPermission
from dps.platform import audit, local_time
from dps.platform.access import page
from dps.platform.web.refusals import Invalid


@page(DomainPermission.MAINTAIN, administration=True)
def email_domains(request: HttpRequest) -> HttpResponse:
    """Every allowed domain, by name."""
    audit.record("EMAIL_DOMAINS_LISTED", by=request.actor, subject_type="email_domain")
    domains = queries.listed()
    context = {"domains": domains, "never_loaded": not domains and queries.nothing_was_loaded()}
    return render(request, "user_admin/domains/list.html.jinja", context)


@page(DomainPermission.MAINTAIN, methods=("GET", "POST"), administration=True)
def add(request: HttpRequest) -> HttpResponse:
    form = DomainForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            domain = commands.add_domain(**form.cleaned_data, at=local_time.now(), by=request.actor)
        except Invalid as refused:
            form.add_problems(refused)
        else:
            messages.success(request, f"Addresses at {domain.name} are now allowed")
            return redirect("domains:list")
    return render(request, "user_admin/domains/add.html.jinja", {"form": form}, status=400 if form.errors else 200)


@page(DomainPermission.MAINTAIN, methods=("GET", "POST"), administration=True)
def remove(request: HttpRequest, domain: int) -> HttpResponse:
    if request.method == "POST":
        removed = commands.remove_domain(domain_id=domain, at=local_time.now(), by=request.actor)
        messages.success(request, f"New addresses at {removed.name} are no longer allowed")
        return redirect("domains:list")
    context = {"domain": queries.listed_domain(domain)}
    return render(request, "user_admin/domains/remove.html.jinja", context)
