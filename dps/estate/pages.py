from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dps.estate import presenters, queries
from dps.estate.models import Agency
from dps.estate.permissions import EstatePermission
from dps.platform.access import page
from dps.platform.design.forms import cleaned_text
from dps.platform.web.refusals import NotFound


@page(EstatePermission.SEE)
def prisons(request: HttpRequest) -> HttpResponse:
    """Every prison, by name; searched by name, Welsh name or code."""
    words = cleaned_text(request.GET.get("words"))[:60]
    serves = request.GET.get("serves", "") if request.GET.get("serves") in ("M", "F") else ""
    closed_too = request.GET.get("closed") == "yes"
    found = queries.search_agencies(words, only_open=not closed_too, serves=serves)
    context = {
        "found": found,
        "words": words,
        "serves": serves,
        "closed_too": closed_too,
        "serves_words": presenters.SERVES,
        "operator_words": presenters.operator_words,
    }
    return render(request, "estate/prisons.html.jinja", context)


@page(EstatePermission.SEE)
def prison(request: HttpRequest, code: str) -> HttpResponse:
    """One prison: facts and its wings and landings."""
    found = Agency.objects.filter(code=code.upper()[:6], type="INST").first()
    if found is None:
        raise NotFound(code)
    context = {"prison": found, "facts": presenters.facts(found), "units": queries.residential_units(found.code)}
    return render(request, "estate/prison.html.jinja", context)


@page(EstatePermission.SEE)
def codes(request: HttpRequest) -> HttpResponse:
    """Reference codes, by list and words."""
    words = cleaned_text(request.GET.get("words"))[:60]
    domain = request.GET.get("list", "")
    domain = domain if domain in queries.domains() else ""
    found = queries.search_codes(words, domain) if words or domain else []
    context = {
        "found": found[: queries.MOST_CODES],
        "more": len(found) > queries.MOST_CODES,
        "words": words,
        "domain": domain,
        "domains": queries.domains(),
    }
    return render(request, "estate/codes.html.jinja", context)
