from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from dps.identity.external import commands, presenters, queries
from dps.identity.external.forms import DownloadForm, GroupForm, GroupNameForm, GroupRoleForm
from dps.identity.external.models import Group
from dps.identity.external.pages.asking import are_you_sure, form_page
from dps.identity.external.permissions import ExternalPermission as May
from dps.identity.external.rules import Reach
from dps.platform import audit, local_time
from dps.platform.access import holds, page
from dps.platform.design.forms import cleaned_text
from dps.platform.design.paging import Pages, page_number
from dps.platform.web.downloads import csv_file
from dps.platform.web.refusals import Invalid, NotFound

GROUPS_A_PAGE = 50
EVERY_GROUP = Reach(everybody=True)


def _group(code: str) -> tuple[Group, str]:
    """A group for those who change groups, and the address of its page."""
    return queries.group(code, EVERY_GROUP), reverse("external:group", args=[code])


@page(May.SEE_GROUPS, administration=True)
def groups(request: HttpRequest) -> HttpResponse:
    """The groups one looks after, or all of them."""
    words, number = cleaned_text(request.GET.get("words"))[:100], page_number(request.GET.get("page", "1"))
    reach = queries.reach_of_reader(request.actor)
    rows, total = queries.groups(words, reach, start=(number - 1) * GROUPS_A_PAGE, size=GROUPS_A_PAGE)
    audit.record("GROUPS_LISTED", by=request.actor, subject_type="group", details={"words": words, "page": number})
    context = {
        "words": words,
        "rows": rows,
        "pages": Pages(number, GROUPS_A_PAGE, total, request.GET),
        "may_change": holds(request.actor, May.CHANGE_GROUPS),
        "all": reach.everybody,
    }
    return render(request, "external/groups.html.jinja", context)


@page(May.SEE_GROUPS, administration=True)
def group(request: HttpRequest, group: str) -> HttpResponse:
    found = queries.group(group, queries.reach_of_reader(request.actor))
    audit.record("GROUP_VIEWED", by=request.actor, subject_type="group", subject_id=found.code)
    context = {
        "group": found,
        "whole": queries.whole(found),
        "may_change": holds(request.actor, May.CHANGE_GROUPS),
        "may_see_people": holds(request.actor, May.SEE),
    }
    return render(request, "external/group.html.jinja", context)


@page(May.CHANGE_GROUPS, methods=("GET", "POST"), administration=True)
def create_group(request: HttpRequest) -> HttpResponse:
    form = GroupForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            made = commands.create_group(**form.cleaned_data, at=local_time.now(), by=request.actor)
        except Invalid as refused:
            form.add_problems(refused)
        else:
            messages.success(request, f"{made.name} is created")
            return redirect("external:group", made.code)
    return form_page(request, form, heading="Create a group", back=reverse("external:groups"), button="Create group")


@page(May.CHANGE_GROUPS, methods=("GET", "POST"), administration=True)
def rename_group(request: HttpRequest, group: str) -> HttpResponse:
    found, back = _group(group)
    form = GroupNameForm(request.POST if request.method == "POST" else None, initial={"name": found.name})
    if form.is_valid():
        try:
            name = form.cleaned_data["name"]
            commands.rename_group(code=group, name=name, at=local_time.now(), by=request.actor)
        except Invalid as refused:
            form.add_problems(refused)
        else:
            messages.success(request, "The name is changed")
            return redirect(back)
    return form_page(request, form, heading=f"Change the name of {found.name}", back=back, button="Save")


@page(May.CHANGE_GROUPS, methods=("GET", "POST"), administration=True)
def delete_group(request: HttpRequest, group: str) -> HttpResponse:
    found, back = _group(group)

    def do() -> None:
        commands.delete_group(code=group, at=local_time.now(), by=request.actor)

    members = found.members.count()
    what = f"Now in it: {members:,}." if members else "Nobody is in it now."
    then = reverse("external:groups")
    return are_you_sure(request, presenters.DELETE_GROUP, do, name=found.name, what=what, back=back, then=then)


