"""How great a risk a person was found to be to whoever shares a cell with them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dps.platform.web.refusals import NotFound
from dps.prisoners.cell_sharing import presenters, queries, rules
from dps.prisoners.cell_sharing.forms import ReviewsForm
from dps.prisoners.permissions import PrisonerPermission
from dps.prisoners.profile.frame import Opened, frame, person_page
from dps.prisoners.rules.access import Part


@person_page(PrisonerPermission.SEE, name="csra history", part=Part.CSRA_HISTORY)
def reviews(request: HttpRequest, person: Opened) -> HttpResponse:
    """Every review that has a level, newest first."""
    every = queries.reviews(person.number)
    form = ReviewsForm(request.GET, every)
    wanted = form.wanted()
    context = frame(request, person, "csra/") | {
        "form": form,
        "rows": [presenters.row_of(one) for one in rules.matching(every, wanted)],
        "any": bool(every),
        "filtered": wanted != rules.Wanted(),
        "rated_on": person.record["csra_on"],
    }
    return render(request, "prisoners/cell_sharing/reviews.html.jinja", context)


@person_page(PrisonerPermission.SEE, name="csra review", part=Part.CSRA_HISTORY)
def review(request: HttpRequest, person: Opened, review: int) -> HttpResponse:
    """One review with each of its levels, and what was asked and answered."""
    found = next((one for one in queries.reviews(person.number) if one.id == review), None)
    if found is None:
        raise NotFound(review)
    answered = queries.answers_of([found])[found.id]
    context = frame(request, person, "csra/") | {"one": presenters.row_of(found), "answered": answered}
    return render(request, "prisoners/cell_sharing/review.html.jinja", context)
