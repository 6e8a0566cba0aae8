"""Deleting and replacing a note, and restoring what was deleted."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from dps.case_notes.administration import commands, presenters, queries, restoring
from dps.case_notes.administration.forms import FilterForm, ReasonForm, ReplaceForm, RestoreForm
from dps.case_notes.administration.permitted import may_administer_kind
from dps.case_notes.catalogue.queries import sub_types
from dps.case_notes.opening import notes_page
from dps.case_notes.permissions import CaseNotePermission
from dps.platform import audit
from dps.platform.access import Actor, page
from dps.platform.design.paging import Pages, page_number
from dps.platform.web.refusals import Conflict, Invalid, NotFound
from dps.prisoners.profile.frame import Opened, frame

NOT_LEFT = "It was not deleted. What the note says now is below."
NOT_REPLACED = "It was not replaced. Look at what the note says now before you save again."


@notes_page(CaseNotePermission.DELETE, name="delete case note", methods=("GET", "POST"))
def delete(request: HttpRequest, person: Opened, note: UUID) -> HttpResponse:
    """Delete a whole note, for a reason."""
    return _delete(request, person, note, None)


@notes_page(CaseNotePermission.DELETE, name="delete details of a case note", methods=("GET", "POST"))
def delete_amendment(request: HttpRequest, person: Opened, note: UUID, amendment: UUID) -> HttpResponse:
    """Delete one thing that was added to a note, for a reason."""
    return _delete(request, person, note, amendment)


def _delete(request: HttpRequest, person: Opened, note: UUID, amendment: UUID | None) -> HttpResponse:
    form, problem = ReasonForm(request.POST if request.method == "POST" else None), ""
    if form.is_valid():
        how = {"reason": form.cleaned_data["reason"], "version": form.cleaned_data["version"] or 0}
        try:
            if amendment is None:
                commands.delete_note(request.actor, note, **how, number=person.number)
            else:
                commands.delete_amendment(request.actor, note, amendment, **how, number=person.number)
        except Invalid as refused:
            form.add_problems(refused)
        except Conflict as refused:
            problem = f"{refused}. {NOT_LEFT}"
        else:
            messages.success(request, "Case note deleted" if amendment is None else "Added details deleted")
            return redirect(f"{person.base}case-notes/")
    found = _found(person, note, request.actor)
    if amendment is not None and all(one.pk != amendment for one in found.amendments):
        raise NotFound(str(amendment))
    context = frame(request, person, "") | {
        "form": form,
        "note": presenters.shown(found),
        "only": amendment,
        "version": found.note.version,
        "problem": problem,
        "cancel": f"{person.base}case-notes/",
    }
    return _answered(request, "delete", context, form_is_wrong=bool(form.is_bound and form.errors), problem=problem)


@notes_page(CaseNotePermission.DELETE, name="replace case note", methods=("GET", "POST"))
def replace(request: HttpRequest, person: Opened, note: UUID) -> HttpResponse:
    """Have a note say something else, for a reason."""
    found, problem = _found(person, note, request.actor), ""
    kinds = [
        kind
        for kind in sub_types(include_inactive=True, include_restricted=True)
        if may_administer_kind(request.actor, kind, now=kind.id == found.kind.id)
    ]
    form = ReplaceForm(request.POST if request.method == "POST" else None, found=found, kinds=kinds)
    if form.is_bound:
        form.is_valid()
        version = form.cleaned_data.get("version") or 0
        try:
            done = commands.replace_note(
                request.actor,
                note,
                form.replacement(),
                reason=form.cleaned_data.get("reason", ""),
                version=version,
                number=person.number,
            )
        except Invalid as refused:
            presenters.put_beside_boxes(form, refused)
        except Conflict as refused:
            problem = f"{refused}. {NOT_REPLACED}"
        else:
            messages.success(request, "Case note replaced" if done.changed else "The case note says that already")
            return redirect(f"{person.base}case-notes/")
    context = frame(request, person, "") | {
        "form": form,
        "note": presenters.shown(found),
        "boxes": presenters.boxes(form),
        "version": found.note.version,
        "problem": problem,
        "cancel": f"{person.base}case-notes/",
    }
    return _answered(request, "replace", context, form_is_wrong=bool(form.is_bound and form.errors), problem=problem)


def _found(person: Opened, note: UUID, actor: Actor) -> queries.Administered:
    return queries.to_administer(person.number, note, lambda kind: may_administer_kind(actor, kind, now=True))


@page(CaseNotePermission.DELETE, administration=True)
def deleted_notes(request: HttpRequest) -> HttpResponse:
    """What was deleted, replaced or moved, of everybody whose notes the viewer may read."""
    found, context = _listed(request, "")
    details = {"rows": [one.id for one in found], "criteria": request.GET.dict()}
    audit.record("DELETED_CASE_NOTES_SEARCHED", by=request.actor, subject_type="prisoner", details=details)
    return render(
        request, "case_notes/administration/deleted.html.jinja", context, status=400 if context["form"].errors else 200
    )


@notes_page(CaseNotePermission.DELETE, name="deleted case notes")
def deleted_notes_of(request: HttpRequest, person: Opened) -> HttpResponse:
    """What was deleted, replaced or moved of one person's notes."""
    _, context = _listed(request, person.number)
    return render(
        request,
        "case_notes/administration/deleted_of.html.jinja",
        frame(request, person, "case-notes/") | context,
        status=400 if context["form"].errors else 200,
    )


