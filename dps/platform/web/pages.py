"""Pages for those who run the product."""

import os
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest, multiprocess
from prometheus_client import REGISTRY as ONE_PROCESS

from dps.platform.access import PUBLIC, page
from dps.platform.web import health as parts


@page(PUBLIC)
def health(request: HttpRequest) -> HttpResponse:
    """Every component's state; 503 when a required one is down."""
    states = parts.all_states()
    up = all(state.up for state in states.values() if state.required)
    body = {
        "status": "UP" if up else "DOWN",
        "components": {
            name: {"status": "UP" if state.up else "DOWN", "details": state.details} for name, state in states.items()
        },
    }
    return JsonResponse(body, status=200 if up else 503)


@page(PUBLIC)
def liveness(request: HttpRequest) -> HttpResponse:
    """The process answers. Does not look at the database: a restart would not mend that."""
    return JsonResponse({"status": "UP"})


@page(PUBLIC)
def readiness(request: HttpRequest) -> HttpResponse:
    """Ready for visitors: the database answers."""
    try:
        up = parts.database().up
    except Exception:
        up = False
    return JsonResponse({"status": "UP" if up else "DOWN"}, status=200 if up else 503)


def _version() -> str:
    given = os.environ.get("DPS_VERSION", "")
    if given:
        return given
    head = Path(settings.ROOT) / ".git" / "HEAD"
    try:
        reference = head.read_text().strip().removeprefix("ref: ")
        commit = head.parent / reference
        return commit.read_text().strip()[:12] if commit.exists() else reference[:12]
    except OSError:
        return "unknown"


@page(PUBLIC)
def info(request: HttpRequest) -> HttpResponse:
    """What is running."""
    return JsonResponse(
        {"build": {"name": "digital-prison-services", "version": _version()}, "services": settings.SERVICES}
    )


@page(PUBLIC)
def metrics(request: HttpRequest) -> HttpResponse:
    """Prometheus figures of all web processes together."""
    registry = ONE_PROCESS
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        registry = CollectorRegistry()
        multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


@page(PUBLIC)
def robots(request: HttpRequest) -> HttpResponse:
    """Nothing here is for search engines."""
    return HttpResponse("User-agent: *\nDisallow: /\n", content_type="text/plain")
