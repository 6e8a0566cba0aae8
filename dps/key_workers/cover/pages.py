"""Cover for somebody who is away: arranged, seen, ended (key-workers.md 9)."""

from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from dps.key_workers.cover import commands, queries
from dps.key_workers.cover.forms import CoverForm
from dps.key_workers.levels import Here, Level, key_work_page
from dps.key_workers.profile.presenters import staff_choices
from dps.key_workers.rules.settings import BY_NAME
from dps.key_workers.staff import presenters
from dps.key_workers.staff import queries as staff
from dps.platform import local_time
from dps.platform.web.refusals import Invalid


@key_work_page(Level.ALLOCATE, methods=("GET", "POST"))
def cover(request: HttpRequest, here: Here, staff_id: int) -> HttpResponse:
    """Who covers for a worker, from when to when, and what they should know."""
    worker = staff.known_worker(here.prison, here.policy, staff_id)
    today = local_time.today()
    everybody = staff.workers(here.prison, here.policy, today)
    choices = staff_choices([one for one in everybody if one.staff_id != staff_id], here.settings.order == BY_NAME)
    form = CoverForm(
        request.POST if request.method == "POST" else None,
        initial={"from_date": today, "to_date": _day_before(worker.reactivate_on)},
        choices=choices,
    )
    if form.is_valid() and _arranged(request, here, staff_id, form):
        return redirect(f"{here.base}staff/{staff_id}/cover/")
    context = {
        "here": here,
        "worker": worker,
        "form": form,
        "covers": queries.covers(here.prison, here.policy, today, staff_id=staff_id),
        "name": presenters.full_name(worker.first_name, worker.last_name, worker.staff_id),
        "today": today,
        "words": presenters,
    }
    return render(request, "key_workers/cover/cover.html.jinja", context, status=400 if form.errors else 200)


@key_work_page(Level.ALLOCATE, methods=("POST",))
def end(request: HttpRequest, here: Here, cover_id: int) -> HttpResponse:
    """End a cover before its day."""
    ended = commands.end(request.actor, here.prison, here.policy, cover_id)
    messages.success(request, "The cover has ended. The people are handed back")
    return redirect(f"{here.base}staff/{ended.staff_id}/cover/")


def _day_before(back_on: date | None) -> date | None:
    return back_on - timedelta(days=1) if back_on else None


def _arranged(request: HttpRequest, here: Here, staff_id: int, form: CoverForm) -> bool:
    given = form.cleaned_data
    try:
        commands.arrange(
            request.actor,
            here.prison,
            here.policy,
            staff_id,
            cover_staff_id=int(given["cover_staff_id"]) if given["cover_staff_id"] else None,
            from_date=given["from_date"],
            to_date=given["to_date"],
            note=given["note"],
        )
    except Invalid as refused:
        form.add_problems(refused)
        return False
    messages.success(request, "Cover arranged. It is shown on both profiles")
    return True
