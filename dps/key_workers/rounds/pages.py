"""Taking back the last save, and moving everybody of one worker at once."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from dps.estate.queries import agency_name
from dps.key_workers.allocating import presenters
from dps.key_workers.allocating.forms import Choices, ChoicesForm, read_choices
from dps.key_workers.allocating.pages import NOT_OFFERED, tell
from dps.key_workers.allocating.queries import Asked, find
from dps.key_workers.levels import Here, Level, key_work_page
from dps.key_workers.recommending.queries import Proposal, propose_instead_of
from dps.key_workers.rounds import commands, queries
from dps.key_workers.staff.queries import Worker
from dps.key_workers.staff.queries import workers as workers_of
from dps.platform import local_time
from dps.platform.design.forms import DpsForm
from dps.platform.web.refusals import Conflict, Invalid, NotFound
from dps.prisoners.rules import names

MOST_TO_MOVE = 300
RECOMMEND = "recommend"


@key_work_page(Level.ALLOCATE, methods=("GET", "POST"))
def undo(request: HttpRequest, here: Here, round: int) -> HttpResponse:
    """What the last save did, and the button that takes it back."""
    last = queries.undoable(here.prison, here.policy, request.actor, local_time.now())
    if request.method == "GET" and (last is None or last.id != round):
        raise NotFound(str(round))
    form = DpsForm({} if request.method == "POST" else None)
    if request.method == "POST":
        try:
            taken, put = commands.undo(request.actor, here.prison, here.policy, round)
        except Conflict as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"Undone: {taken} taken back, {put} put back as before")
            return redirect("key_work_allocate", here.policy.slug)
    context = {"here": here, "form": form, "last": last, "steps": queries.steps(round) if last else []}
    return render(request, "key_workers/undo.html.jinja", context, status=409 if form.errors else 200)


@key_work_page(Level.ALLOCATE, methods=("GET", "POST"))
def reassign(request: HttpRequest, here: Here, staff_id: int) -> HttpResponse:
    """Everybody of one worker with a new worker to choose in each row: recommended, or one colleague for all."""
    today = local_time.today()
    everybody = {one.staff_id: one for one in workers_of(here.prison, here.policy, today)}
    if staff_id not in everybody:
        raise NotFound(str(staff_id))
    proposal = None
    if here.settings.allow_recommendation:
        proposal = propose_instead_of(here.prison, here.policy, staff_id, today)
    form, choices = ChoicesForm(), None
    if request.method == "POST":
        form, choices = ChoicesForm({}), read_choices(request.POST)
        if _moved(request, here, staff_id, choices, proposal, form):
            return redirect(f"{here.base}staff/{staff_id}/")
    to = request.GET.get("to", "")
    listed = _rows(here, staff_id, everybody, proposal, choices, to)
    form.listed = {row.number for row in listed["rows"]}
    context = {
        "here": here,
        "prison_name": agency_name(here.prison),
        "name": names.full_name(everybody[staff_id].first_name, everybody[staff_id].last_name),
        "profile": f"{here.base}staff/{staff_id}/",
        "to": to,
        "left": len(proposal.found.nobody_for) if proposal and to == RECOMMEND else 0,
        "form": form,
        **listed,
    }
    return render(request, "key_workers/reassign.html.jinja", context, status=400 if form.errors else 200)


def _rows(
    here: Here,
    staff_id: int,
    everybody: dict[int, Worker],
    proposal: Proposal | None,
    choices: Choices | None,
    to: str,
) -> dict[str, Any]:
    rows, total = find(here.prison, here.policy, Asked(staff_id=staff_id), today=local_time.today(), size=MOST_TO_MOVE)
    colleagues = presenters.able((one for one in everybody.values() if one.staff_id != staff_id), here.settings.order)
    options = presenters.WorkerOptions(colleagues)
    advised = {one.person.number: one for one in proposal.found.choices} if proposal else {}
    for_all = to if to in {str(one.staff_id) for one in colleagues} else ""
    shown = []
    for row in rows:
        choice = advised.get(row.number) if to == RECOMMEND else None
        first = f"auto-{choice.staff_id}" if choice else for_all
        shown.append(
            presenters.shown(
                row,
                here.prison,
                everybody,
                options,
                choices.values.get(row.number, "") if choices else first,
                recommended=presenters.recommended(choice, everybody) if choice else None,
                why=choice.why if choice else "",
                cautions=choice.cautions if choice else (),
            )
        )
    return {
        "rows": shown,
        "seen": presenters.seen(rows, {}),
        "more": total - len(rows),
        "colleagues": [
            (str(one.staff_id), f"{presenters.name_of(one)} ({presenters.load_of(one)})") for one in colleagues
        ],
    }


def _moved(
    request: HttpRequest,
    here: Here,
    staff_id: int,
    choices: Choices,
    proposal: Proposal | None,
    form: ChoicesForm,
) -> bool:
    why = {(one.person.number, one.staff_id): one.why for one in proposal.found.choices} if proposal else {}
    try:
        if choices.wrong:
            raise Invalid(dict.fromkeys(choices.wrong, NOT_OFFERED))
        wanted = {one.number: one for one in choices.wanted(why)}
        given = {number: wanted.get(number) for number in choices.values}
        saved = commands.move_people(request.actor, here.prison, here.policy, staff_id, given)
    except Invalid as refused:
        form.refuse(refused)
        return False
    tell(request, here, saved)
    return True
