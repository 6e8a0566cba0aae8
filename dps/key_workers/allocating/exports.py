"""Everybody of the prison with the worker they have, as a file."""

from collections.abc import Iterator, Sequence

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from dps.key_workers.allocating.queries import Asked, find
from dps.key_workers.levels import Here, Level, key_work_page
from dps.key_workers.policies import Policy
from dps.platform import audit, local_time
from dps.platform.web.downloads import csv_file
from dps.prisoners.rules import names


@key_work_page(Level.VIEW)
def allocations_file(request: HttpRequest, here: Here) -> HttpResponseBase:
    """Name, number, location, worker, allocated on, last session, next due; people without a worker too."""
    rows = list(_rows(here.prison, here.policy))
    audit.record(
        "REPORT_DOWNLOADED",
        by=here.actor,
        subject_type="prison",
        subject_id=here.prison,
        details={"report": f"{here.policy.slug} allocations", "rows": len(rows)},
    )
    heading = (
        "Last name", "First name", "Prison number", "Location", here.words.capital, "Staff number", "Allocated on",
        "Last session", "Next session due",
    )  # fmt: skip
    return csv_file(f"{here.policy.slug}-allocations-{here.prison}.csv", [heading, *rows], accents=True)


def _rows(prison: str, policy: Policy) -> Iterator[Sequence[str]]:
    found, _ = find(prison, policy, Asked(), today=local_time.today())
    for row in found:
        worker = names.last_first(row.worker_last, row.worker_first) if row.worker_last else ""
        if row.high_complexity:
            worker = worker or "High complexity of need"
        yield (
            names.last_name(row.last_name),
            names.title_case(row.first_name),
            row.number,
            row.cell_path,
            worker,
            str(row.staff_id or ""),
            local_time.short_date(row.allocated_at),
            local_time.short_date(row.last_session_on),
            local_time.short_date(row.next_due_on),
        )
