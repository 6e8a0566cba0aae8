"""Putting right the type of a note: whoever wrote it, on the same day (case-notes.md 9)."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from dps.case_notes.adding import queries, returning
from dps.case_notes.adding.forms import KindForm
from dps.case_notes.adding.kinds import offered_to, require_offered
from dps.case_notes.adding.pages import showing
from dps.case_notes.opening import notes_page
from dps.case_notes.permissions import CaseNotePermission
from dps.case_notes.writing.commands import correct_type, may_correct_type
from dps.platform.web.refusals import Conflict, Invalid, NotAllowed
from dps.prisoners.profile.frame import Opened, frame


@notes_page(CaseNotePermission.WRITE, name="correct the type of a note", methods=("GET", "POST"))
def correct(request: HttpRequest, person: Opened, note: UUID) -> HttpResponse:
    """Choose the type the note should have had."""
    found = queries.note_with_more(person.number, note, of=request.actor)
    if not may_correct_type(found.note, request.actor):
        raise NotAllowed(str(note))
    back = returning.came_from(request, f"{person.base}case-notes/")
    sent, offered = request.POST, offered_to(request.actor, person.today)
    now_is = {"type": found.kind.type, "sub_type": found.kind.code}
    form = KindForm(sent if "save" in sent else None, offered=offered, initial=sent.dict() or now_is)
    conflict = False
    if "save" in sent:
        require_offered(offered, form.shown("type"), form.shown("sub_type"))
    if form.is_valid():
        type, code = form.chosen()
        try:
            correct_type(request.actor, person.number, note, type=type, sub_type=code, version=_number(sent, found))
        except Invalid as refused:
            form.add_problems(refused)
        except Conflict:
            conflict = True
            found = queries.note_with_more(person.number, note, of=request.actor)
        else:
            if (type, code) != tuple(now_is.values()):
                messages.success(request, "Type of the case note corrected")
            return redirect(back)
    context = frame(request, person, "") | {
        "form": form,
        **showing.about_kind(form),
        "found": found,
        "from_": back,
        "conflict": conflict,
    }
    status = 409 if conflict else 400 if form.errors else 200
    return render(request, "case_notes/adding/kind.html.jinja", context, status=status)


def _number(sent: dict[str, str], found: queries.NoteWithMore) -> int:
    typed = sent.get("version", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else found.note.version
