"""What the pages for writing show."""

import random
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dps.case_notes.adding import incentive_levels, queries
from dps.case_notes.adding.favourites import queries as favourites
from dps.case_notes.adding.forms import KindForm, NoteForm
from dps.case_notes.adding.guidance import advice
from dps.case_notes.adding.kinds import first_choices
from dps.case_notes.adding.ready_texts import queries as ready_texts
from dps.case_notes.models import Draft
from dps.prisoners.profile.frame import Opened, frame

if TYPE_CHECKING:
    from dps.case_notes.adding.pages.add import Asked


def about_kind(form: KindForm) -> dict[str, Any]:
    """What the two lists need: what a script chooses from, and the advice with what is shown now."""
    chosen = form.shown("type"), form.shown("sub_type")
    shown = [(one, one.is_for(*chosen)) for one in advice(random.choice) if one.type in form.offered.types]
    return {"lists": form.offered.as_lists(), "advice": shown}


def add_page(
    asked: "Asked",
    form: NoteForm,
    *,
    doubts: dict[str, str] | None = None,
    not_saved: bool = False,
    status: int = 200,
) -> HttpResponse:
    """The form for a new note, with whatever there is to say about it."""
    request, person = asked.request, asked.person
    mine = favourites.mine(request.actor)
    kind = asked.offered.one(*form.chosen())
    context = frame(request, person, "") | {
        "form": form,
        **about_kind(form),
        "first": first_choices(asked.offered, mine, queries.recent_kinds(request.actor.username)),
        "is_favourite": kind is not None and kind.id in mine,
        "wants_favourite": "favourite" in request.POST,
        "ready_texts": ready_texts.usable_by(request.actor),
        "from_": asked.back,
        "doubts": doubts or {},
        "not_saved": not_saved,
        "unsaved": request.method == "POST",
    }
    return render(request, "case_notes/adding/add.html.jinja", context, status=status)


def ask_about_draft(request: HttpRequest, person: Opened, begun: Draft, back: str) -> HttpResponse:
    """What was begun and not saved: go on with it, or throw it away."""
    context = frame(request, person, "") | {
        "begun": begun,
        "lines": begun.values.get("text", "").splitlines(),
        "from_": back,
        "asked": {name: request.GET.get(name, "")[:40] for name in ("type", "subType")},
    }
    return render(request, "case_notes/adding/draft.html.jinja", context)


def incentive_review(request: HttpRequest, person: Opened, back: str) -> HttpResponse:
    """The reminder to record the incentive level."""
    context = frame(request, person, "") | {"back_to": back, "level_page": incentive_levels.page_of(person)}
    return render(request, "case_notes/adding/incentive_review.html.jinja", context)


def words_only(request: HttpRequest, heading: str, back: str) -> HttpResponse:
    """When nothing can be read any more: what was typed, and a button to try again. Asks nothing of the database."""
    hidden = [(name, value) for name, values in request.POST.lists() if name not in _MADE_ANEW for value in values]
    context = {"heading": heading, "hidden": hidden, "text": request.POST.get("text", ""), "back": back}
    return render(request, "case_notes/adding/not_saved.html.jinja", context, status=503)


_MADE_ANEW = frozenset({"text", "from", "csrfmiddlewaretoken", "submission", "working-in", "save", "confirm"})
