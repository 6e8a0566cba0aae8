"""The component gallery, for those who build pages. Only on localhost."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dps.platform.access import PUBLIC, page
from dps.platform.design.forms import (
    CheckboxesField,
    DateField,
    DpsForm,
    PasswordField,
    RadiosField,
    SelectField,
    TextAreaField,
    TextField,
)
from dps.platform.design.paging import Pages, page_number
from dps.platform.design.sorting import column
from dps.platform.web import errors

FAMILIES = ["self-harm", "security", "medical", "risk", "other", "ex-armed-forces", "care-leaver", "visor"]


class GalleryForm(DpsForm):
    name = TextField(label="Name or prison number", max_length=35, missing="Enter a name", hint="For example, Smith")
    reason = TextAreaField(label="Why are you creating this alert?", max_length=4000, missing="Say why")
    password = PasswordField(label="Password", max_length=256)
    wing = SelectField(
        label="Wing", choices=[("", "Choose a wing"), ("A", "A wing"), ("B", "B wing")], missing="Choose a wing"
    )
    scope = RadiosField(
        label="Search where?",
        choices=[("here", "In Leeds"), ("all", "In any establishment")],
        missing="Choose where to search",
    )
    flags = CheckboxesField(label="Alerts", choices=[("HA", "ACCT open"), ("XA", "Arsonist")])
    born = DateField(label="Date of birth", missing="Enter a date of birth")


@page(PUBLIC, methods=("GET", "POST"))
def gallery(request: HttpRequest) -> HttpResponse:
    form = GalleryForm(request.POST if request.method == "POST" else None)
    context = {
        "form": form,
        "families": FAMILIES,
        "pages": Pages(page_number(request.GET.get("page", "4")), 20, 400, request.GET),
        "column": column(
            "Name", ascending="name", descending="-name", now=request.GET.get("sort", "name"), query=request.GET
        ),
        "day": date(2026, 11, 24),
    }
    return render(request, "design/gallery.html.jinja", context)


@page(PUBLIC)
def error_page(request: HttpRequest, status: str) -> HttpResponse:
    if status == "expired":
        return errors.expired_form(request)
    known = {
        "400": errors.bad_request,
        "403": errors.forbidden,
        "404": errors.not_found,
        "409": errors.conflict,
        "500": errors.server_error,
        "503": errors.unavailable,
    }
    return known.get(status, errors.not_found)(request)
