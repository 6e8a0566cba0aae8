"""The pages on which types and sub-types are looked after."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from dps.case_notes.catalogue import adding, commands, presenters, queries, use
from dps.case_notes.catalogue.forms import NEW_SUB_TYPE, FindForm, SettingsForm, SubTypeForm, TypeForm
from dps.case_notes.models import NoteSubType
from dps.case_notes.permissions import CaseNotePermission
from dps.case_notes.rules import catalogue as rules
from dps.platform import local_time
from dps.platform.access import page
from dps.platform.web.refusals import Conflict, Invalid, NotFound

LOOK_AFTER = CaseNotePermission.LOOK_AFTER_TYPES


@page(LOOK_AFTER, administration=True)
def types(request: HttpRequest) -> HttpResponse:
    """Every type; or the sub-types that are asked for."""
    kinds, form = queries.sub_types(include_inactive=True, include_restricted=True), FindForm(request.GET)
    found = form.found(kinds)
    context = {
        "form": form,
        "types": presenters.type_rows(queries.types(), kinds),
        "total": len(kinds),
        "found": None if found is None else [(one, presenters.tags(one)) for one in found],
    }
    return render(request, "case_notes/catalogue/types.html.jinja", context)


@page(LOOK_AFTER, administration=True)
def one_type(request: HttpRequest, type: str) -> HttpResponse:
    """One type with its sub-types and how much each is used."""
    everything = queries.sub_types(include_inactive=True, include_restricted=True)
    kinds = [one for one in everything if one.type == type]
    words = kinds[0].type_description if kinds else _words_of(type)
    counts = use.use_of_each([one.id for one in kinds])
    rows = [(one, presenters.tags(one), presenters.counted(counts.get(one.id, 0))) for one in kinds]
    context = {"code": type, "description": words, "rows": rows, "since": use.counted_from()}
    return render(request, "case_notes/catalogue/type.html.jinja", context)


def _words_of(type: str) -> str:
    words = queries.type_words(type)
    if not words:
        raise NotFound(type)
    return words


@page(LOOK_AFTER, methods=("GET", "POST"), administration=True)
def add_type(request: HttpRequest) -> HttpResponse:
    """Add a type; its first sub-type is asked for next."""
    form = TypeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            made = adding.add_type(request.actor, **form.cleaned_data)
        except Invalid as refused:
            form.add_problems(refused)
        else:
            messages.success(
                request, f"{made.description} added. Add its first sub-type: until then nobody is offered it"
            )
            return redirect("add_case_note_sub_type", made.code)
    return _adding(request, form, "Add a type of case note")


@page(LOOK_AFTER, methods=("GET", "POST"), administration=True)
def add_sub_type(request: HttpRequest, type: str) -> HttpResponse:
    """Add a sub-type to a type."""
    words = _words_of(type)
    form = SubTypeForm(request.POST) if request.method == "POST" else SubTypeForm(initial=NEW_SUB_TYPE)
    if form.is_valid():
        given = form.cleaned_data
        try:
            made = adding.add_sub_type(
                request.actor, type, code=given["code"], description=given["description"], wanted=form.wanted(),
                sync_to_nomis=form.goes_to_nomis,
            )  # fmt: skip
        except Invalid as refused:
            form.add_problems(refused)
        else:
            messages.success(request, f"{made.description} added")
            return redirect("case_note_type", type)
    return _adding(request, form, "Add a sub-type", type=type, words=words)


def _adding(request: HttpRequest, form: TypeForm, heading: str, *, type: str = "", words: str = "") -> HttpResponse:
    context = {"form": form, "heading": heading, "type": type, "words": words}
    status = 400 if form.errors else 200
    return render(request, "case_notes/catalogue/add.html.jinja", context, status=status)


@page(LOOK_AFTER, methods=("GET", "POST"), administration=True)
def one_sub_type(request: HttpRequest, sub_type: int) -> HttpResponse:
    """One sub-type: how much it is used, and its settings, checked with their effects before they are kept."""
    found = use.entry(sub_type)
    if found is None:
        raise NotFound(str(sub_type))
    if request.method != "POST":
        return _form(request, found, SettingsForm(initial=SettingsForm.of(found)))
    form = SettingsForm(request.POST)
    if form.is_valid():
        form.add_problems(Invalid(rules.settings_problems(form.wanted())))
    if not form.is_valid() or "again" in request.POST:
        return _form(request, found, form)
    if "sure" not in request.POST:
        return _check(request, found, form)
    return _save(request, found, form)


def _save(request: HttpRequest, found: NoteSubType, form: SettingsForm) -> HttpResponse:
    try:
        changed = commands.change(request.actor, found.pk, wanted=form.wanted(), version=form.seen)
    except Conflict as refused:
        form = SettingsForm({**request.POST.dict(), "version": found.version})
        form.is_valid()
        return _form(request, found, form, problem=str(refused), status=409)
    messages.success(request, f"{found.description} saved" if changed else "Nothing was changed")
    return redirect("case_note_type", found.type_id)


def _check(request: HttpRequest, found: NoteSubType, form: SettingsForm) -> HttpResponse:
    before, after = use.settings_of(found), form.wanted()
    if before == after:
        messages.success(request, "Nothing was changed")
        return redirect("case_note_type", found.type_id)
    effects = rules.effects(before, after, local_time.today())
    given = [(name, value) for name, value in request.POST.items() if name.split("-")[0] in form.fields]
    context = _used(found) | {
        "given": given,
        "changes": presenters.changes(before, after),
        "effects": presenters.effect_words(effects, synced=found.sync_to_nomis),
    }
    return render(request, "case_notes/catalogue/check.html.jinja", context)


def _form(
    request: HttpRequest, found: NoteSubType, form: SettingsForm, *, problem: str = "", status: int = 200
) -> HttpResponse:
    kind = queries.by_id(found.pk)
    context = _used(found) | {"form": form, "problem": problem, "tags": presenters.tags(kind) if kind else []}
    status = 400 if form.errors and status == 200 else status
    return render(request, "case_notes/catalogue/sub_type.html.jinja", context, status=status)


def _used(found: NoteSubType) -> dict[str, object]:
    used = use.use_of(found.pk)
    return {
        "sub_type": found,
        "use": used,
        "use_words": presenters.use_words(used),
        "prisons": presenters.prisons(used),
    }