def _listed(request: HttpRequest, number: str) -> tuple[list[queries.Kept], dict[str, object]]:
    form = FilterForm(request.GET)
    wanted = form.wanted(number)
    at = min(page_number(request.GET.get("page", "")), queries.MOST // queries.A_PAGE)
    found, total = queries.kept(wanted, by=request.actor, start=(at - 1) * queries.A_PAGE, size=queries.A_PAGE)
    return found, {
        "form": form,
        "rows": [presenters.row(one) for one in found],
        "pages": Pages(at, queries.A_PAGE, min(total, queries.MOST), request.GET),
        "more": total > queries.MOST,
        "filtered": wanted != queries.Wanted(number=number),
        "clear": request.path,
    }


@page(CaseNotePermission.DELETE, methods=("GET", "POST"), administration=True)
def deleted_note(request: HttpRequest, deleted: int) -> HttpResponse:
    """What was deleted, by whom and why; restore it, with a reason."""
    return _restore(request, deleted, None)


@page(CaseNotePermission.DELETE, methods=("GET", "POST"), administration=True)
def deleted_amendment(request: HttpRequest, deleted: int, amendment: UUID) -> HttpResponse:
    """One thing that was added to a note and deleted; restore it, with a reason."""
    return _restore(request, deleted, amendment)


def _restore(request: HttpRequest, deleted: int, amendment: UUID | None) -> HttpResponse:
    found = queries.one_kept(deleted, by=request.actor)
    form, problem = RestoreForm(request.POST if request.method == "POST" else None), ""
    if amendment is None and found.amendment_id is not None:
        return redirect("deleted_case_note_details", deleted, found.amendment_id)
    if form.is_valid():
        try:
            if amendment is None:
                restoring.restore_note(request.actor, deleted, reason=form.cleaned_data["reason"])
            else:
                restoring.restore_amendment(request.actor, deleted, amendment, reason=form.cleaned_data["reason"])
        except Invalid as refused:
            form.add_problems(refused)
        except Conflict as refused:
            problem = str(refused)
        else:
            messages.success(request, "Case note restored" if amendment is None else "Added details restored")
            return redirect(f"/prisoners/{found.number_now}/case-notes/")
    now = queries.restorable(found)
    if amendment is not None and amendment not in now.amendments:
        raise NotFound(str(amendment))
    if request.method == "GET":
        audit.record(
            "PRISONER_VIEWED",
            by=request.actor,
            subject_type="prisoner",
            subject_id=found.number_now,
            details={"page": "deleted case note", "kept": deleted},
        )
    context = {
        "form": form,
        "kept": presenters.kept_in_full(found, now),
        "only": amendment,
        "refused": now.note_refused if amendment is None else now.amendments[amendment],
        "problem": problem,
    }
    return _answered(request, "one", context, form_is_wrong=bool(form.is_bound and form.errors), problem=problem)


def _answered(
    request: HttpRequest, template: str, context: dict[str, object], *, form_is_wrong: bool, problem: str
) -> HttpResponse:
    status = 409 if problem else 400 if form_is_wrong else 200
    return render(request, f"case_notes/administration/{template}.html.jinja", context, status=status)
