"""Error pages. Each says what happened, what to do, and a reference that finds the log line; nothing personal."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from psycopg_pool import PoolTimeout

from dps.platform.access.pages import PUBLIC, page
from dps.platform.web import problems

DATABASE_AWAY = (OperationalError, InterfaceError, PoolTimeout)


def _error(request: HttpRequest, status: int) -> HttpResponse:
    if problems.is_for_machines(request):
        return problems.problem(request, status)
    reference = getattr(request, "request_id", "")
    response = render(request, f"design/errors/{status}.html.jinja", {"reference": reference}, status=status)
    response["Cache-Control"] = "no-store"
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _error(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _error(request, 403)


@page(PUBLIC, methods=("GET", "POST", "PUT", "PATCH", "DELETE"))
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _error(request, 404)


def conflict(request: HttpRequest) -> HttpResponse:
    return _error(request, 409)


def server_error(request: HttpRequest) -> HttpResponse:
    """Django asks for this inside `except`. A database that went away before a page was chosen is no defect: 503."""
    if isinstance(sys.exc_info()[1], DATABASE_AWAY):
        return unavailable(request)
    return _error(request, 500)


def unavailable(request: HttpRequest) -> HttpResponse:
    response = _error(request, 503)
    response["Retry-After"] = "30"
    return response


def expired_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Shown when a form's protection token is missing or out of date."""
    response = render(
        request,
        "design/errors/expired_form.html.jinja",
        {"reference": getattr(request, "request_id", "")},
        status=403,
    )
    response["Cache-Control"] = "no-store"
    return response
