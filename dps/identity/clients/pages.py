"""Looking after the systems that sign people in here. Opened only from trusted networks, where any are set."""

import base64
import csv
import io
from collections.abc import Callable, Sequence
from datetime import date
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from dps.identity.clients import commands, presenters, queries, rules
from dps.identity.clients.forms import ClientForm, DeploymentForm, NewClientForm, initial_of, opened_with
from dps.identity.clients.permissions import ClientPermission
from dps.identity.clients.values import deployment_of, settings_of
from dps.identity.sessions.store import PUBLIC_ID
from dps.identity.sessions.where import address_of
from dps.platform import local_time
from dps.platform.access import holds, page
from dps.platform.design.forms import cleaned_text
from dps.platform.design.paging import Pages, page_number, with_changes
from dps.platform.design.sorting import column
from dps.platform.web.refusals import Invalid

View = Callable[..., HttpResponse]
NEW = {
    "grant": rules.SIGNS_PEOPLE_IN, "scopes": "openid\nprofile\nemail\nread", "access_token_seconds": "1200",
    "refresh_token_seconds": "43200", "second_step": "none", "kind": "SERVICE",
}  # fmt: skip
COLUMNS = [
    ("client", "Client"),
    ("copies", "Copies"),
    ("team", "Team"),
    ("secret", "Oldest secret"),
    ("used", "Last used"),
]


