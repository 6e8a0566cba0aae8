"""One note, and the slip that is printed for an incentive warning or encouragement (case-notes.md 2.5)."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dps.case_notes.opening import notes_page
from dps.case_notes.permissions import CaseNotePermission
from dps.case_notes.reading import presenters
from dps.case_notes.reading.notes import ReadNote
from dps.case_notes.reading.queries import listing
from dps.case_notes.reading.rules import activity_of, slip_of
from dps.case_notes.rules.authors import initial_and_surname
from dps.platform import audit
from dps.platform.web.refusals import NotFound
from dps.prisoners.profile.frame import Opened, frame


def _one(request: HttpRequest, person: Opened, note_id: UUID) -> ReadNote:
    found = listing.one(person.number, note_id, listing.readable_kinds(request.actor), person.today)
    if found is None:
        raise NotFound(str(note_id))
    return found


@notes_page(CaseNotePermission.READ, name="case note")
def case_note(request: HttpRequest, person: Opened, note: UUID) -> HttpResponse:
    """One note with what was added to it."""
    found = _one(request, person, note)
    context = frame(request, person, "case-notes/") | {"card": presenters.card(found, person, request.actor)}
    return render(request, "case_notes/reading/one.html.jinja", context)


@notes_page(CaseNotePermission.READ, name="incentive slip")
def slip(request: HttpRequest, person: Opened, note: UUID) -> HttpResponse:
    """The slip to print and hand over."""
    found = _one(request, person, note)
    kind = slip_of(found.kind.type, found.kind.code)
    if not kind:
        raise NotFound(str(note))
    audit.record(
        "CASE_NOTE_SLIP_OPENED",
        by=request.actor,
        subject_type="prisoner",
        subject_id=person.number,
        details={"note": str(note), "slip": kind},
    )
    context = {
        "person": person,
        "title": f"Incentive level {kind}",
        "card": presenters.card(found, person, request.actor),
        "header": frame(request, person, "case-notes/")["header"],
        "activity": activity_of(found.text) if found.system_generated else "",
        "raised_by": initial_and_surname(found.author_name),
        "added": [(one, initial_and_surname(one.by)) for one in presenters.card(found, None, request.actor).added],
        "issued_by": initial_and_surname(request.actor.display_name),
    }
    return render(request, "case_notes/reading/slip.html.jinja", context)
