"""Sessions due and overdue, per worker and per wing (key-workers.md 9)."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from dps.estate import queries as estate
from dps.key_workers.due import queries, rules
from dps.key_workers.due.forms import DueForm
from dps.key_workers.due.queries import Counted, Due
from dps.key_workers.levels import Here, Level, key_work_page, own_staff_id
from dps.key_workers.policies import Policy
from dps.key_workers.staff import presenters
from dps.key_workers.staff import queries as staff
from dps.platform import audit, local_time
from dps.platform.design.paging import Pages, page_number, with_changes
from dps.platform.web.downloads import csv_file
from dps.prisoners.rules import names

A_PAGE = 50


@dataclass(frozen=True, slots=True)
class _Asked:
    form: DueForm
    shown: str
    wing: str
    staff_id: int | None
    wings: list[Counted]
    workers: list[tuple[Counted, str]]


@key_work_page(Level.SELF)
def due(request: HttpRequest, here: Here) -> HttpResponse:
    """Who should have had a session, longest overdue first. A worker sees their own people and those they cover."""
    asked = _asked(request, here)
    number = page_number(request.GET.get("page", "1"))
    today = local_time.today()
    found, total = queries.due(
        here.prison, here.policy, today, shown=asked.shown, wing=asked.wing, staff_id=asked.staff_id,
        start=(number - 1) * A_PAGE, size=A_PAGE,
    )  # fmt: skip
    context = {
        "here": here,
        "form": asked.form,
        "prison_name": estate.agency_name(here.prison),
        "rows": [
            (one, names.last_first(one.last_name, one.first_name), rules.due_words(one.due_on, today)) for one in found
        ],
        "pages": Pages(number, A_PAGE, total, request.GET),
        "wings": asked.wings if here.may_view else [],
        "workers": asked.workers if here.may_view else [],
        "filtered": bool(asked.wing or (asked.staff_id is not None and here.may_view)),
        "what": _what(here.policy),
        "file": f"due.csv{with_changes(request.GET, page=None)}",
        "words": presenters,
        "today": today,
    }
    return render(request, "key_workers/due/due.html.jinja", context, status=400 if asked.form.errors else 200)


@key_work_page(Level.SELF)
def due_file(request: HttpRequest, here: Here) -> HttpResponseBase:
    """The same list as a file. Recorded."""
    asked = _asked(request, here)
    today = local_time.today()
    found, total = queries.due(
        here.prison, here.policy, today, shown=asked.shown, wing=asked.wing, staff_id=asked.staff_id
    )
    details = {"report": f"{here.words.worker} {_what(here.policy)}s due", "prison": here.prison, "rows": total}
    audit.record("REPORT_DOWNLOADED", by=request.actor, subject_type="prison", subject_id=here.prison, details=details)
    return csv_file(f"{here.policy.slug}-due.csv", _lines(here, found), accents=True)


def _what(policy: Policy) -> str:
    return "session" if policy is Policy.KEY_WORKER else "entry"


def _asked(request: HttpRequest, here: Here) -> _Asked:
    wings, workers = queries.counted(here.prison, here.policy, local_time.today())
    named = [(one, _worker_name(one)) for one in workers]
    form = DueForm(
        request.GET,
        wings=[(one.key, one.words) for one in wings if one.key],
        workers=sorted(_choices(here, named).items(), key=lambda pair: pair[1].casefold()),
        may_choose=here.may_view,
    )
    given = form.cleaned_data if form.is_valid() else {}
    staff_id = int(given["worker"]) if given.get("worker") else None
    if not here.may_view:
        staff_id = own_staff_id(here.actor, here.policy)
    return _Asked(form, given.get("show") or rules.OVERDUE, given.get("wing", ""), staff_id, wings, named)


def _choices(here: Here, counted: list[tuple[Counted, str]]) -> dict[str, str]:
    """Everybody who looks after somebody, and every worker of the prison: they may cover for one."""
    known = staff.workers(here.prison, here.policy, local_time.today()) if here.may_view else []
    held = {str(one.staff_id): presenters.last_first(one.last_name, one.first_name, one.staff_id) for one in known}
    return held | {one.key: name for one, name in counted}


def _worker_name(one: Counted) -> str:
    last, _, first = one.words.partition("|")
    return presenters.last_first(last, first, int(one.key))


def _lines(here: Here, found: list[Due]) -> Iterator[list[str]]:
    what = _what(here.policy)
    yield [
        "Name", "Prison number", "Location", here.words.capital, "Covered by", f"Last {what}", "Due", "Days overdue",
    ]  # fmt: skip
    today = local_time.today()
    for one in found:
        yield [
            names.last_first(one.last_name, one.first_name),
            one.number,
            one.cell_path,
            presenters.last_first(one.worker_last_name, one.worker_first_name, one.staff_id),
            presenters.last_first(one.cover_last_name, one.cover_first_name, one.cover_staff_id)
            if one.cover_staff_id
            else "",
            local_time.short_date(one.last_session_on),
            local_time.short_date(one.due_on),
            str(rules.days_overdue(one.due_on, today)),
        ]
