"""Asks each page's capability before it runs: signed in by default, refused when a page declares nothing."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from dps.platform.access.grants import require
from dps.platform.access.pages import BY_OPERATION, PUBLIC, SIGNED_IN
from dps.platform.web import errors, problems
from dps.platform.web.refusals import NotAllowed


class PageDeclaresNoCapability(Exception):
    """A view was routed without `@page(...)`: a defect, found by the walk over all addresses."""


class RequireCapability:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: object, kwargs: object
    ) -> HttpResponse | None:
        capability = getattr(view, "capability", None)
        if capability is None:
            raise PageDeclaresNoCapability(f"{view.__module__}.{getattr(view, '__name__', view)}")
        if capability in (PUBLIC, BY_OPERATION):
            return None
        actor = request.actor
        if problems.is_for_machines(request) and not actor.is_signed_in:
            return problems.problem(request, 401, headers={"WWW-Authenticate": "Bearer"})
        too_idle = view.administration and request.idle_seconds > settings.ADMIN_IDLE_MINUTES * 60
        if too_idle and actor.is_signed_in:
            request.end_session()
        if too_idle or not actor.is_signed_in:
            wanted = request.get_full_path() if request.method == "GET" else ""
            query = f"?{urlencode({'next': wanted})}" if wanted not in ("", "/") else ""
            return HttpResponseRedirect(f"{settings.LOGIN_URL}{query}")
        if capability != SIGNED_IN:
            try:
                require(actor, capability)
            except NotAllowed:  # Django gives what is raised here to no `process_exception`: it would be a 500
                return errors.forbidden(request)
        return None


require_capability = RequireCapability