def administration_page(capability: str, methods: Sequence[str] = ("GET",)) -> Callable[[View], View]:
    """A page of this room: it asks the capability, and refuses what comes from outside the trusted networks."""

    def declare(view: View) -> View:
        @wraps(view)
        def from_inside(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            trusted = settings.TRUSTED_NETWORKS
            if trusted and not rules.inside(address_of(request), trusted):
                return render(request, "clients/outside.html.jinja", status=403)
            return view(request, *args, **kwargs)

        return page(capability, methods=methods, administration=True)(from_inside)

    return declare


def _filters(request: HttpRequest) -> dict[str, Any]:
    role, grant, kind = (request.GET.get(name, "") for name in ("role", "grant", "kind"))
    sort = request.GET.get("sort", "")
    return {
        "words": cleaned_text(request.GET.get("words"))[:100],
        "role": rules.role_code(role)[:60],
        "grant": grant if grant in rules.GRANTS else "",
        "kind": kind if kind in rules.KINDS else "",
        "old_before": local_time.now() - rules.SECRET_OLD_AFTER if request.GET.get("old") == "yes" else None,
        "sort": sort if sort.removeprefix("-") in queries.SORTS else "client",
    }


@administration_page(ClientPermission.SEE)
def clients(request: HttpRequest) -> HttpResponse:
    """Every system, with how many copies of its secret are live, how old they are and when it was last here."""
    number, filters = page_number(request.GET.get("page", "")), _filters(request)
    found, total = queries.clients(**filters, first=(number - 1) * queries.PAGE_SIZE)
    now, today = local_time.now(), local_time.today()
    context = {
        "lines": [presenters.line(row, at=now, today=today) for row in found],
        "pages": Pages(number, queries.PAGE_SIZE, total, request.GET),
        "filters": filters,
        "roles": queries.roles_in_use(),
        "grants": rules.GRANTS,
        "kinds": rules.KINDS,
        "columns": {
            key: column(words, ascending=key, descending=f"-{key}", now=filters["sort"], query=request.GET)
            for key, words in COLUMNS
        },
        "file": with_changes(request.GET, page=None),
        "may_administer": holds(request.actor, ClientPermission.ADMINISTER),
    }
    return render(request, "clients/clients.html.jinja", context)


@administration_page(ClientPermission.SEE)
def download(request: HttpRequest) -> HttpResponse:
    """The list as a file that spreadsheets open."""
    filters = _filters(request)
    found, _ = queries.clients(**filters, size=queries.MOST_IN_A_FILE)
    told = {name: str(value) for name, value in filters.items() if value and name != "sort"}
    commands.tell_download(rows=len(found), filters=told, by=request.actor, at=local_time.now())
    text = io.StringIO("\ufeff")
    text.seek(1)
    writer = csv.writer(text)
    writer.writerow(presenters.FILE_COLUMNS)
    writer.writerows(presenters.file_row(row) for row in found)
    response = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="clients.csv"'
    response["Cache-Control"] = "private, max-age=0, must-revalidate"
    return response


@administration_page(ClientPermission.SEE)
def client(request: HttpRequest, base_id: str) -> HttpResponse:
    """One system: its copies, settings, and who runs it."""
    copies = queries.copies_of(base_id)
    now, shown = local_time.now(), copies[0]
    context = {
        "client": shown,
        "copies": presenters.copy_lines(copies, queries.may_retire(copies, now), now),
        "most_live": rules.MOST_LIVE,
        "over": rules.is_over(shown.ends_on, local_time.today()),
        "settings": presenters.rows(rules.as_plain(settings_of(shown))),
        "deployment": presenters.rows(rules.as_plain(deployment_of(shown))),
        "may_administer": holds(request.actor, ClientPermission.ADMINISTER),
        "may_rotate": holds(request.actor, ClientPermission.ROTATE),
    }
    return render(request, "clients/client.html.jinja", context)


@administration_page(ClientPermission.ADMINISTER, methods=("GET", "POST"))
def register(request: HttpRequest) -> HttpResponse:
    form = NewClientForm(request.POST if request.method == "POST" else None, initial=NEW)
    if form.is_valid():
        try:
            return _made(request, commands.register_client, **form.given())
        except Invalid as refused:
            form.refuse(refused.problems)
    context = {"form": form, "heading": "Register a system", "back": ""}
    return render(request, "clients/client_form.html.jinja", context, status=400 if form.errors else 200)


def _made(request: HttpRequest, make: Callable[..., Any], *args: str, **given: Any) -> HttpResponse:
    """Make a secret and go to the page that shows it."""
    by, now = request.actor, local_time.now()
    with transaction.atomic():
        made, secret = make(*args, **given, by=by, at=now)
        commands.keep_to_show(secret, made, session=request.session.get(PUBLIC_ID, ""), by=by, at=now)
    return redirect("clients:secret", made.client_id)


@administration_page(ClientPermission.ROTATE)
def secret(request: HttpRequest, client_id: str) -> HttpResponse:
    """The secret just made, once: the same page asked for again says that it is gone."""
    copy, _ = queries.copy(client_id)
    shown = None
    if request.method == "GET":  # a look ahead (HEAD) must not use it up
        shown = commands.show_once(
            client_id, session=request.session.get(PUBLIC_ID, ""), by=request.actor, at=local_time.now()
        )
    pairs = [("Client id", client_id), ("Client secret", shown)] if shown else []
    encoded = [(f"{label}, base64", base64.b64encode(value.encode()).decode()) for label, value in pairs]
    return render(request, "clients/secret.html.jinja", {"client": copy, "shown": [*pairs, *encoded]})


def _edit(
    request: HttpRequest,
    form_of: type[ClientForm] | type[DeploymentForm],
    kept: dict[str, object],
    save: Callable[..., None],
    *,
    base_id: str,
    heading: str,
    ends_on: date | None = None,
) -> HttpResponse:
    """A form over kept values: saved, refused in words, or told what somebody else changed meanwhile."""
    first = {**initial_of(kept), "ends_on": ends_on}
    form = form_of(request.POST if request.method == "POST" else None, initial=first)
    changed: list[str] = []
    if form.is_valid():
        try:
            save(base_id, seen=form.seen(), by=request.actor, at=local_time.now(), **form.given())
            messages.success(request, "The changes are saved")
            return redirect("clients:client", base_id)
        except Invalid as refused:
            form.refuse(refused.problems)
        except commands.ChangedMeanwhile as conflict:
            changed = presenters.changed_words(conflict.changes)
    # After a conflict the form knows what is there now, so that saving again is a decision; otherwise what it knew.
    opened = opened_with(kept) if changed or not form.is_bound else form.data.get("opened_with", "")
    context = {"form": form, "heading": heading, "back": base_id, "changed": changed, "opened_with": opened}
    template = "clients/client_form.html.jinja" if form_of is ClientForm else "clients/deployment.html.jinja"
    return render(request, template, context, status=409 if changed else 400 if form.errors else 200)


@administration_page(ClientPermission.ADMINISTER, methods=("GET", "POST"))
def change(request: HttpRequest, base_id: str) -> HttpResponse:
    kept = settings_of(queries.copies_of(base_id)[0])
    return _edit(
        request, ClientForm, rules.as_plain(kept), commands.change_client, base_id=base_id,
        heading=f"Change {kept.name}", ends_on=kept.ends_on,
    )  # fmt: skip


@administration_page(ClientPermission.ADMINISTER, methods=("GET", "POST"))
def deployment(request: HttpRequest, base_id: str) -> HttpResponse:
    found = queries.copies_of(base_id)[0]
    return _edit(
        request, DeploymentForm, rules.as_plain(deployment_of(found)), commands.change_deployment, base_id=base_id,
        heading=f"Who runs {found.name}",
    )  # fmt: skip


@administration_page(ClientPermission.ROTATE, methods=("GET", "POST"))
def rotate(request: HttpRequest, base_id: str) -> HttpResponse:
    """One more copy with a new secret, to put in place before the old one goes."""
    copies = queries.copies_of(base_id)
    if request.method == "POST":
        return _made(request, commands.duplicate_for_rotation, base_id)
    context = {"client": copies[0], "copies": len(copies), "most_live": rules.MOST_LIVE}
    return render(request, "clients/rotate.html.jinja", context)


@administration_page(ClientPermission.ROTATE, methods=("GET", "POST"))
def delete(request: HttpRequest, client_id: str) -> HttpResponse:
    copy, copies = queries.copy(client_id)
    if request.method == "POST":
        last = commands.delete_client(client_id, by=request.actor, at=local_time.now())
        messages.success(request, f"{client_id} is deleted")
        return redirect("clients:clients") if last else redirect("clients:client", copy.base_id)
    now = local_time.now()
    context = {
        "client": copy,
        "last": copies == 1,
        "in_use": copy.last_used_at is not None and now - copy.last_used_at < rules.RETIRE_UNUSED_AFTER,
        "may_delete": copies > 1 or holds(request.actor, ClientPermission.ADMINISTER),
    }
    return render(request, "clients/delete.html.jinja", context)
