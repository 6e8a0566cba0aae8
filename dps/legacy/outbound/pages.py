"""Changes on their way to NOMIS, for those who look after the link."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from dps.legacy.models import QueuedWrite
from dps.legacy.outbound import commands, presenters, prisoner, queries
from dps.legacy.outbound.forms import PrisonerForm, SwitchForm
from dps.legacy.outbound.mappers import BY_KIND
from dps.legacy.outbound.queries import Wanted
from dps.legacy.permissions import LegacyPermission
from dps.platform import audit
from dps.platform.access import holds, page
from dps.platform.design.forms import cleaned_text
from dps.platform.design.paging import Pages, page_number
from dps.platform.web.refusals import Conflict, Invalid, NotFound

ROWS_A_PAGE = 50
State = QueuedWrite.State


@page(LegacyPermission.SEE)
def queue(request: HttpRequest) -> HttpResponse:
    """How writing is doing, and every write that has not arrived."""
    given = request.GET
    wanted = Wanted(
        given.get("state", "") if given.get("state") in State.values else "",
        given.get("kind", "") if given.get("kind") in BY_KIND else "",
        cleaned_text(given.get("number", "")).upper()[:10],
    )
    pages = Pages(page_number(given.get("page", "")), ROWS_A_PAGE, queries.total(wanted), given)
    state = queries.queue_state()
    context = {
        "state": state,
        "facts": presenters.facts(state),
        "rows": presenters.rows(queries.writes(wanted, max(pages.first - 1, 0), ROWS_A_PAGE)),
        "pages": pages,
        "wanted": wanted,
        "states": State.choices,
        "kinds": presenters.kinds(),
        "may_change": holds(request.actor, LegacyPermission.CHANGE),
    }
    return render(request, "legacy/writes.html.jinja", context)


@page(LegacyPermission.SEE)
def one_write(request: HttpRequest, write: int) -> HttpResponse:
    """One write: before, ours and NOMIS's side by side."""
    found = queries.write(write)
    if found is None:
        raise NotFound(write)
    _note_view(request, found.person_id or str(found.staff_id), "staff" if found.person_id is None else "prisoner")
    context = {
        "write": found,
        "row": presenters.rows([found])[0],
        "what": presenters.what(found),
        "sides": presenters.sides(found),
        "later": commands.later_ones(found),
        "may_change": holds(request.actor, LegacyPermission.CHANGE),
    }
    return render(request, "legacy/write.html.jinja", context)


def _note_view(request: HttpRequest, number: str, subject_type: str = "prisoner") -> None:
    audit.record("NOMIS_LINK_RECORD_VIEWED", by=request.actor, subject_type=subject_type, subject_id=number)


@page(LegacyPermission.CHANGE, methods=("POST",))
def try_again(request: HttpRequest, write: int) -> HttpResponse:
    """Try one write again."""
    try:
        commands.retry(request.actor, write)
        messages.success(request, "It will be tried again in a moment")
    except Conflict as problem:
        messages.error(request, str(problem))
    return redirect("legacy:write", write)


@page(LegacyPermission.CHANGE, methods=("POST",))
def try_all_again(request: HttpRequest) -> HttpResponse:
    """Try all refused writes again, or send all that were kept back."""
    state = State.SWITCHED_OFF if "kept-back" in request.POST else State.FAILED
    number = commands.retry_all(request.actor, state)
    if number:
        messages.success(request, f"{number:,} will be tried again in a moment")
    else:
        messages.info(request, "There was nothing to try again")
    return redirect("legacy:writes")


@page(LegacyPermission.CHANGE, methods=("POST",))
def settle(request: HttpRequest, write: int) -> HttpResponse:
    """Decide a conflict."""
    try:
        if "ours" in request.POST:
            commands.keep_ours(request.actor, write)
            messages.success(request, "What was entered here will be written to NOMIS in a moment")
        elif "theirs" in request.POST:
            commands.take_theirs(request.actor, write)
            messages.success(request, "What NOMIS holds was taken over here")
        else:
            messages.error(request, "Choose which side to keep")
    except Conflict as problem:
        messages.error(request, str(problem))
    return redirect("legacy:write", write)


@page(LegacyPermission.CHANGE, methods=("GET", "POST"))
def switches(request: HttpRequest) -> HttpResponse:
    """Where and for what writing is on."""
    form = SwitchForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            commands.set_switch(request.actor, **form.cleaned_data)
            messages.success(request, "The switch is set")
            return redirect("legacy:switches")
        except Invalid as refused:
            form.add_problems(refused)
    rows = [
        (
            presenters.EVERYWHERE if one.prison == one.EVERY else one.prison,
            presenters.title_of(one.kind),
            one.on,
            one.changed_by,
            one.changed_at,
        )
        for one in queries.all_switches()
    ]
    status = 400 if form.is_bound and form.errors else 200
    return render(request, "legacy/switches.html.jinja", {"form": form, "rows": rows}, status=status)


@page(LegacyPermission.SEE)
def one_prisoner(request: HttpRequest) -> HttpResponse:
    """One prisoner on both sides."""
    form = PrisonerForm(request.GET if "number" in request.GET else None)
    context = {"form": form, "may_change": holds(request.actor, LegacyPermission.CHANGE)}
    status = 200
    if form.is_bound:
        if form.is_valid():
            number = form.cleaned_data["number"].upper()
            try:
                compared = presenters.differences(prisoner.compare(number))
                _note_view(request, number)
                context |= {"number": number, "compared": compared}
                context["waiting"] = queries.total(Wanted(number=number))
            except NotFound:
                form.add_error("number", f"There is no prisoner {number} here")
            except Conflict as problem:
                form.add_error(None, str(problem))
        status = 400 if form.errors else 200
    return render(request, "legacy/prisoner.html.jinja", context, status=status)


@page(LegacyPermission.CHANGE, methods=("POST",))
def read_again(request: HttpRequest) -> HttpResponse:
    """Read one prisoner from NOMIS again."""
    number = cleaned_text(request.POST.get("number", "")).upper()[:10]
    try:
        done = commands.resync(request.actor, number)
        messages.success(
            request, f"{number} was read again: {done.changed:,} records changed, {done.removed:,} removed"
        )
    except Conflict as problem:
        messages.error(request, str(problem))
    return redirect(f"{reverse('legacy:prisoner')}?number={number}")


@page(LegacyPermission.SEE)
def mapping(request: HttpRequest) -> HttpResponse:
    """Which record here is which in NOMIS, of those that began here."""
    words = cleaned_text(request.GET.get("words", ""))[:80]
    at = page_number(request.GET.get("page", ""))
    total, rows = queries.mappings(words, (max(at, 1) - 1) * ROWS_A_PAGE, ROWS_A_PAGE)
    pages = Pages(at, ROWS_A_PAGE, total, request.GET)
    titles = {row.kind: presenters.title_of(row.kind) for row in rows}
    return render(
        request, "legacy/mapping.html.jinja", {"rows": rows, "pages": pages, "words": words, "titles": titles}
    )
