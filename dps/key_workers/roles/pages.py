"""Making somebody a worker, and the end of it (key-workers.md 2.7)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from dps.estate import queries as estate
from dps.identity.accounts.staff import MOST, StaffMember, find_staff, staff_member
from dps.key_workers.levels import Here, Level, key_work_page
from dps.key_workers.models import StaffRole
from dps.key_workers.roles import commands, queries
from dps.key_workers.roles.forms import FindForm, GiveForm
from dps.key_workers.rules import status
from dps.key_workers.staff import presenters
from dps.key_workers.staff import queries as staff
from dps.platform import local_time
from dps.platform.web.refusals import Conflict, NotFound

BOTH = ("GET", "POST")


@key_work_page(Level.ALLOCATE)
def roles(request: HttpRequest, here: Here) -> HttpResponse:
    """Make somebody a worker, or end it; and when NOMIS was last asked who is one."""
    context = {
        "here": here,
        "prison_name": estate.agency_name(here.prison),
        "compared_at": queries.read_at(here.prison, here.policy),
    }
    return render(request, "key_workers/roles/roles.html.jinja", context)


@key_work_page(Level.ALLOCATE)
def find(request: HttpRequest, here: Here) -> HttpResponse:
    """Staff without the role, by name, work e-mail or user name."""
    form = FindForm(request.GET if "query" in request.GET else None)
    found = None
    if form.is_valid():
        holders = [one.staff_id for one in staff.workers(here.prison, here.policy, local_time.today())]
        found = find_staff(here.prison, form.cleaned_data["query"], without=holders)
    context = {
        "here": here,
        "form": form,
        "found": found,
        "most": MOST,
        "prison_name": estate.agency_name(here.prison),
        "words": presenters,
    }
    return render(request, "key_workers/roles/find.html.jinja", context, status=400 if form.errors else 200)


@key_work_page(Level.ALLOCATE, methods=BOTH)
def give(request: HttpRequest, here: Here, username: str) -> HttpResponse:
    """Whether they are an officer, their pattern and capacity; then a check; then they are one."""
    member = staff_member(here.prison, username)
    if member is None:
        raise NotFound(username[:60])
    form = GiveForm(
        request.POST if request.method == "POST" else None,
        initial={"capacity": str(here.settings.capacity)},
        policy=here.policy,
    )
    context = {"here": here, "form": form, "name": _name(member), "member": member, "back": f"{here.base}roles/make/"}
    if not form.is_valid() or "back" in request.POST:
        shown = 400 if form.errors else 200
        return render(request, "key_workers/roles/give.html.jinja", context, status=shown)
    if "checked" not in request.POST:
        return render(request, "key_workers/roles/check.html.jinja", context | _answers(form))
    given = form.cleaned_data
    try:
        made = commands.give(
            request.actor,
            here.prison,
            here.policy,
            member.username,
            is_officer=given["is_officer"],
            schedule_type=given["schedule_type"],
            capacity=given["number"],
        )
    except Conflict as refused:
        form.add_error(None, str(refused))
        return render(request, "key_workers/roles/give.html.jinja", context, status=409)
    messages.success(request, f"{_name(member)} is a {here.words.worker} now")
    return redirect(f"{here.base}staff/{made.staff_id}/")


@key_work_page(Level.ALLOCATE)
def find_holder(request: HttpRequest, here: Here) -> HttpResponse:
    """Whoever holds the role, to end it; all of them until a name is typed."""
    typed = request.GET.get("query", "")
    form = FindForm(request.GET if "query" in request.GET else None)
    found = queries.holders(here.prison, here.policy, form.cleaned_data["query"]) if form.is_valid() else None
    context = {
        "here": here,
        "form": form,
        "found": found,
        "typed": typed,
        "prison_name": estate.agency_name(here.prison),
        "words": presenters,
    }
    return render(request, "key_workers/roles/find_holder.html.jinja", context, status=400 if form.errors else 200)


@key_work_page(Level.ALLOCATE, methods=BOTH)
def remove(request: HttpRequest, here: Here, staff_id: int) -> HttpResponse:
    """How many will be deallocated; then they are a worker no more."""
    worker = staff.known_worker(here.prison, here.policy, staff_id)
    name = presenters.full_name(worker.first_name, worker.last_name, worker.staff_id)
    problem = ""
    if request.method == "POST":
        typed = request.POST.get("version", "")
        version = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else -1
        try:
            ended = commands.remove(request.actor, here.prison, here.policy, staff_id, version=version)
        except Conflict as refused:
            problem = str(refused)
        else:
            people = f"{ended} {'person was' if ended == 1 else 'people were'} deallocated"
            messages.success(request, f"{name} is a {here.words.worker} no more. {people}")
            return redirect(f"{here.base}staff/")
    context = {"here": here, "worker": worker, "name": name, "problem": problem}
    return render(request, "key_workers/roles/remove.html.jinja", context, status=409 if problem else 200)


def _name(member: StaffMember | StaffRole) -> str:
    return presenters.full_name(member.first_name, member.last_name, member.staff_id)


def _answers(form: GiveForm) -> dict[str, Any]:
    given = form.cleaned_data
    rows = [
        ("Working pattern", status.PATTERNS[given["schedule_type"]]),
        ("Maximum capacity", str(given["number"])),
    ]
    if given["is_officer"] is not None:
        rows.insert(0, ("Prison officer", "Yes"))
    answers = [(name, form.data.get(name, "")) for name in form.fields]
    return {"rows": rows, "answers": answers}
