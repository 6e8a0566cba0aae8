"""The Personal tab and the pages that change one thing of it."""

from django.http import HttpRequest, HttpResponse

from dps.prisoners.permissions import PrisonerPermission
from dps.prisoners.personal.fields.smoker import SMOKER
from dps.prisoners.profile.editing import edit
from dps.prisoners.profile.frame import Opened, person_page
from dps.prisoners.rules.access import Part


@person_page(PrisonerPermission.EDIT, name="smoker", part=Part.EDIT, methods=("GET", "POST"))
def smoker(request: HttpRequest, person: Opened) -> HttpResponse:
    """Whether they smoke."""
    return edit(request, person, SMOKER)
