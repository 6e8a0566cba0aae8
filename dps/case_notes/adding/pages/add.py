"""A new note about one person (case-notes.md 2.2)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import structlog
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect

from dps.case_notes.adding import queries, returning, rules
from dps.case_notes.adding.drafts import commands as drafts
from dps.case_notes.adding.drafts import queries as drafts_kept
from dps.case_notes.adding.favourites import commands as favourites
from dps.case_notes.adding.forms import NoteForm
from dps.case_notes.adding.kinds import Offered, offered_to, require_offered
from dps.case_notes.adding.pages import showing
from dps.case_notes.adding.pages.changing import changed
from dps.case_notes.opening import notes_page
from dps.case_notes.permissions import CaseNotePermission
from dps.case_notes.writing.commands import write_note
from dps.platform import local_time
from dps.platform.web.errors import DATABASE_AWAY
from dps.platform.web.refusals import Invalid, NotAllowed, Refusal
from dps.prisoners.profile.frame import Opened

log = structlog.get_logger("dps.case_notes")
DRAFT_SAVED = "Draft saved. Only you can see it. It is kept for 7 days in My drafts"
NOTHING_TO_KEEP = "There was nothing to keep as a draft: no words were written"
REVIEW = ("REPORTS", "REP_IEP")
"""A note about an incentive review: the level is recorded elsewhere, which people forget."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Who writes about whom, what they may choose, and where they go afterwards."""

    request: HttpRequest
    person: Opened
    offered: Offered
    back: str
    now: datetime

    def form(self, typed: Mapping[str, Any] | None, initial: Mapping[str, Any] | None = None) -> NoteForm:
        return NoteForm(typed, offered=self.offered, now=self.now, initial=initial)


@notes_page(CaseNotePermission.WRITE, name="add case note", methods=("GET", "POST"))
def add(request: HttpRequest, person: Opened) -> HttpResponse:
    """A new note. With a draft about this person, first whether to go on with that."""
    back = returning.came_from(request, f"{person.base}case-notes/")
    asked = Asked(request, person, offered_to(request.actor, person.today), back, local_time.now())
    if request.method == "POST":
        return _sent(asked)
    begun = drafts_kept.one(person.number, "", of=request.actor)
    if begun and request.GET.get("draft") != "continue":
        return showing.ask_about_draft(request, person, begun, back)
    initial = begun.values if begun else _asked_for(request, asked.offered)
    return showing.add_page(asked, asked.form(None, initial))


def _asked_for(request: HttpRequest, offered: Offered) -> dict[str, str]:
    """The kind that the address asks for, when it is offered; anything else is as if nothing was asked."""
    type, code = request.GET.get("type", ""), request.GET.get("subType", "")
    if type not in offered.types:
        return {}
    return {"type": type, "sub_type": code if offered.one(type, code) else ""}


def _sent(asked: Asked) -> HttpResponse:
    sent, person = asked.request.POST, asked.person
    if "draft" in sent:
        kept = drafts.keep(person.number, "", sent.dict(), by=asked.request.actor, at=asked.now)
        messages.success(asked.request, DRAFT_SAVED if kept else NOTHING_TO_KEEP)
        return redirect(asked.back)
    if not {"save", "confirm"} & sent.keys():
        return showing.add_page(asked, asked.form(None, changed(sent, asked.request.actor, asked.offered)))
    form = asked.form(sent)
    require_offered(asked.offered, form.shown("type"), form.shown("sub_type"))
    if not form.is_valid() or form.occurred_at is None:
        return showing.add_page(asked, form, status=400)
    doubts = _doubts(asked, form)
    if rules.not_yet_confirmed(doubts, sent.get("confirm", "").split()):
        return showing.add_page(asked, form, doubts=doubts)
    return _save(asked, form)


def _doubts(asked: Asked, form: NoteForm) -> dict[str, str]:
    number = asked.person.number
    assert form.occurred_at is not None
    said = queries.said_lately(
        [number], form.cleaned_data["text"], username=asked.request.actor.username, now=asked.now
    )
    return rules.doubts(
        form.occurred_at,
        born=asked.person.record["date_of_birth"],
        first_received_on=queries.first_received([number]).get(number),
        said_lately=bool(said),
    )


def _save(asked: Asked, form: NoteForm) -> HttpResponse:
    """Save it, or show it again with every word: a fault must not cost somebody what they wrote."""
    try:
        with transaction.atomic():
            _write(asked, form)
    except Invalid as refused:
        problems = {("time" if name == "occurred_at" else name): words for name, words in refused.problems.items()}
        form.add_problems(Invalid(problems))
        return showing.add_page(asked, form, status=400)
    except NotAllowed as refused:
        form.add_error(None, f"You cannot save a note of this type: {refused}. Choose another type")
        return showing.add_page(asked, form, status=403)
    except Refusal:
        raise
    except Exception as failure:
        log.error("case note not saved", kind=type(failure).__name__, exc_info=failure)
        return _not_saved(asked, form)
    messages.success(asked.request, "Case note added")
    if form.chosen() == REVIEW:
        return redirect(f"{asked.person.base}case-notes/incentive-review/?{urlencode({returning.FIELD: asked.back})}")
    return redirect(asked.back)


def _write(asked: Asked, form: NoteForm) -> None:
    actor, typed = asked.request.actor, form.cleaned_data
    kind = asked.offered.one(*form.chosen())
    assert kind is not None  # a valid form has a kind that is offered
    write_note(
        actor,
        asked.person.number,
        type=kind.type,
        sub_type=kind.code,
        text=typed["text"],
        occurred_at=form.occurred_at,
    )
    drafts.throw_away(asked.person.number, "", by=actor)
    if "favourite" in asked.request.POST:
        try:
            favourites.add(kind.id, by=actor)
        except Invalid as refused:
            messages.warning(asked.request, str(refused))


def _not_saved(asked: Asked, form: NoteForm) -> HttpResponse:
    try:
        return showing.add_page(asked, form, not_saved=True, status=503)
    except DATABASE_AWAY:
        return showing.words_only(asked.request, "Add a case note", asked.back)


@notes_page(CaseNotePermission.WRITE, name="draft of a case note", methods=("POST",), recorded=False)
def draft(request: HttpRequest, person: Opened) -> HttpResponse:
    """Keep what is typed, sent by the page itself every few seconds; or throw it away. Nothing is recorded."""
    return keep_draft(request, person, "", f"{person.base}case-notes/add/")


def keep_draft(request: HttpRequest, person: Opened, about: str, form_at: str) -> HttpResponse:
    """Keep a draft about a person, or throw it away and go back to the empty form."""
    if "throw" in request.POST:
        drafts.throw_away(person.number, about, by=request.actor)
        messages.success(request, "Draft thrown away")
        asked = {name: request.POST.get(name, "")[:1000] for name in (returning.FIELD, "type", "subType")}
        return HttpResponseRedirect(f"{form_at}?{urlencode({name: said for name, said in asked.items() if said})}")
    drafts.keep(person.number, about, request.POST.dict(), by=request.actor, at=local_time.now())
    return HttpResponse(status=204)


@notes_page(CaseNotePermission.WRITE, name="incentive review reminder", recorded=False)
def incentive_review(request: HttpRequest, person: Opened) -> HttpResponse:
    """After a note about an incentive review: was the level recorded too?"""
    return showing.incentive_review(request, person, returning.came_from(request, f"{person.base}case-notes/"))
