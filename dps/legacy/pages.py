from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dps.legacy.permissions import LegacyPermission
from dps.platform.access import page


@page(LegacyPermission.SEE)
def console(request: HttpRequest) -> HttpResponse:
    """How the link to NOMIS is doing."""
    return render(request, "legacy/console.html.jinja", {})
