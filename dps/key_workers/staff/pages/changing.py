"""The pages that change a worker: capacity, working pattern, status, each with a check before it is saved
(key-workers.md 2.6). Answers are carried in the form itself, so that nothing is kept until it is saved."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from dps.key_workers.levels import Here, Level, key_work_page
from dps.key_workers.rules import status as rules
from dps.key_workers.staff import commands, presenters, queries
from dps.key_workers.staff.forms import CapacityForm, PatternForm, StatusForm
from dps.key_workers.staff.queries import Worker
from dps.platform import local_time
from dps.platform.design.forms import DpsForm
from dps.platform.web.refusals import Conflict, Invalid

BOTH = ("GET", "POST")
CHECKED = "checked"
"""The name of the button that says the check was read."""


@key_work_page(Level.ALLOCATE)
def update(request: HttpRequest, here: Here, staff_id: int) -> HttpResponse:
    """Which of the three is to be changed."""
    worker = queries.known_worker(here.prison, here.policy, staff_id)
    return render(request, "key_workers/staff/update.html.jinja", _frame(here, worker) | {"words": presenters})


@key_work_page(Level.ALLOCATE, methods=BOTH)
def capacity(request: HttpRequest, here: Here, staff_id: int) -> HttpResponse:
    """The most people recommendation gives them."""
    worker = queries.known_worker(here.prison, here.policy, staff_id)
    form = CapacityForm(request.POST if request.method == "POST" else None, initial={"capacity": str(worker.capacity)})
    good = form.is_valid()
    rows = [("Maximum capacity", f"{worker.capacity}", str(form.cleaned_data["number"]))] if good else []
    return _journey(
        request, here, worker, form, "Maximum capacity", worker.version, rows,
        lambda version: commands.change_capacity(
            request.actor, here.prison, here.policy, staff_id, form.cleaned_data["number"], version=version
        ),
    )  # fmt: skip


@key_work_page(Level.ALLOCATE, methods=BOTH)
def pattern(request: HttpRequest, here: Here, staff_id: int) -> HttpResponse:
    """Full-time or part-time."""
    worker = queries.known_worker(here.prison, here.policy, staff_id)
    form = PatternForm(
        request.POST if request.method == "POST" else None, initial={"schedule_type": worker.schedule_type}
    )
    good = form.is_valid()
    now = rules.pattern_words(worker.schedule_type)
    rows = [("Working pattern", now, rules.PATTERNS[form.cleaned_data["schedule_type"]])] if good else []
    return _journey(
        request, here, worker, form, "Working pattern", worker.role_version, rows,
        lambda version: commands.change_pattern(
            request.actor, here.prison, here.policy, staff_id, form.cleaned_data["schedule_type"], version=version
        ),
    )  # fmt: skip


@key_work_page(Level.ALLOCATE, methods=BOTH)
def status(request: HttpRequest, here: Here, staff_id: int) -> HttpResponse:
    """Whether they take people on, and what happens to those they have."""
    worker = queries.known_worker(here.prison, here.policy, staff_id)
    today = local_time.today()
    form = StatusForm(request.POST if request.method == "POST" else None, now=worker.status, today=today)
    good = form.is_valid()
    change = form.cleaned_data["change"] if good else None
    return _journey(
        request, here, worker, form, "Status", worker.version, _status_rows(worker, change) if change else [],
        lambda version: commands.change_status(
            request.actor, here.prison, here.policy, staff_id, form.cleaned_data["change"], version=version
        ),
        warning=_warning(here, worker, change) if change else "",
    )  # fmt: skip


def _status_rows(worker: Worker, change: rules.Change) -> list[tuple[str, str, str]]:
    rows = [("Status", presenters.status_words(worker.status), rules.WORDS[change.status])]
    if rules.asks_for_return(change.status):
        rows.append(
            (
                "Returns to work",
                local_time.long_date(worker.reactivate_on) or "-",
                local_time.long_date(rules.return_kept(change)),
            )
        )
    after = 0 if rules.ends_allocations(change) else worker.allocated
    rows.append(("People they look after", str(worker.allocated), str(after)))
    return rows


def _warning(here: Here, worker: Worker, change: rules.Change) -> str:
    if not rules.ends_allocations(change) or not worker.allocated:
        return ""
    name = presenters.full_name(worker.first_name, worker.last_name, worker.staff_id)
    people = f"{worker.allocated} {'person' if worker.allocated == 1 else 'people'}"
    return f"{people} will have no {here.words.worker} once this is saved. {name} is deallocated from all of them."


def _journey(
    request: HttpRequest,
    here: Here,
    worker: Worker,
    form: DpsForm,
    what: str,
    version: int,
    rows: list[tuple[str, str, str]],
    save: Any,
    *,
    warning: str = "",
) -> HttpResponse:
    context = _frame(here, worker) | {"form": form, "what": what, "version": version, "rows": rows, "warning": warning}
    if request.method != "POST" or form.errors or "back" in request.POST:
        shown = 400 if form.errors and "back" not in request.POST else 200
        return render(request, "key_workers/staff/change.html.jinja", context, status=shown)
    if CHECKED not in request.POST:
        return render(request, "key_workers/staff/check.html.jinja", context | {"answers": _answers(request)})
    try:
        done = save(_version(request.POST.get("version", "")))
    except Invalid as refused:
        form.add_problems(refused)
        return render(request, "key_workers/staff/change.html.jinja", context, status=400)
    except Conflict as refused:
        form.add_error(None, str(refused))
        return render(request, "key_workers/staff/change.html.jinja", context, status=409)
    messages.success(request, _done(here, worker, what, done))
    return redirect(_profile(here, worker.staff_id))


def _done(here: Here, worker: Worker, what: str, done: commands.Changed | None) -> str:
    name = presenters.full_name(worker.first_name, worker.last_name, worker.staff_id)
    said = f"{what} of {name} changed"
    if done is not None and done.ended:
        said += f". {done.ended} {'person was' if done.ended == 1 else 'people were'} deallocated"
    if done is not None and done.handed_back:
        said += ". The cover for them has ended"
    return said


def _answers(request: HttpRequest) -> list[tuple[str, str]]:
    """What was typed, to be sent again with the check."""
    left_out = {"csrfmiddlewaretoken", "submission", "continue", "back", CHECKED}
    return [(name, str(value)) for name, value in request.POST.items() if name not in left_out]


def _version(typed: str) -> int | None:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else -1


def _profile(here: Here, staff_id: int) -> str:
    return f"{here.base}staff/{staff_id}/"


def _frame(here: Here, worker: Worker) -> dict[str, Any]:
    return {
        "here": here,
        "worker": worker,
        "name": presenters.full_name(worker.first_name, worker.last_name, worker.staff_id),
        "profile": _profile(here, worker.staff_id),
    }
