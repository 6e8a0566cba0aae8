"""One note about several people: first who, then what, then one note for each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from dps.case_notes.adding import commands, returning, rules
from dps.case_notes.adding import queries as notes
from dps.case_notes.adding.drafts.rules import BOXES
from dps.case_notes.adding.favourites import queries as favourites
from dps.case_notes.adding.forms import NoteForm, PeopleForm
from dps.case_notes.adding.kinds import Offered, first_choices, offered_to, require_offered
from dps.case_notes.adding.pages.changing import changed
from dps.case_notes.adding.pages.showing import about_kind, words_only
from dps.case_notes.adding.ready_texts import queries as ready_texts
from dps.case_notes.adding.several import queries
from dps.case_notes.adding.several import rules as who_rules
from dps.case_notes.adding.several.queries import Somebody
from dps.case_notes.permissions import CaseNotePermission
from dps.estate.queries import agency_name, wings
from dps.platform import audit, local_time
from dps.platform.access import page
from dps.platform.web.errors import DATABASE_AWAY
from dps.platform.web.refusals import Invalid, NotAllowed, NotFound

log = structlog.get_logger("dps.case_notes")


@dataclass(frozen=True, slots=True)
class Asked:
    """Who writes, what they may choose, and where they go afterwards."""

    request: HttpRequest
    offered: Offered
    back: str
    now: datetime


@page(CaseNotePermission.WRITE, methods=("GET", "POST"))
def for_several(request: HttpRequest) -> HttpResponse:
    """Who it is about; once that is right, what happened."""
    offered = offered_to(request.actor, local_time.today())
    asked = Asked(request, offered, returning.came_from(request, "/case-notes/"), local_time.now())
    sent = request.POST
    if not {"next", "save", "confirm", "show", "pick", "use"} & sent.keys():
        return _who(asked)
    typed = who_rules.read_numbers([*sent.getlist("people"), sent.get("numbers", "")])
    people = queries.named(typed.numbers, by=request.actor)
    problems = who_rules.problems(typed, {one.number for one in people})
    if problems:
        return _who(asked, problems)
    if not {"save", "confirm"} & sent.keys():
        values = changed(sent, request.actor, offered)
        if not any(sent.get(name) for name in ("date", "hours", "minutes")):
            values = {name: value for name, value in values.items() if value}
        return _what(asked, people, NoteForm(None, offered=offered, now=asked.now, initial=values))
    return _save(asked, people)


def _who(asked: Asked, problems: Sequence[str] = ()) -> HttpResponse:
    """The page on which people are chosen: those chosen already, and those of a wing."""
    request, sent = asked.request, asked.request.POST
    prison = request.actor.active_caseload
    form = PeopleForm(
        sent if request.method == "POST" else None, wings=[(wing.path, wing.name) for wing in wings(prison)]
    )
    for words in problems:
        form.add_error("numbers", words)
    ticked = who_rules.read_numbers(sent.getlist("people")).numbers
    chosen = queries.named(ticked, by=request.actor)
    wing = sent.get("wing", "")
    of_wing = queries.of_wing(wing, by=request.actor) if wing and {"wing_show", "wing_all"} & sent.keys() else []
    if "wing_all" in sent:
        chosen, of_wing = [*chosen, *(one for one in of_wing if one not in chosen)], []
    others = [one for one in of_wing if one not in chosen]
    audit.record(
        "PEOPLE_LISTED_FOR_NOTE", by=request.actor, details={"shown": [one.number for one in [*chosen, *others]]}
    )
    context = {
        "form": form,
        "rows": [*((one, True) for one in chosen), *((one, False) for one in others)],
        "chosen": len(chosen),
        "kept": {name: sent.get(name, "") for name in BOXES},
        "from_": asked.back,
        "agency_name": agency_name,
    }
    return render(request, "case_notes/adding/who.html.jinja", context, status=400 if form.errors else 200)


def _what(
    asked: Asked,
    people: Sequence[Somebody],
    form: NoteForm,
    *,
    doubts: Mapping[str, str] | None = None,
    not_saved: bool = False,
    status: int = 200,
) -> HttpResponse:
    actor = asked.request.actor
    mine, recent = favourites.mine(actor), notes.recent_kinds(actor.username)
    context = {
        "form": form,
        **about_kind(form),
        "people": people,
        "first": first_choices(asked.offered, mine, recent),
        "ready_texts": ready_texts.usable_by(actor),
        "from_": asked.back,
        "doubts": doubts or {},
        "not_saved": not_saved,
    }
    return render(asked.request, "case_notes/adding/what.html.jinja", context, status=status)


def _save(asked: Asked, people: Sequence[Somebody]) -> HttpResponse:
    form = NoteForm(asked.request.POST, offered=asked.offered, now=asked.now)
    require_offered(asked.offered, form.shown("type"), form.shown("sub_type"))
    if not form.is_valid() or form.occurred_at is None:
        return _what(asked, people, form, status=400)
    doubts = _doubts(asked, people, form.cleaned_data["text"], form.occurred_at)
    if rules.not_yet_confirmed(doubts, asked.request.POST.get("confirm", "").split()):
        return _what(asked, people, form, doubts=doubts)
    type, code = form.chosen()
    values: dict[str, Any] = {"type": type, "sub_type": code, "text": form.cleaned_data["text"]}
    try:
        made = commands.write_for_several(
            asked.request.actor, [one.number for one in people], **values, occurred_at=form.occurred_at
        )
    except Invalid as refused:
        form.add_problems(refused)
        return _what(asked, people, form, status=400)
    except NotAllowed as refused:
        form.add_error(None, f"You cannot save a note of this type: {refused}. Choose another type")
        return _what(asked, people, form, status=403)
    except NotFound:  # somebody was moved since they were chosen
        return _who(asked, ["One of these people has moved: you can no longer write their case notes. Choose again"])
    except Exception as failure:
        log.error("case notes not saved", kind=failure.__class__.__name__, exc_info=failure)
        return _not_saved(asked, people, form)
    words = "person" if len(made) == 1 else "people"
    messages.success(asked.request, f"Case note added for {len(made)} {words}")
    return redirect(asked.back)


def _not_saved(asked: Asked, people: Sequence[Somebody], form: NoteForm) -> HttpResponse:
    try:
        return _what(asked, people, form, not_saved=True, status=503)
    except DATABASE_AWAY:
        return words_only(asked.request, "One note about several people", asked.back)


def _doubts(asked: Asked, people: Sequence[Somebody], text: str, occurred_at: datetime) -> dict[str, str]:
    """What to look at again, with the names it is about. Two statements."""
    numbers = [one.number for one in people]
    said = notes.said_lately(numbers, text, username=asked.request.actor.username, now=asked.now)
    first = notes.first_received(numbers)
    about: dict[tuple[str, str], list[str]] = {}
    for one in people:
        found = rules.doubts(
            occurred_at, born=one.born, first_received_on=first.get(one.number), said_lately=one.number in said
        )
        for key, words in found.items():
            about.setdefault((key, words), []).append(one.name)
    doubts: dict[str, str] = {}
    for (key, words), named in about.items():
        line = f"{words.rstrip('.')} ({'; '.join(named)})"
        doubts[key] = f"{doubts[key]}. {line}" if key in doubts else line
    return doubts
