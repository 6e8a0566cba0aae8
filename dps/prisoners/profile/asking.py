"""A page about a person that asks something: not for one value that is there, but to add, end or choose."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dps.platform.design.forms import DpsForm
from dps.prisoners.profile.frame import Opened, frame


def sent(request: HttpRequest) -> tuple[Any, Any]:
    """What a form is made from: text and files that were sent, or nothing when the page is only opened."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def ask(
    request: HttpRequest,
    person: Opened,
    form: DpsForm,
    heading: str,
    *,
    back: str,
    template: str = "prisoners/edit.html.jinja",
    hint: str = "",
    **more: Any,
) -> HttpResponse:
    """Show `form` under `heading`, 400 when it was sent and is not right. `back` is below the person's address."""
    context = frame(request, person, "") | {
        "form": form,
        "thing": {"hint": hint},
        "heading": heading,
        "cancel": person.base + back,
        "was": "",
        "conflict": False,
        **more,
    }
    return render(request, template, context, status=400 if form.is_bound and form.errors else 200)
