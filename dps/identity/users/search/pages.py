"""Searching for accounts of prison staff, and keeping the list."""

from collections.abc import Callable, Iterator

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from dps.identity.models import Account
from dps.identity.users import rules
from dps.identity.users.administrators import administrator_of
from dps.identity.users.permissions import UserPermission
from dps.identity.users.search import downloads, forms, presenters, queries
from dps.platform import audit, local_time
from dps.platform.access import holds, page
from dps.platform.design.paging import Pages, page_number, with_changes

A_PAGE = 20
READ = ("words", "status", "prison", "active", "lsa", "roles", "match", "page")
Lines = Callable[[QuerySet[Account], queries.Criteria], Iterator[str]]


def _form(request: HttpRequest) -> tuple[forms.UserSearchForm, rules.Administrator]:
    administrator = administrator_of(request.actor)
    return forms.UserSearchForm(request.GET, administrator, queries.roles_to_look_for(administrator)), administrator


@page(UserPermission.SEE, administration=True)
def search(request: HttpRequest) -> HttpResponse:
    """Accounts of prison staff that match, 20 a page."""
    form, administrator = _form(request)
    number, total, found = page_number(request.GET.get("page", "")), 0, []
    if form.is_valid():
        matching = queries.found(administrator, form.criteria())
        total = queries.count(matching)
        number = min(number, max(1, -(-min(total, queries.MOST_COUNTED) // A_PAGE)))
        found = queries.rows(matching, first=(number - 1) * A_PAGE, size=A_PAGE)
        _audit(request, "USERS_SEARCHED", shown=[one.username for one in found])
    too_many = total > queries.MOST_COUNTED
    may_keep = bool(total) and holds(request.actor, UserPermission.GIVE_ROLES)
    context = {
        "form": form,
        "rows": presenters.rows_of(found),
        "pages": Pages(number, A_PAGE, min(total, queries.MOST_COUNTED), request.GET),
        "too_many": too_many,
        "most": queries.MOST_COUNTED,
        "chips": presenters.chips(request.GET, form),
        "query": with_changes(request.GET, page=None),
        "may_keep": may_keep,
        "may_keep_administrators": may_keep and holds(request.actor, UserPermission.GIVE_CENTRAL_ROLES),
        "looks_after_nothing": not administrator.sees_everywhere and not administrator.prisons,
    }
    return render(request, "user_admin/search.html.jinja", context, status=400 if form.errors else 200)


@page(UserPermission.GIVE_ROLES, administration=True)
def download(request: HttpRequest) -> HttpResponseBase:
    """Everybody a search finds, as a file."""
    return _list(request, "users", lambda matching, criteria: downloads.users(queries.every_row(matching)))


@page(UserPermission.GIVE_CENTRAL_ROLES, administration=True)
def download_administrators(request: HttpRequest) -> HttpResponseBase:
    """The local administrators a search finds, a line for each prison they look after, as a file."""
    return _list(
        request,
        "local-administrators",
        lambda matching, criteria: downloads.local_administrators(
            queries.every_local_administrator(matching, criteria.prison if criteria.local_administrators_only else "")
        ),
    )


def _list(request: HttpRequest, name: str, lines_of: Lines) -> HttpResponseBase:
    """The file, or the search again when it is not understood or finds more than a list may hold."""
    form, administrator = _form(request)
    if form.is_valid():
        matching = queries.found(administrator, form.criteria())
        if queries.count(matching) <= queries.MOST_COUNTED:
            _audit(request, "USERS_DOWNLOADED", list=name)
            response = StreamingHttpResponse(
                lines_of(matching, form.criteria()), content_type="text/csv; charset=utf-8"
            )
            response["Content-Disposition"] = f'attachment; filename="{name}-{local_time.today():%Y-%m-%d}.csv"'
            response["Cache-Control"] = "no-store"
            return response
    return redirect(reverse("users:search") + with_changes(request.GET, page=None))


def _audit(request: HttpRequest, action: str, **more: object) -> None:
    criteria = {name: [v[:200] for v in values[:60]] for name in READ if (values := request.GET.getlist(name))}
    audit.record(action, by=request.actor, details={"criteria": criteria, **more})
