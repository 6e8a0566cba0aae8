from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dps.legacy.outbound.presenters import title_of
from dps.legacy.permissions import LegacyPermission
from dps.legacy.reconciling import queries
from dps.platform.access import page
from dps.platform.design.paging import Pages, page_number
from dps.platform.web.refusals import NotFound

ROWS_A_PAGE = 50


@page(LegacyPermission.SEE)
def reconciliation(request: HttpRequest) -> HttpResponse:
    """What was compared in the last nights, and the people of one night (the last, or `run`) for whom it differed."""
    runs = queries.runs()
    asked = request.GET.get("run", "")
    chosen = next((run for run in runs if not asked or str(run.pk) == asked), None)
    if asked and chosen is None:
        raise NotFound(asked[:20])
    total = chosen.mismatches if chosen else 0
    pages = Pages(page_number(request.GET.get("page", "")), ROWS_A_PAGE, total, request.GET)
    rows = queries.mismatches(chosen, max(pages.first - 1, 0), ROWS_A_PAGE) if chosen else []
    context = {
        "runs": runs,
        "chosen": chosen,
        "pages": pages,
        "rows": rows,
        "titles": {run.kind: title_of(run.kind) for run in runs},
    }
    return render(request, "legacy/reconciliation.html.jinja", context)
