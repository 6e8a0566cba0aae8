"""Recommend a worker for everybody who has none; nothing is stored before it is saved (key-workers.md 2.3)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from dps.estate.queries import agency_name
from dps.key_workers.allocating import commands, presenters
from dps.key_workers.allocating.forms import Choices, ChoicesForm, read_choices
from dps.key_workers.allocating.pages import NOT_OFFERED, tell
from dps.key_workers.levels import Here, Level, key_work_page
from dps.key_workers.recommending.queries import Proposal, propose
from dps.platform import local_time
from dps.platform.web.refusals import Invalid

PEOPLE_AT_ONCE = 200
"""A list with more selects than this is slow in old browsers: the rest comes once these are saved."""


@key_work_page(Level.ALLOCATE, methods=("GET", "POST"))
def recommend(request: HttpRequest, here: Here) -> HttpResponse:
    """The list with a worker chosen in each row, and why; an interruption first when some cannot be placed."""
    if not here.settings.allow_recommendation:
        messages.warning(request, f"Automatic recommendation is not allowed at {agency_name(here.prison)}")
        return redirect("key_work_allocate", here.policy.slug)
    proposal = propose(here.prison, here.policy, local_time.today())
    form, choices = ChoicesForm(), None
    if request.method == "POST":
        form, choices = ChoicesForm({}), read_choices(request.POST)
        if _save(request, here, proposal, choices, form):
            return redirect("key_work_recommend", here.policy.slug)
    placed, left = len(proposal.found.choices), len(proposal.found.nobody_for)
    context = {
        "here": here,
        "prison_name": agency_name(here.prison),
        "placed": placed,
        "left": left,
        "form": form,
        "allocate": f"{here.base}allocate",
    }
    if not placed:
        template = "none" if left else "everybody"
        return render(request, f"key_workers/recommend_{template}.html.jinja", context)
    if left and request.method == "GET" and "go" not in request.GET:
        return render(request, "key_workers/recommend_some.html.jinja", context)
    context |= _rows(here, proposal, choices)
    form.listed = {row.number for row in context["rows"]}
    return render(request, "key_workers/recommend.html.jinja", context, status=400 if form.errors else 200)


def _save(request: HttpRequest, here: Here, proposal: Proposal, choices: Choices, form: ChoicesForm) -> bool:
    why = {(one.person.number, one.staff_id): one.why for one in proposal.found.choices}
    try:
        if choices.wrong:
            raise Invalid(dict.fromkeys(choices.wrong, NOT_OFFERED))
        wanted, unwanted = choices.wanted(why), choices.unwanted()
        saved = commands.save(request.actor, here.prison, here.policy, allocate=wanted, deallocate=unwanted)
    except Invalid as refused:
        form.refuse(refused)
        return False
    tell(request, here, saved)
    return True


def _rows(here: Here, proposal: Proposal, choices: Choices | None) -> dict[str, Any]:
    """Those with a recommendation first; then those nobody was found for, to choose by hand."""
    chosen = {one.person.number: one for one in proposal.found.choices}
    by_id = {one.staff_id: one for one in proposal.workers}
    options = presenters.WorkerOptions(presenters.able(proposal.workers, here.settings.order))
    in_order = sorted(proposal.rows, key=lambda row: row.number not in chosen)[:PEOPLE_AT_ONCE]
    rows = []
    for row in in_order:
        choice = chosen.get(row.number)
        auto = presenters.recommended(choice, by_id) if choice else None
        value = choices.values.get(row.number, "") if choices else f"auto-{choice.staff_id}" if choice else ""
        rows.append(
            presenters.shown(
                row,
                here.prison,
                by_id,
                options,
                value,
                recommended=auto,
                why=choice.why if choice else "",
                cautions=choice.cautions if choice else (),
            )
        )
    return {"rows": rows, "seen": presenters.seen(in_order, {}), "more": len(proposal.rows) - len(in_order)}
