"""Saved searches: the list, keeping one, running one's own or a shared one, renaming, deleting."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from dps.platform.access import page
from dps.platform.web.refusals import Invalid, NotFound
from dps.prisoners.permissions import PrisonerPermission
from dps.prisoners.search.saved import commands, queries
from dps.prisoners.search.saved.forms import NameForm, SaveForm
from dps.prisoners.search.saved.rules import address_to_keep, kind_of

LIST = "/prisoners/saved-searches"


@page(PrisonerPermission.SEARCH_MY_PRISON)
def saved_searches(request: HttpRequest) -> HttpResponse:
    """One's own saved searches."""
    kept = [(search, kind_of(search.address)) for search in queries.saved_by(request.actor.username)]
    return render(request, "prisoners/saved/list.html.jinja", {"kept": kept})


@page(PrisonerPermission.SEARCH_MY_PRISON, methods=("GET", "POST"))
def save(request: HttpRequest) -> HttpResponse:
    """Give the search one has just run a name."""
    address = (request.POST if request.method == "POST" else request.GET).get("address", "")
    if request.method == "GET" and not address_to_keep(address):
        raise NotFound("no search")
    form = SaveForm(request.POST) if request.method == "POST" else SaveForm(initial={"address": address})
    if form.is_bound and form.is_valid():
        try:
            search = commands.save_search(form.cleaned_data["name"], address, by=request.actor)
        except Invalid as refused:
            form.add_problems(refused)
        else:
            messages.success(request, f"Search saved: {search.name}")
            return redirect(search.address)
    context = {"form": form, "address": address, "heading": "Save this search", "kind": kind_of(address)}
    return render(request, "prisoners/saved/name.html.jinja", context, status=400 if form.errors else 200)


@page(PrisonerPermission.SEARCH_MY_PRISON)
def run(request: HttpRequest, key: UUID) -> HttpResponse:
    """Run a search by its link: one's own, or one that a colleague shared. It shows what the reader may see."""
    return redirect(queries.shared(key).address)


@page(PrisonerPermission.SEARCH_MY_PRISON, methods=("GET", "POST"))
def rename(request: HttpRequest, key: UUID) -> HttpResponse:
    """Change the name of one's own search."""
    search = queries.own(key, request.actor.username)
    form = NameForm(request.POST) if request.method == "POST" else NameForm(initial={"name": search.name})
    if form.is_bound and form.is_valid():
        try:
            commands.rename_search(key, form.cleaned_data["name"], by=request.actor)
        except Invalid as refused:
            form.add_problems(refused)
        else:
            messages.success(request, "Search renamed")
            return redirect(LIST)
    context = {"form": form, "heading": "Rename this search", "kind": kind_of(search.address)}
    return render(request, "prisoners/saved/name.html.jinja", context, status=400 if form.errors else 200)


@page(PrisonerPermission.SEARCH_MY_PRISON, methods=("GET", "POST"))
def delete(request: HttpRequest, key: UUID) -> HttpResponse:
    """Delete one's own search."""
    search = queries.own(key, request.actor.username)
    if request.method == "POST":
        commands.delete_search(key, by=request.actor)
        messages.success(request, f"Search deleted: {search.name}")
        return redirect(LIST)
    return render(request, "prisoners/saved/delete.html.jinja", {"search": search, "heading": "Delete this search?"})
