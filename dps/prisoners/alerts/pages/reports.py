"""Alerts of the prison one is working in, counted."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from dps.estate import queries as estate
from dps.platform import audit, local_time
from dps.platform.access import page, require
from dps.platform.design.paging import Pages, page_number, with_changes
from dps.platform.web.downloads import csv_file
from dps.platform.web.refusals import NotAllowed
from dps.prisoners.alerts import presenters
from dps.prisoners.alerts.forms import TrendForm
from dps.prisoners.alerts.permissions import AlertPermission
from dps.prisoners.alerts.queries import reports
from dps.prisoners.alerts.rules.review import BANDS, STALE_FROM
from dps.prisoners.rules import names

A_PAGE, MONTHS = 50, 12


@page(AlertPermission.REPORT)
def stale(request: HttpRequest) -> HttpResponse:
    """Active alerts by how long ago somebody looked at them, and those not looked at for a year or more."""
    prison = request.actor.active_caseload
    if not prison:
        return render(request, "prisoners/no_caseload.html.jinja")
    today, wings = local_time.today(), reports.wings_lived_in(prison)
    form = TrendForm(request.GET, wings=wings)
    wing = form.cleaned_data["wing"] if form.is_valid() else ""
    number = page_number(request.GET.get("page", "1"))
    ages = reports.ages(prison, today, wing=wing)
    found, total = reports.stale(prison, today, wing=wing, start=(number - 1) * A_PAGE, size=A_PAGE)
    types = estate.labels("ALERT")
    context = {
        "form": form,
        "prison_name": estate.agency_name(prison),
        "bands": BANDS,
        "bars": [(band.words, count) for band, count in zip(BANDS, ages.all.numbers, strict=True)],
        "tables": [
            ("By wing", "Wing", [(presenters.wing_words(row.key), row) for row in ages.wings]),
            ("By type", "Type", sorted((types.get(row.key, row.key), row) for row in ages.types)),
        ],
        "rows": [
            (one, names.last_first(one.last_name, one.first_name), presenters.code_words(one.code)) for one in found
        ],
        "pages": Pages(number, A_PAGE, total, request.GET),
        "file": f"stale.csv{with_changes(request.GET, page=None)}",
        "days": STALE_FROM,
    }
    return render(request, "prisoners/alerts/reports/stale.html.jinja", context)


@page(AlertPermission.REPORT)
def stale_file(request: HttpRequest) -> HttpResponseBase:
    """The alerts not looked at for a year or more, as a file."""
    prison = request.actor.active_caseload
    if not prison:
        raise NotAllowed("works in no prison")
    require(request.actor, AlertPermission.REPORT, prison=prison)
    form = TrendForm(request.GET, wings=reports.wings_lived_in(prison))
    wing = form.cleaned_data["wing"] if form.is_valid() else ""
    found, total = reports.stale(prison, local_time.today(), wing=wing)
    details = {"report": "stale alerts", "prison": prison, "wing": wing, "rows": total}
    audit.record("REPORT_DOWNLOADED", by=request.actor, subject_type="prison", subject_id=prison, details=details)
    rows = reports.stale_rows(found, estate.labels("ALERT"), estate.labels("ALERT_CODE"))
    return csv_file("alerts-not-looked-at.csv", rows, accents=True)


@page(AlertPermission.REPORT)
def trend(request: HttpRequest) -> HttpResponse:
    """Alerts started and ended by month."""
    prison = request.actor.active_caseload
    if not prison:
        return render(request, "prisoners/no_caseload.html.jinja")
    types = estate.labels("ALERT")
    form = TrendForm(request.GET, wings=reports.wings_lived_in(prison), types=sorted(types.items(), key=lambda t: t[1]))
    good = form.cleaned_data if form.is_valid() else {"wing": "", "type": ""}
    months = reports.trend(prison, local_time.today(), months=MONTHS, wing=good["wing"], type=good["type"])
    context = {
        "form": form,
        "prison_name": estate.agency_name(prison),
        "of": " ".join(
            words for words in (
                f"on {presenters.wing_words(good['wing'])}" if good["wing"] else "",
                f"of the type {types[good['type']]}" if good["type"] else "",
            ) if words
        ),
        "months": [(f"{month.first_day:%B %Y}", month) for month in months],
        "most": max((max(month.started, month.ended) for month in months), default=0),
    }  # fmt: skip
    return render(request, "prisoners/alerts/reports/trend.html.jinja", context)
