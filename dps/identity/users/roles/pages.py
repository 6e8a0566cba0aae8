from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from dps.identity.models.access import AdminType
from dps.identity.users.roles import commands, presenters, queries, rules
from dps.identity.users.roles.commands import Details, details_of
from dps.identity.users.roles.forms import CreateForm, DetailsForm, HideForm
from dps.identity.users.roles.permissions import RolePermission
from dps.platform import audit, local_time
from dps.platform.access import holds, page
from dps.platform.design.forms import DpsForm, cleaned_text
from dps.platform.design.paging import Pages, page_number
from dps.platform.web.downloads import csv_file
from dps.platform.web.refusals import Conflict, Invalid

ROWS_A_PAGE = 20
CHANGED_MEANWHILE = "Somebody else has changed this role since you opened it. What you typed is still below."


def _wanted(request: HttpRequest) -> queries.Wanted:
    kind = request.GET.get("administrator", "")
    return queries.Wanted(
        name=cleaned_text(request.GET.get("name"))[: rules.LONGEST_NAME],
        code=cleaned_text(request.GET.get("role"))[: rules.LONGEST_CODE],
        admin_type=kind if kind in AdminType.values else "",
        hidden_too=request.GET.get("hidden") == "yes",
    )


@page(RolePermission.SEE, administration=True)
def catalogue(request: HttpRequest) -> HttpResponse:
    """Roles by name, filtered, twenty a page."""
    wanted, number, today = _wanted(request), page_number(request.GET.get("page", "1")), local_time.today()
    found, total = queries.roles(wanted, today=today, start=(number - 1) * ROWS_A_PAGE, size=ROWS_A_PAGE)
    audit.record("ROLES_LISTED", by=request.actor, subject_type="role", details={"page": number})
    context = {
        "wanted": wanted,
        "found": found,
        "pages": Pages(number, ROWS_A_PAGE, total, request.GET),
        "kinds": AdminType.choices,
        "may_change": holds(request.actor, RolePermission.CHANGE),
        "admin_types_words": presenters.admin_types_words,
        "hidden_words": lambda role: presenters.hidden_words(role.hidden_on, today),
    }
    return render(request, "user_admin/roles/list.html.jinja", context)


@page(RolePermission.SEE, administration=True)
def one_role(request: HttpRequest, role: str) -> HttpResponse:
    found = queries.role(role)
    audit.record("ROLE_VIEWED", by=request.actor, subject_type="role", subject_id=found.code)
    use = queries.use_of(found.code)
    context = {
        "role": found,
        "use": use,
        "history": queries.history(found.code),
        "hidden": presenters.hidden_words(found.hidden_on, local_time.today()),
        "may_change": holds(request.actor, RolePermission.CHANGE),
        "may_delete": holds(request.actor, RolePermission.DELETE) and not use.holders,
        "words": presenters,
    }
    return render(request, "user_admin/roles/role.html.jinja", context)


def _details(cleaned: dict[str, Any]) -> Details:
    return Details(cleaned["name"], cleaned["description"], tuple(cleaned["admin_types"]))


@page(RolePermission.CHANGE, methods=("GET", "POST"), administration=True)
def create(request: HttpRequest) -> HttpResponse:
    form = CreateForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            made = commands.create_role(
                code=form.cleaned_data["code"],
                details=_details(form.cleaned_data),
                at=local_time.now(),
                by=request.actor,
            )
        except Invalid as refused:
            form.add_problems(refused)
        else:
            messages.success(request, f"{made.name} is added")
            return redirect("roles:role", made.code)
    return _form(request, form, "Add a role", "code", "name", "description", "admin_types")


