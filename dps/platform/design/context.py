"""What every template may use: the frame of the page. Reads nothing from the database."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from dps.platform.access.actor import NOBODY
from dps.platform.design import navigation

_prison_name: list[Callable[[str], str]] = []


def name_prisons_with(named: Callable[[str], str]) -> None:
    """How a prison code becomes a name in the header. Registered by estate, which platform may not import."""
    _prison_name[:] = [named]


def frame(request: HttpRequest) -> dict[str, Any]:
    """The actor, where they are and where they can go."""
    actor = getattr(request, "actor", NOBODY)
    caseload = actor.active_caseload
    return {
        "actor": actor,
        "navigation": navigation.links_for(actor, request.path) if actor.is_signed_in else [],
        "caseload_name": _prison_name[0](caseload) if caseload and _prison_name else caseload,
        "live_url": settings.LIVE_URL,
        "path": request.path,
        "force_ie8": settings.DEVELOPMENT and request.GET.get("ie8") == "1",
    }
