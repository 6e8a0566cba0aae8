from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dps.legacy import feeds, presenters, queries
from dps.legacy.models import SetAsideRow
from dps.legacy.permissions import LegacyPermission
from dps.platform.access import page
from dps.platform.design.paging import Pages, page_number

ROWS_A_PAGE = 50


@page(LegacyPermission.SEE)
def console(request: HttpRequest) -> HttpResponse:
    """How the link is doing, feed by feed."""
    link = queries.link_state()
    rows = queries.feed_rows()
    context = {"link": link, "facts": presenters.facts(link), "rows": rows, "absent": presenters.absent(rows)}
    return render(request, "legacy/console.html.jinja", context)


@page(LegacyPermission.SEE)
def set_aside(request: HttpRequest) -> HttpResponse:
    """Rows that are not here, or not whole, and why."""
    feed = request.GET.get("feed", "") if request.GET.get("feed") in feeds.BY_NAME else ""
    kind = request.GET.get("kind", "") if request.GET.get("kind") in SetAsideRow.Kind.values else ""
    pages = Pages(
        page_number(request.GET.get("page", "")), ROWS_A_PAGE, queries.set_aside_total(feed, kind), request.GET
    )
    rows = queries.set_aside_rows(feed, kind, start=max(pages.first - 1, 0), size=ROWS_A_PAGE)
    titles = {name: found.title for name, found in feeds.BY_NAME.items()}
    context = {
        "rows": rows,
        "pages": pages,
        "feed": feed,
        "kind": kind,
        "titles": titles,
        "kinds": SetAsideRow.Kind.choices,
    }
    return render(request, "legacy/set_aside.html.jinja", context)