@page(RolePermission.CHANGE, methods=("GET", "POST"), administration=True)
def change(request: HttpRequest, role: str) -> HttpResponse:
    """Name, description and who may give it."""
    found = queries.role(role)
    seen = request.POST.get("seen", "") if request.method == "POST" else details_of(found).mark
    now = {"name": found.name, "description": found.description, "admin_types": found.admin_types}
    form = DetailsForm(request.POST if request.method == "POST" else None, initial=now)
    if form.is_valid():
        try:
            changed = commands.change_role(
                code=found.code,
                details=_details(form.cleaned_data),
                seen=seen,
                at=local_time.now(),
                by=request.actor,
            )
        except Invalid as refused:
            form.add_problems(refused)
        except Conflict:
            form.add_error(None, f"{CHANGED_MEANWHILE} It now says: {presenters.now_words(found)}")
            seen = details_of(found).mark
        else:
            messages.success(request, f"{changed.name} is changed")
            return redirect("roles:role", changed.code)
    return _form(
        request, form, f"Change {found.name}", "name", "description", "admin_types", code=found.code, seen=seen
    )


@page(RolePermission.CHANGE, methods=("GET", "POST"), administration=True)
def hide(request: HttpRequest, role: str) -> HttpResponse:
    """Offer it no longer from a day on; who holds it keeps it."""
    found = queries.role(role)
    form = HideForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            now, today = local_time.now(), local_time.today()
            commands.hide_role(code=found.code, day=form.cleaned_data["day"], today=today, at=now, by=request.actor)
        except Invalid as refused:
            form.add_problems(refused)
        else:
            messages.success(request, f"{found.name} is hidden")
            return redirect("roles:role", found.code)
    return _form(request, form, f"Hide {found.name}", "day", code=found.code)


@page(RolePermission.CHANGE, methods=("POST",), administration=True)
def show(request: HttpRequest, role: str) -> HttpResponse:
    """Offer it again."""
    shown = commands.show_role(code=role, at=local_time.now(), by=request.actor)
    messages.success(request, f"{shown.name} is offered again")
    return redirect("roles:role", shown.code)


@page(RolePermission.DELETE, methods=("GET", "POST"), administration=True)
def delete(request: HttpRequest, role: str) -> HttpResponse:
    found = queries.role(role)
    form = DpsForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            commands.delete_role(code=found.code, at=local_time.now(), by=request.actor)
        except Invalid as refused:
            form.add_problems(refused)
        else:
            messages.success(request, f"{found.name} is deleted")
            return redirect("roles:list")
    context = {"role": found, "form": form}
    return render(request, "user_admin/roles/delete.html.jinja", context, status=400 if form.errors else 200)


def _report(request: HttpRequest) -> tuple[list[queries.RoleUse], bool, bool]:
    only_unused, most_first = request.GET.get("show") == "unused", request.GET.get("sort") == "most"
    return queries.use_report(only_unused=only_unused, most_first=most_first), only_unused, most_first


@page(RolePermission.SEE, administration=True)
def use(request: HttpRequest) -> HttpResponse:
    """Roles nobody holds, and roles by how many hold them."""
    report, only_unused, most_first = _report(request)
    context = {
        "report": report,
        "only_unused": only_unused,
        "most_first": most_first,
        "query": urlencode({"show": "unused"} if only_unused else {"sort": "most"} if most_first else {}),
        "today": local_time.today(),
        "hidden_words": presenters.hidden_words,
    }
    return render(request, "user_admin/roles/use.html.jinja", context)


@page(RolePermission.SEE, administration=True)
def use_file(request: HttpRequest) -> HttpResponseBase:
    report, only_unused, _ = _report(request)
    details = {"report": "roles", "rows": len(report), "only_unused": only_unused}
    audit.record("REPORT_DOWNLOADED", by=request.actor, details=details)
    return csv_file("roles.csv", queries.report_rows(report))


def _form(
    request: HttpRequest, form: DetailsForm | HideForm, heading: str, *fields: str, code: str = "", seen: str = ""
) -> HttpResponse:
    context = {"form": form, "heading": heading, "fields": fields, "code": code, "seen": seen}
    return render(request, "user_admin/roles/form.html.jinja", context, status=400 if form.errors else 200)
