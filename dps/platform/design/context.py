"""What every template may use: the frame of the page. Reads nothing from the database."""

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.template.backends.utils import csrf_input
from django.utils.html import format_html

from dps.platform.access.actor import NOBODY, Actor
from dps.platform.design import navigation
from dps.platform.web import submissions

_prison_name: list[Callable[[str], str]] = []


def name_prisons_with(named: Callable[[str], str]) -> None:
    """How a prison code becomes a name in the header. Registered by estate, which platform may not import."""
    _prison_name[:] = [named]


class _FormTokens:
    """What every form carries unseen, made anew for each form: the protection against other sites, and for those who
    are signed in the token that makes a double click one write, and the prison the page was opened in."""

    def __init__(self, request: HttpRequest, actor: Actor) -> None:
        self._request, self._actor = request, actor

    def __html__(self) -> str:
        hidden = csrf_input(self._request)
        if self._actor.is_signed_in:
            hidden += submissions.token_field()
            if caseload := self._actor.active_caseload:
                hidden += format_html('<input type="hidden" name="working-in" value="{}">', caseload)
        return str(hidden)

    __str__ = __html__


def frame(request: HttpRequest) -> dict[str, Any]:
    """The actor, where they are and where they can go."""
    actor = getattr(request, "actor", NOBODY)
    caseload = actor.active_caseload
    return {
        "csrf_input": _FormTokens(request, actor),
        "actor": actor,
        "navigation": navigation.links_for(actor, request.path) if actor.is_signed_in else [],
        "caseload_name": _prison_name[0](caseload) if caseload and _prison_name else caseload,
        "live_url": settings.LIVE_URL,
        "page_read_at": f"{getattr(request, 'began', time.time()):.3f}",
        "path": request.path,
        "force_ie8": settings.DEVELOPMENT and request.GET.get("ie8") == "1",
    }
