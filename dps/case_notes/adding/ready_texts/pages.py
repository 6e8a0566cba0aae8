"""Texts to begin notes from: the list, a new one, changing and removing one's own."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from dps.case_notes.adding.drafts.queries import whose
from dps.case_notes.adding.forms import ReadyTextForm
from dps.case_notes.adding.kinds import offered_to, require_offered
from dps.case_notes.adding.ready_texts import commands, queries
from dps.case_notes.models import ReadyText
from dps.case_notes.permissions import CaseNotePermission
from dps.estate.queries import agency_name
from dps.platform import local_time
from dps.platform.access import page
from dps.platform.web.refusals import Conflict, Invalid


@page(CaseNotePermission.WRITE)
def ready_texts(request: HttpRequest) -> HttpResponse:
    """One's own texts and those of the prison one works in."""
    found = queries.usable_by(request.actor)
    offered = offered_to(request.actor, local_time.today())
    mine = [one for one in found if one.account_id == whose(request.actor)]
    context = {
        "mine": mine,
        "others": [one for one in found if one.account_id != whose(request.actor)],
        "kind_of": {one.pk: kind.label for one in found if (kind := offered.by_id.get(one.sub_type_id or 0))},
        "agency_name": agency_name,
    }
    return render(request, "case_notes/adding/ready_texts.html.jinja", context)


@page(CaseNotePermission.WRITE, methods=("GET", "POST"))
def make(request: HttpRequest) -> HttpResponse:
    """A new text; `like` begins from one that somebody shared."""
    like = request.GET.get("like", "")
    begin = queries.one(int(like), for_=request.actor) if like.isascii() and like.isdigit() and len(like) < 18 else None
    return _edit(request, begin, None)


@page(CaseNotePermission.WRITE, methods=("GET", "POST"))
def change(request: HttpRequest, text_id: int) -> HttpResponse:
    """Change one's own text, or remove it."""
    found = queries.my_own(text_id, of=request.actor)
    if "remove" in request.POST:
        commands.remove(text_id, by=request.actor)
        messages.success(request, "Ready text removed")
        return redirect("ready_texts")
    return _edit(request, found, found)


def _edit(request: HttpRequest, begin: ReadyText | None, own: ReadyText | None) -> HttpResponse:
    sent, offered = request.POST, offered_to(request.actor, local_time.today())
    saving = "save" in sent
    initial: dict[str, Any] = (
        _values(begin, offered.by_id) if request.method == "GET" else {**sent.dict(), "shared": sent.getlist("shared")}
    )
    form = ReadyTextForm(
        sent if saving else None,
        offered=offered,
        initial=initial,
        prison_name=agency_name(request.actor.active_caseload),
    )
    conflict = False
    if saving:
        require_offered(offered, *form.chosen())
    if form.is_valid():
        typed = form.cleaned_data
        values = {
            "name": typed["name"],
            "text": typed["text"],
            "sub_type_id": typed["sub_type_id"],
            "shared": "yes" in typed["shared"],
        }
        try:
            if own is None:
                commands.make(**values, by=request.actor)
            else:
                commands.change(own.pk, version=_version(sent.get("version", "")), **values, by=request.actor)
        except Invalid as refused:
            form.add_problems(refused)
        except Conflict:
            conflict = True
        else:
            messages.success(request, "Ready text saved")
            return redirect("ready_texts")
    context = {
        "form": form,
        "offered": offered,
        "own": own,
        "conflict": conflict,
        "heading": "Change a ready text" if own else "Add a ready text",
    }
    status = 409 if conflict else 400 if form.errors else 200
    return render(request, "case_notes/adding/ready_text.html.jinja", context, status=status)


def _values(text: ReadyText | None, by_id: Any) -> dict[str, Any]:
    if text is None:
        return {}
    kind = by_id.get(text.sub_type_id)
    return {
        "name": text.name,
        "text": text.text,
        "type": kind.type if kind else "",
        "sub_type": kind.code if kind else "",
        "shared": ["yes"] if text.prison else [],
    }


def _version(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0
