"""The least a signed-in page about a person can be: session, account, one row, a template of one line."""

from functools import cache

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.template.backends.jinja2 import Template

from dps.platform.access import SIGNED_IN, page
from dps.prisoners.models import Person

TEMPLATE = "<!DOCTYPE html><html lang=en><title>{{ number }}</title><h1>{{ name }}</h1></html>"


@cache
def _template() -> Template:
    return engines["jinja"].from_string(TEMPLATE)


@page(SIGNED_IN)
def floor(request: HttpRequest, number: str) -> HttpResponse:
    """One person's name by number."""
    row = Person.objects.values_list("last_name", flat=True).filter(pk=number).first()
    return HttpResponse(_template().render({"number": number, "name": row}, request))
