from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from dps.identity.external.presenters import Question
from dps.platform.design.forms import DpsForm
from dps.platform.web.refusals import Invalid


def are_you_sure(
    request: HttpRequest,
    question: Question,
    do: Callable[[], object],
    *,
    name: str,
    back: str,
    what: str = "",
    then: str = "",
) -> HttpResponse:
    """Ask, and do it once the answer is sent. What is refused is said above the question. `back` is where one came
    from, `then` where one goes when it is done, if elsewhere."""
    form = DpsForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            do()
        except Invalid as refused:
            form.add_problems(refused)
        else:
            messages.success(request, question.done.format(name=name, what=what))
            return redirect(then or back)
    context = {
        "form": form,
        "heading": question.heading.format(name=name, what=what),
        "words": question.words.format(name=name, what=what),
        "question": question,
        "back": back,
    }
    return render(request, "external/sure.html.jinja", context, status=400 if form.errors else 200)


def form_page(
    request: HttpRequest, form: DpsForm, *, heading: str, back: str, button: str, words: str = ""
) -> HttpResponse:
    """A form with all its fields one below the other."""
    context = {"form": form, "heading": heading, "back": back, "button": button, "words": words}
    return render(request, "external/form.html.jinja", context, status=400 if form.errors else 200)
