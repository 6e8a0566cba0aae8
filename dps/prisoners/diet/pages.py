"""The page that changes what a person eats."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse

from dps.platform.access import Actor
from dps.prisoners.diet import commands, presenters, queries
from dps.prisoners.diet.forms import DietForm
from dps.prisoners.permissions import PrisonerPermission
from dps.prisoners.profile.editing import Editable, edit
from dps.prisoners.profile.frame import Opened, person_page
from dps.prisoners.rules.access import Part


def _read(person: Opened) -> Mapping[str, Any]:
    needs = queries.needs_of(person.number)
    return {**needs, **needs["details"]}


def _save(person: Opened, values: Mapping[str, Any], by: Actor) -> bool:
    return commands.set_diet(person, values["needs"], by=by)


DIET = Editable(
    label="Diet and food allergies",
    form=DietForm,
    read=_read,
    save=_save,
    says=presenters.diet_words,
    kind=commands.KIND,
    back="personal/#diet",
    template="prisoners/diet/edit.html.jinja",
    hint="Tick all that apply. An empty box means that there is no such need.",
)


@person_page(PrisonerPermission.EDIT_DIET, name="diet", part=Part.EDIT_DIET, methods=("GET", "POST"))
def diet(request: HttpRequest, person: Opened) -> HttpResponse:
    """What they may and may not eat."""
    return edit(request, person, DIET)
