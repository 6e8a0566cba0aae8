"""A person's alerts: the list, one of them, and changing them (prisoners.md 6.1, 6.2)."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from dps.estate import queries as estate
from dps.platform import local_time
from dps.platform.access import Actor
from dps.platform.design.forms import cleaned_text
from dps.platform.design.paging import Pages, page_number, with_changes, without_value
from dps.platform.web.refusals import Invalid, NotAllowed
from dps.prisoners.alerts import presenters
from dps.prisoners.alerts.commands import profile as commands
from dps.prisoners.alerts.commands.writing import KIND, AlreadyClosed, AlreadyHas
from dps.prisoners.alerts.forms import CloseForm, DetailsForm, EndForm, FilterForm, NewAlertForm, TypeForm
from dps.prisoners.alerts.permissions import AlertPermission
from dps.prisoners.alerts.queries import catalogue, listing
from dps.prisoners.alerts.rules import writing as rules
from dps.prisoners.models import Alert
from dps.prisoners.permissions import PrisonerPermission
from dps.prisoners.profile.editing import Editable, edit
from dps.prisoners.profile.frame import Opened, frame, person_page
from dps.prisoners.rules.access import Part

A_PAGE = 20
_LATEST = ("started", "Start date, most recent")
_ORDERS = {
    True: [_LATEST, ("-started", "Start date, oldest")],
    False: [
        _LATEST,
        ("-started", "Start date, oldest"),
        ("closed", "Closed, most recent"),
        ("-closed", "Closed, oldest"),
    ],
}


@person_page(PrisonerPermission.SEE, name="alerts")
def alerts(request: HttpRequest, person: Opened) -> HttpResponse:
    """Active or inactive alerts, narrowed and sorted, a page at a time."""
    query, active = request.GET, request.GET.get("show") != "inactive"
    context = frame(request, person, "alerts/")
    counted = listing.counts(person.number, active=active, today=person.today)
    types = sorted(
        ((code, f"{presenters.type_words(code)} ({number})") for code, number in counted.types.items()),
        key=lambda one: one[1].casefold(),
    )
    form = FilterForm(query, types=types, today=person.today)
    good = form.cleaned_data if form.is_valid() else {}
    orders = _ORDERS[active]
    sort = query.get("sort", "") if query.get("sort") in dict(orders) else _LATEST[0]
    everything, number = query.get("showAll") == "true", page_number(query.get("page", "1"))
    filters = listing.Filters(
        active, tuple(good.get("type") or ()), good.get("started_from"), good.get("started_to"), sort
    )
    start, size = (0, None) if everything else ((number - 1) * A_PAGE, A_PAGE)
    found, total = listing.page(person.number, filters, today=person.today, start=start, size=size)
    may_edit = person.may(Part.EDIT_ALERTS)
    context |= {
        "form": form,
        "show_active": active,
        "counted": counted,
        "cards": presenters.cards(
            found,
            base=person.base,
            may_edit=may_edit,
            codes=listing.codes_of(request.actor),
            active_codes=[alert.code for alert in context["active_alerts"] or []],
            today=person.today,
        ),
        "pages": Pages(1 if everything else number, max(total, 1) if everything else A_PAGE, total, query),
        "sort": sort,
        "orders": orders,
        "chips": _chips(query, good),
        "clear": with_changes(
            query, type=None, page=None, showAll=None, **dict.fromkeys([*_DAYS["started_from"], *_DAYS["started_to"]])
        ),
        "all_address": with_changes(query, showAll="true", page=None),
        "may_edit": may_edit,
    }
    return render(request, "prisoners/alerts/list.html.jinja", context, status=400 if form.errors else 200)


_DAYS = {name: [f"{name}-{part}" for part in ("day", "month", "year")] for name in ("started_from", "started_to")}


def _chips(query: Any, good: Mapping[str, Any]) -> list[dict[str, str]]:
    chips = [
        {"text": presenters.type_words(code), "remove": without_value(query, "type", code)}
        for code in good.get("type") or ()
    ]
    for name, words in (("started_from", "From"), ("started_to", "To")):
        if good.get(name):
            remove = with_changes(query, page=None, **dict.fromkeys(_DAYS[name]))
            chips.append({"text": f"{words} {local_time.short_date(good[name])}", "remove": remove})
    return chips


@person_page(PrisonerPermission.SEE, name="alert")
def alert(request: HttpRequest, person: Opened, alert: UUID) -> HttpResponse:
    """One alert with all that was done to it. A flag leads here."""
    context = frame(request, person, "alerts/")
    code = next((one.code for one in context["active_alerts"] or [] if one.id == alert), "")
    codes = {other for flag in estate.alert_flags() if code in flag.codes for other in flag.codes}
    found = listing.one(person.number, alert, codes=sorted(codes), today=person.today)
    may_edit = person.may(Part.EDIT_ALERTS)
    cards = presenters.cards(
        [found.alert, *found.others],
        base=person.base,
        may_edit=may_edit,
        codes=listing.codes_of(request.actor),
        active_codes=[one.code for one in context["active_alerts"] or []],
        today=person.today,
    )
    context |= {"card": cards[0], "others": cards[1:], "history": presenters.history(found), "may_edit": may_edit}
    return render(request, "prisoners/alerts/one.html.jinja", context)


@person_page(AlertPermission.EDIT, name="add alert", part=Part.EDIT_ALERTS, methods=("GET", "POST"))
def add(request: HttpRequest, person: Opened) -> HttpResponse:
    """First the type, then the alert of that type."""
    kinds = {kind.entry.code: kind for kind in catalogue.kinds()}
    types = [(code, kind.entry.description) for code, kind in kinds.items()]
    chosen = kinds.get(request.GET.get("type", ""))
    if chosen is None:
        first = TypeForm(request.GET if "type" in request.GET else None, types=types)
        context = frame(request, person, "") | {"form": first}
        return render(request, "prisoners/alerts/add_type.html.jinja", context, status=400 if first.errors else 200)
    mine = listing.codes_of(request.actor)
    taken = listing.active_codes(person.number, person.today)
    codes = [(one.code, one.description) for one in chosen.codes if mine.may_write(one.code)]
    offered = [(code, f"{words} (already active)" if code in taken else words) for code, words in codes]
    form = NewAlertForm(
        request.POST if request.method == "POST" else None,
        initial={"active_from": person.today},
        codes=offered,
        today=person.today,
        taken=taken,
    )
    if form.is_valid():
        typed = form.cleaned_data
        try:
            commands.add(
                number=person.number,
                code=typed["code"],
                description=typed["description"],
                starts=typed["active_from"],
                ends=typed["active_to"],
                by=request.actor,
                at=local_time.now(),
                today=person.today,
            )
        except Invalid as refused:
            form.add_problems(refused)
        except AlreadyHas:
            form.add_error("code", rules.ALREADY_HAS)
        else:
            messages.success(request, "Alert added")
            return redirect(f"{person.base}alerts/")
    context = frame(request, person, "") | {"form": form, "type": chosen.entry, "codes": offered, "taken": taken}
    return render(request, "prisoners/alerts/add.html.jinja", context, status=400 if form.errors else 200)


Save = Callable[[Opened, Mapping[str, Any], Actor], bool]


def _editing(request: HttpRequest, person: Opened, alert_id: UUID, make: Callable[[Alert], Editable]) -> HttpResponse:
    """One change of one alert. An inactive one is told to be closed already, and what was typed is shown again."""
    found = listing.one(person.number, alert_id, codes=[], today=person.today).alert
    if not listing.codes_of(request.actor).may_write(found.code):
        raise NotAllowed(found.code)
    try:
        return edit(request, person, make(found))
    except AlreadyClosed:
        card = presenters.cards(
            [Alert.objects.get(pk=alert_id)], base=person.base, may_edit=False, codes=listing.codes_of(request.actor),
            active_codes=[], today=person.today,
        )[0]  # fmt: skip
        context = frame(request, person, "") | {
            "card": card,
            "typed": cleaned_text(request.POST.get("description"))[: rules.LONGEST_COMMENT],
        }
        status = 409 if request.method == "POST" else 200
        return render(request, "prisoners/alerts/already_closed.html.jinja", context, status=status)


def _reader(alert_id: UUID) -> Callable[[Opened], Mapping[str, Any]]:
    def read(person: Opened) -> Mapping[str, Any]:
        found = listing.one(person.number, alert_id, codes=[], today=person.today).alert
        if not rules.is_active(found.active_to, person.today):
            raise AlreadyClosed
        return {"description": found.description, "active_to": found.active_to}

    return read


def _says(values: Mapping[str, Any]) -> str:
    end = f"End date {local_time.short_date(values['active_to'])}" if values["active_to"] else "No end date"
    return f"{end}. {values['description'] or 'No comments'}"


def _editable(
    found: Alert, *, label: str, form: Any, save: Save, done: str, template: str, warning: str = ""
) -> Editable:
    return Editable(
        label=label,
        heading=f"{label}: {presenters.code_words(found.code)}",
        form=form,
        read=_reader(found.pk),
        save=save,
        says=_says,
        kind=KIND,
        key=str(found.pk),
        back=f"alerts/{found.pk}/",
        template=template,
        done=done,
        context={"alert_words": presenters.code_words(found.code), "warning": warning, "active_to": found.active_to},
    )


EDIT = "prisoners/alerts/edit.html.jinja"


@person_page(AlertPermission.EDIT, name="alert details", part=Part.EDIT_ALERTS, methods=("GET", "POST"))
def details(request: HttpRequest, person: Opened, alert: UUID) -> HttpResponse:
    """Other comments."""

    def save(person: Opened, values: Mapping[str, Any], by: Actor) -> bool:
        return commands.add_details(
            alert_id=alert, description=values["description"], by=by, at=local_time.now(), today=person.today
        )

    def make(found: Alert) -> Editable:
        return _editable(
            found, label="Add more details", form=DetailsForm, save=save, done="Alert updated", template=EDIT
        )

    return _editing(request, person, alert, make)


@person_page(AlertPermission.EDIT, name="close alert", part=Part.EDIT_ALERTS, methods=("GET", "POST"))
def close(request: HttpRequest, person: Opened, alert: UUID) -> HttpResponse:
    """Close it, today or later."""

    def save(person: Opened, values: Mapping[str, Any], by: Actor) -> bool:
        return commands.close(alert_id=alert, **values, by=by, at=local_time.now(), today=person.today)

    def make(found: Alert) -> Editable:
        warning = "A closed alert cannot be made active again. If it is needed later, add a new one."
        return _editable(
            found,
            label="Close alert",
            form=partial(CloseForm, today=person.today),
            save=save,
            done="Alert closed",
            template=EDIT,
            warning=warning,
        )

    return _editing(request, person, alert, make)


@person_page(AlertPermission.EDIT, name="alert end date", part=Part.EDIT_ALERTS, methods=("GET", "POST"))
def end(request: HttpRequest, person: Opened, alert: UUID) -> HttpResponse:
    """Change or remove the end date."""

    def save(person: Opened, values: Mapping[str, Any], by: Actor) -> bool:
        return commands.change_end(alert_id=alert, **values, by=by, at=local_time.now(), today=person.today)

    def make(found: Alert) -> Editable:
        typed = EndForm(request.POST, today=person.today)
        today = typed.is_valid() and rules.new_end(**_asked(typed), today=person.today)[0] == person.today
        done = "Alert closed" if today else "Alert updated"
        warning = "An alert that ends today is closed at once, and cannot be made active again."
        return _editable(
            found,
            label="Change end date",
            form=partial(EndForm, today=person.today),
            save=save,
            done=done,
            template=EDIT,
            warning=warning,
        )

    return _editing(request, person, alert, make)


def _asked(form: EndForm) -> dict[str, Any]:
    return {"choice": form.cleaned_data["what"], "day": form.cleaned_data["new_end"]}


@person_page(AlertPermission.EDIT, name="review alert", part=Part.EDIT_ALERTS, methods=("POST",))
def reviewed(request: HttpRequest, person: Opened, alert: UUID) -> HttpResponse:
    """Somebody looked at it and it still holds."""
    listing.one(person.number, alert, codes=[], today=person.today)
    commands.review(alert_id=alert, by=request.actor, at=local_time.now(), today=person.today)
    messages.success(request, "Kept as it is: you looked at this alert today")
    return redirect(f"{person.base}alerts/{alert}/")
