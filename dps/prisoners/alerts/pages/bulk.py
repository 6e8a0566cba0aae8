"""One alert for many people: planned, checked, started, followed (prisoners.md 6.3)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from dps.estate.queries import agency_name
from dps.platform import audit, local_time
from dps.platform.access import page
from dps.platform.design.forms import DpsForm
from dps.platform.design.paging import Pages, page_number
from dps.platform.web.downloads import csv_file
from dps.platform.web.refusals import Invalid
from dps.prisoners.alerts import presenters
from dps.prisoners.alerts.commands import bulk as commands
from dps.prisoners.alerts.commands import bulk_work
from dps.prisoners.alerts.forms import BulkCodeForm, FileForm, ModeForm, PersonForm, TypeForm
from dps.prisoners.alerts.models import BulkAlert
from dps.prisoners.alerts.permissions import AlertPermission
from dps.prisoners.alerts.queries import bulk as queries
from dps.prisoners.alerts.queries import catalogue, listing
from dps.prisoners.rules import names

PLANS_A_PAGE, PEOPLE_A_PAGE = 20, 50


@page(AlertPermission.BULK, administration=True)
def plans(request: HttpRequest) -> HttpResponse:
    """Every bulk alert, newest first."""
    number = page_number(request.GET.get("page", "1"))
    found, total = queries.plans(start=(number - 1) * PLANS_A_PAGE, size=PLANS_A_PAGE, by=request.actor)
    context = {
        "rows": [(plan, presenters.bulk_shown(plan)) for plan in found],
        "pages": Pages(number, PLANS_A_PAGE, total, request.GET),
    }
    return render(request, "prisoners/alerts/bulk/list.html.jinja", context)


@page(AlertPermission.BULK, methods=("POST",), administration=True)
def begin(request: HttpRequest) -> HttpResponse:
    """Begin a plan."""
    return redirect("bulk_alert_code", commands.begin(by=request.actor, at=local_time.now()).pk)


@page(AlertPermission.BULK, methods=("GET", "POST"), administration=True)
def alert(request: HttpRequest, plan: int) -> HttpResponse:
    """First the type, then the alert and why."""
    draft = queries.draft(plan, by=request.actor)
    kinds = {kind.entry.code: kind for kind in catalogue.kinds()}
    chosen = kinds.get(request.GET.get("type", draft.type))
    if chosen is None or (request.GET.get("type") is None and not draft.type):
        types = [(code, kind.entry.description) for code, kind in kinds.items()]
        form: DpsForm = TypeForm(request.GET if "type" in request.GET else None, types=types)
        return _step(request, "type", form, draft)
    mine = listing.codes_of(request.actor)
    codes = [(one.code, one.description) for one in chosen.codes if mine.may_write(one.code, centrally=True)]
    form = BulkCodeForm(
        request.POST if request.method == "POST" else None,
        initial={"code": draft.code, "reason": draft.reason},
        codes=codes,
    )
    if form.is_valid():
        try:
            draft = commands.choose_alert(plan_id=plan, **form.cleaned_data, by=request.actor)
        except Invalid as refused:
            form.add_problems(refused)
        else:
            return _onward(draft)
    return _step(request, "alert", form, draft, type=chosen.entry)


@page(AlertPermission.BULK, methods=("GET", "POST"), administration=True)
def people(request: HttpRequest, plan: int) -> HttpResponse:
    """The people: one by one, or a file."""
    draft = queries.draft(plan, by=request.actor)
    file = request.method == "POST" and "upload" in request.POST
    person = PersonForm(request.POST if request.method == "POST" and not file else None)
    upload = FileForm(request.POST, request.FILES) if file else FileForm()
    form = upload if file else person
    if form.is_valid():
        try:
            said = _add_people(request, plan, form)
        except Invalid as refused:
            form.add_problems(refused)
        else:
            messages.success(request, said)
            return redirect("bulk_alert_people", plan)
    number = page_number(request.GET.get("page", "1"))
    found, total = queries.people(plan, start=(number - 1) * PEOPLE_A_PAGE, size=PEOPLE_A_PAGE)
    return _step(
        request, "people", form, draft, person=person, upload=upload, rows=[_shown(one) for one in found], total=total,
        pages=Pages(number, PEOPLE_A_PAGE, total, request.GET),
    )  # fmt: skip


def _add_people(request: HttpRequest, plan: int, form: DpsForm) -> str:
    if isinstance(form, FileForm):
        content = form.cleaned_data["people"].read()
        added, repeated = commands.add_file(plan_id=plan, content=content, by=request.actor)
        again = f"; {repeated:,} named again and left out" if repeated else ""
        return f"{added:,} {'person' if added == 1 else 'people'} added{again}"
    made = commands.add_person(plan_id=plan, **form.cleaned_data, by=request.actor)
    number = form.cleaned_data["number"].strip().upper()
    return f"{number} added" if made else f"{number} is in the list already"


def _shown(one: queries.Named) -> dict[str, str]:
    name = names.last_first(one.last_name, one.first_name) if one.last_name else ""
    return {
        "number": one.number,
        "name": name,
        "prison": agency_name(one.agency),
        "state": one.state,
        "reason": one.reason,
    }


@page(AlertPermission.BULK, methods=("POST",), administration=True)
def drop(request: HttpRequest, plan: int, number: str) -> HttpResponse:
    """Take somebody out."""
    commands.drop_person(plan_id=plan, number=number, by=request.actor)
    messages.success(request, f"{number} removed")
    return redirect("bulk_alert_people", plan)


@page(AlertPermission.BULK, methods=("POST",), administration=True)
def drop_all(request: HttpRequest, plan: int) -> HttpResponse:
    """Take everybody out."""
    commands.drop_everybody(plan_id=plan, by=request.actor)
    messages.success(request, "Everybody removed from the list")
    return redirect("bulk_alert_people", plan)


@page(AlertPermission.BULK, methods=("GET", "POST"), administration=True)
def mode(request: HttpRequest, plan: int) -> HttpResponse:
    """What becomes of the alert of everybody else."""
    draft = queries.draft(plan, by=request.actor)
    form = ModeForm(request.POST if request.method == "POST" else None, initial={"mode": draft.mode})
    if form.is_valid():
        draft = commands.choose_mode(plan_id=plan, **form.cleaned_data, by=request.actor)
        return _onward(draft)
    return _step(request, "mode", form, draft)


@page(AlertPermission.BULK, methods=("GET", "POST"), administration=True)
def check(request: HttpRequest, plan: int) -> HttpResponse:
    """All of it once more with its counts, and the button that starts it."""
    draft = queries.draft(plan, by=request.actor)
    form = DpsForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            commands.start(plan_id=plan, by=request.actor, at=local_time.now(), today=local_time.today())
        except Invalid as refused:
            form.add_problems(refused)
        else:
            messages.success(request, "Handed over: the alerts will be changed in a moment")
            return redirect("bulk_alert", plan)
    _, total = queries.people(plan, start=0, size=1)
    affected = queries.affected(draft, local_time.today())
    return _step(request, "check", form, draft, shown=presenters.bulk_shown(draft), total=total, affected=affected)


@page(AlertPermission.BULK, methods=("POST",), administration=True)
def discard(request: HttpRequest, plan: int) -> HttpResponse:
    """Drop a plan."""
    commands.discard(plan_id=plan, by=request.actor)
    messages.success(request, "The plan was discarded. Nobody's alerts were changed")
    return redirect("bulk_alerts")


@page(AlertPermission.BULK, administration=True)
def one_plan(request: HttpRequest, plan: int) -> HttpResponse:
    """How far it is; once complete, what came of it."""
    found = queries.plan(plan, by=request.actor)
    if found.state == BulkAlert.State.DRAFT:
        return _onward(found)
    only_errors, number = request.GET.get("show") == "errors", page_number(request.GET.get("page", "1"))
    complete = found.state == BulkAlert.State.COMPLETE
    rows, total = queries.people(plan, start=(number - 1) * PEOPLE_A_PAGE, size=PEOPLE_A_PAGE, only_errors=only_errors)
    context = {
        "plan": found,
        "shown": presenters.bulk_shown(found),
        "topic": bulk_work.topic(plan),
        "complete": complete,
        "only_errors": only_errors,
        "rows": [_shown(one) for one in rows] if complete else [],
        "pages": Pages(number, PEOPLE_A_PAGE, total, request.GET),
        "read_at": local_time.now(),
    }
    return render(request, "prisoners/alerts/bulk/plan.html.jinja", context)


@page(AlertPermission.BULK, administration=True)
def results(request: HttpRequest, plan: int) -> HttpResponseBase:
    """Everybody and what came of it, as a file."""
    found = queries.plan(plan, by=request.actor)
    rows = queries.result_rows(found)
    details = {"report": "bulk alert", "rows": found.people}
    audit.record(
        "REPORT_DOWNLOADED", by=request.actor, subject_type="bulk_alert", subject_id=str(found.pk), details=details
    )
    return csv_file(f"bulk-alert-{found.pk}.csv", rows)


def _onward(draft: BulkAlert) -> HttpResponse:
    """To the first step that is still to do."""
    step = "code" if not draft.code else "people" if not draft.items.exists() else "mode" if not draft.mode else "check"
    return redirect(f"bulk_alert_{step}", draft.pk)


def _step(request: HttpRequest, name: str, form: DpsForm, draft: BulkAlert, **more: object) -> HttpResponse:
    context = {"form": form, "plan": draft, **more}
    return render(request, f"prisoners/alerts/bulk/{name}.html.jinja", context, status=400 if form.errors else 200)
