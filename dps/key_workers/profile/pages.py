"""A worker's profile: figures, the people they look after, what they wrote (key-workers.md 2.5)."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from dps.case_notes.permissions import CaseNotePermission
from dps.estate import queries as estate
from dps.key_workers.allocating.commands import Unwanted, Wanted, save
from dps.key_workers.cover import queries as cover
from dps.key_workers.figures.queries import worker_figures, worker_weeks
from dps.key_workers.levels import Here, Level, key_work_page, own_staff_id
from dps.key_workers.profile import presenters, queries, rules
from dps.key_workers.profile.forms import DaysForm
from dps.key_workers.rules.settings import BY_NAME
from dps.key_workers.staff import presenters as words
from dps.key_workers.staff import queries as staff
from dps.key_workers.staff.queries import Worker
from dps.platform import audit, local_time
from dps.platform.access import holds
from dps.platform.design.paging import Pages, page_number, with_changes
from dps.platform.web.refusals import Invalid, NotAllowed, NotFound

A_PAGE = 20
DEALLOCATE = "none"
NOTHING_CHOSEN = "Choose somebody from at least one of the lists"


@key_work_page(Level.SELF)
def mine(request: HttpRequest, here: Here) -> HttpResponse:
    """Whoever holds the job role is led to their own profile."""
    own = own_staff_id(request.actor, here.policy)
    if own is None:
        raise NotFound("holds no job role here")
    return redirect(f"{here.base}staff/{own}/")


@key_work_page(Level.SELF, methods=("GET", "POST"))
def profile(request: HttpRequest, here: Here, staff_id: int) -> HttpResponse:
    """The figures of some days, and the people allocated now."""
    worker = _known(here, staff_id)
    problems: dict[str, str] = {}
    chosen: dict[str, str] = {}
    if request.method == "POST":
        if not here.may_allocate:
            raise NotAllowed(f"{here.policy}: ALLOCATE")
        chosen = {name: value for name, value in request.POST.items() if name.startswith("worker-") and value}
        problems = _reallocate(request, here, staff_id, chosen)
        if not problems:
            return redirect(request.get_full_path())
    context = _frame(request, here, worker)
    days, today = context["days"], context["today"]
    covered = [one for one in context["covers"] if one.cover_staff_id == staff_id and one.from_date <= today]
    found = queries.people(
        here.prison,
        here.policy,
        [staff_id, *(one.staff_id for one in covered)],
        today=today,
        from_=days.from_,
        to=days.to,
    )
    context |= {
        "tab": "allocations",
        "people": [one for one in found if one.staff_id == staff_id],
        "covered_people": [(one, [person for person in found if person.staff_id == one.staff_id]) for one in covered],
        "choices": _choices(here, staff_id) if here.may_allocate else [],
        "chosen": chosen,
        "problems": [("main-content" if not number else f"worker-{number}", said) for number, said in problems.items()],
    }
    wrong = context["form"].errors or problems
    return render(request, "key_workers/profile/allocations.html.jinja", context, status=400 if wrong else 200)


@key_work_page(Level.SELF)
def notes(request: HttpRequest, here: Here, staff_id: int) -> HttpResponse:
    """What they wrote in some days, about people who are here now. The view is recorded."""
    worker = _known(here, staff_id)
    context = _frame(request, here, worker)
    days = context["days"]
    sort = request.GET.get("sort", "")
    number = page_number(request.GET.get("page", "1"))
    found, total = queries.notes(
        here.prison,
        here.policy,
        staff_id,
        from_=days.from_,
        to=days.to,
        sort=sort,
        sensitive=holds(request.actor, CaseNotePermission.READ_SENSITIVE),
        start=(number - 1) * A_PAGE,
        size=A_PAGE,
    )
    details = {"prison": here.prison, "policy": str(here.policy), "people": sorted({one.number for one in found})}
    audit.record(
        "KEY_WORKER_NOTES_VIEWED", by=request.actor, subject_type="staff", subject_id=str(staff_id), details=details
    )
    context |= {
        "tab": "notes",
        "notes": found,
        "pages": Pages(number, A_PAGE, total, request.GET),
        "orders": queries.ORDERS,
        "sort": sort if sort in queries.ORDERS else "-happened",
    }
    return render(
        request, "key_workers/profile/notes.html.jinja", context, status=400 if context["form"].errors else 200
    )


def _known(here: Here, staff_id: int) -> Worker:
    """A worker whose profile may be seen: anybody's with view permission, else only one's own."""
    if not here.may_view and own_staff_id(here.actor, here.policy) != staff_id:
        raise NotAllowed(f"{here.policy}: VIEW")
    return staff.known_worker(here.prison, here.policy, staff_id)


def _frame(request: HttpRequest, here: Here, worker: Worker) -> dict[str, Any]:
    today = local_time.today()
    form = DaysForm(request.GET, today=today)
    given = form.cleaned_data if form.is_valid() else {}
    other = (given.get("compared_from"), given.get("compared_to"))
    days = rules.chosen(given.get("from"), given.get("to"), other, today)
    now, before = (
        worker_figures(here.prison, here.policy, [worker.staff_id], first, last)[worker.staff_id]
        for first, last in ((days.from_, days.to), (days.compared_from, days.compared_to))
    )
    return {
        "here": here,
        "worker": worker,
        "name": words.full_name(worker.first_name, worker.last_name, worker.staff_id),
        "profile": f"{here.base}staff/{worker.staff_id}/",
        "prison_name": estate.agency_name(here.prison),
        "form": form,
        "is_filtered": any(request.GET.get(f"{name}-day") for name in form.fields),
        "days": days,
        "days_words": presenters.days_words(days),
        "compared_words": presenters.compared_words(days),
        "statistics": presenters.statistics(here.policy, now, before, here.settings.frequency_in_weeks),
        "weeks": presenters.weeks(
            here.policy,
            worker_weeks(here.prison, here.policy, worker.staff_id, rules.trend_from(days), days.to),
        ),
        "covers": cover.covers(here.prison, here.policy, today, staff_id=worker.staff_id),
        "today": today,
        "words": words,
        "query": with_changes(request.GET, page=None, sort=None),
    }


def _choices(here: Here, staff_id: int) -> list[tuple[int, str]]:
    everybody = staff.workers(here.prison, here.policy, local_time.today())
    others = [one for one in everybody if one.staff_id != staff_id]
    return presenters.staff_choices(others, here.settings.order == BY_NAME)


def _reallocate(request: HttpRequest, here: Here, staff_id: int, chosen: dict[str, str]) -> dict[str, str]:
    """Save what was chosen in the lists; gives what is wrong, by number of the person."""
    allocate, deallocate, wrong = [], [], {}
    for name, value in chosen.items():
        number = name.removeprefix("worker-")
        if value == DEALLOCATE:
            deallocate.append(Unwanted(number, staff_id))
        elif value.isascii() and value.isdigit() and len(value) < 19:
            allocate.append(replace(Wanted(number, int(value)), expected=staff_id))
        else:
            wrong[number] = f"Choose a {here.words.worker} from the list"
    if wrong:
        return wrong
    if not allocate and not deallocate:
        return {"": NOTHING_CHOSEN}
    try:
        done = save(request.actor, here.prison, here.policy, allocate=allocate, deallocate=deallocate)
    except Invalid as refused:
        return refused.problems
    changed = len({*(one.number for one in allocate), *(one.number for one in deallocate)})
    messages.success(request, f"Changes for {changed} {'person' if changed == 1 else 'people'} saved")
    for one in done.over_capacity:
        messages.warning(request, f"{one} now has more people than their maximum capacity")
    return {}