@page(May.CHANGE_GROUPS, methods=("GET", "POST"), administration=True)
def add_child(request: HttpRequest, group: str) -> HttpResponse:
    found, back = _group(group)
    form = GroupForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            typed = form.cleaned_data
            commands.add_child(
                code=group, child_code=typed["code"], name=typed["name"], at=local_time.now(), by=request.actor
            )
        except Invalid as refused:
            form.add_problems(refused)
        else:
            messages.success(request, f"{typed['name']} is added")
            return redirect(back)
    return form_page(request, form, heading=f"Add a child group to {found.name}", back=back, button="Add child group")


@page(May.CHANGE_GROUPS, methods=("GET", "POST"), administration=True)
def remove_child(request: HttpRequest, group: str, child: str) -> HttpResponse:
    found, back = _group(group)
    named = dict(found.children.values_list("code", "name"))
    if child not in named:
        raise NotFound(child)

    def do() -> None:
        commands.remove_child(code=group, child_code=child, at=local_time.now(), by=request.actor)

    return are_you_sure(request, presenters.REMOVE_CHILD, do, name=found.name, what=named[child], back=back)


@page(May.CHANGE_GROUPS, methods=("GET", "POST"), administration=True)
def add_role(request: HttpRequest, group: str) -> HttpResponse:
    found, back = _group(group)
    today, held = local_time.today(), set(found.group_roles.values_list("role_id", flat=True))
    offered = queries.roles_of_people(today=today, by=request.actor)
    form = GroupRoleForm(request.POST if request.method == "POST" else None)
    choices = [(code, f"{name} ({code})") for code, name in offered.items() if code not in held]
    form.fields["role"].choices = [("", "Choose a role"), *choices]
    if form.is_valid():
        try:
            role, automatic = form.cleaned_data["role"], "yes" in form.cleaned_data["automatic"]
            commands.add_group_role(
                code=group, role=role, automatic=automatic, today=today, at=local_time.now(), by=request.actor
            )
        except Invalid as refused:
            form.add_problems(refused)
        else:
            messages.success(request, f"Members of {found.name} can be given {offered[role]}")
            return redirect(back)
    return form_page(request, form, heading=f"Add a role to {found.name}", back=back, button="Add role")


@page(May.CHANGE_GROUPS, methods=("POST",), administration=True)
def change_role(request: HttpRequest, group: str, role: str) -> HttpResponse:
    """Give it to everybody who joins, or no longer."""
    automatic = request.POST.get("automatic") == "yes"
    commands.change_group_role(code=group, role=role, automatic=automatic, at=local_time.now(), by=request.actor)
    said = "is given to everybody who joins from now on" if automatic else "is no longer given at once"
    messages.success(request, f"{role} {said}")
    return redirect("external:group", group)


@page(May.CHANGE_GROUPS, methods=("GET", "POST"), administration=True)
def remove_role(request: HttpRequest, group: str, role: str) -> HttpResponse:
    found, back = _group(group)
    named = dict(found.group_roles.values_list("role_id", "role__name"))
    if role not in named:
        raise NotFound(role)

    def do() -> None:
        commands.remove_group_role(code=group, role=role, at=local_time.now(), by=request.actor)

    return are_you_sure(request, presenters.REMOVE_GROUP_ROLE, do, name=found.name, what=named[role], back=back)


@page(May.DOWNLOAD_MEMBERS, administration=True)
def download(request: HttpRequest) -> HttpResponseBase:
    """Choose a group, and get its members as a file."""
    code = request.GET.get("group", "")
    form = DownloadForm(request.GET if "group" in request.GET else None)
    choices = [(group.code, f"{group.name} ({group.code})") for group in queries.groups_within(EVERY_GROUP)]
    form.fields["group"].choices = [("", "Choose a group"), *choices]
    if form.is_valid() and code:
        found = queries.group(code, EVERY_GROUP)
        details = {"report": "group members", "rows": found.members.count()}
        audit.record("REPORT_DOWNLOADED", by=request.actor, subject_type="group", subject_id=code, details=details)
        return csv_file(f"{code.lower()}-members.csv", queries.member_rows(found), accents=True)
    if form.is_bound and not form.errors:
        form.add_error("group", "Choose a group")
    return render(request, "external/download.html.jinja", {"form": form}, status=400 if form.errors else 200)
