"""More details of a note (case-notes.md 2.3)."""

from uuid import UUID

import structlog
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from dps.case_notes.adding import commands, queries, returning
from dps.case_notes.adding.drafts import commands as drafts
from dps.case_notes.adding.drafts import queries as drafts_kept
from dps.case_notes.adding.forms import more_form
from dps.case_notes.adding.guidance import OPEN_TO_ALL
from dps.case_notes.adding.pages import showing
from dps.case_notes.adding.pages.add import DRAFT_SAVED, NOTHING_TO_KEEP, keep_draft
from dps.case_notes.opening import notes_page
from dps.case_notes.permissions import CaseNotePermission
from dps.platform import local_time
from dps.platform.design.forms import DpsForm
from dps.platform.web.errors import DATABASE_AWAY
from dps.platform.web.refusals import Invalid, Refusal
from dps.prisoners.profile.frame import Opened, frame

log = structlog.get_logger("dps.case_notes")


@notes_page(CaseNotePermission.WRITE, name="add more details", methods=("GET", "POST"))
def more(request: HttpRequest, person: Opened, note: UUID) -> HttpResponse:
    """Add more details; with a draft of some, go on with that."""
    found = queries.note_with_more(person.number, note, of=request.actor)
    back = returning.came_from(request, f"{person.base}case-notes/")
    sent = request.POST
    if "draft" in sent:
        kept = drafts.keep(person.number, str(note), sent.dict(), by=request.actor, at=local_time.now())
        messages.success(request, DRAFT_SAVED if kept else NOTHING_TO_KEEP)
        return redirect(back)
    begun = None if sent else drafts_kept.one(person.number, str(note), of=request.actor)
    form = more_form(max(found.most, 0))(
        sent if request.method == "POST" else None, initial=begun.values if begun else {}
    )
    if request.method == "POST" and form.is_valid():
        saved, not_saved = _save(request, person, found, form)
        if saved:
            return redirect(back)
        try:
            found = queries.note_with_more(person.number, note, of=request.actor)
            status = 503 if not_saved else 400
            return _show(request, person, found, form, back, not_saved=not_saved, status=status)
        except DATABASE_AWAY:
            return showing.words_only(request, "Add more details to a case note", back)
    return _show(request, person, found, form, back, begun=begun is not None, status=400 if form.errors else 200)


def _save(request: HttpRequest, person: Opened, found: queries.NoteWithMore, form: DpsForm) -> tuple[bool, bool]:
    """Whether it was saved, and whether a fault kept it from being."""
    try:
        with transaction.atomic():
            commands.add_more(request.actor, person.number, found.note.pk, form.cleaned_data["text"])
            drafts.throw_away(person.number, str(found.note.pk), by=request.actor)
    except Invalid as refused:
        form.add_problems(refused)
        return False, False
    except Refusal:
        raise
    except Exception as failure:
        log.error("more details not saved", kind=type(failure).__name__, exc_info=failure)
        return False, True
    others = _others_since(request, found)
    also = f". {others} added more details while you were writing: read both" if others else ""
    messages.success(request, f"Case note updated{also}")
    return True, False


def _others_since(request: HttpRequest, found: queries.NoteWithMore) -> str:
    """Who else added details after the page was opened."""
    seen = request.POST.get("seen", "")
    first_new = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 6 else len(found.amendments)
    names = dict.fromkeys(
        one.author_name
        for one in found.amendments[first_new:]
        if one.author_username.upper() != request.actor.username.upper()
    )
    return " and ".join(names)


def _show(
    request: HttpRequest,
    person: Opened,
    found: queries.NoteWithMore,
    form: DpsForm,
    back: str,
    *,
    begun: bool = False,
    not_saved: bool = False,
    status: int,
) -> HttpResponse:
    context = frame(request, person, "") | {
        "form": form,
        "found": found,
        "warning": OPEN_TO_ALL if OPEN_TO_ALL.is_for(found.kind.type, found.kind.code) else None,
        "from_": back,
        "begun": begun,
        "not_saved": not_saved,
        "unsaved": request.method == "POST",
    }
    return render(request, "case_notes/adding/more.html.jinja", context, status=status)


@notes_page(CaseNotePermission.WRITE, name="draft of more details", methods=("POST",), recorded=False)
def draft(request: HttpRequest, person: Opened, note: UUID) -> HttpResponse:
    """Keep what is typed, sent by the page itself every few seconds; or throw it away. Nothing is recorded."""
    queries.note_with_more(person.number, note, of=request.actor)
    return keep_draft(request, person, str(note), f"{person.base}case-notes/{note}/more/")
