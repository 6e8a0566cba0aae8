"""The Personal tab and the pages that change one thing of it."""

from collections.abc import Callable, Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from dps.estate import queries as estate
from dps.platform.web.refusals import NotFound
from dps.prisoners.permissions import PrisonerPermission
from dps.prisoners.personal import panels, presenters, queries
from dps.prisoners.personal.fields import appearance, birth, family, languages, size
from dps.prisoners.personal.fields.nationality import NATIONALITY
from dps.prisoners.personal.fields.religion import RELIGION
from dps.prisoners.personal.fields.smoker import SMOKER
from dps.prisoners.personal.rules import choices
from dps.prisoners.profile.editing import Editable, edit
from dps.prisoners.profile.frame import Opened, frame, person_page
from dps.prisoners.rules.access import Part
from dps.prisoners.rules.custody import SCAN_LIMIT

View = Callable[..., HttpResponse]
GET_AND_POST = ("GET", "POST")


@person_page(PrisonerPermission.SEE, name="personal")
def personal(request: HttpRequest, person: Opened) -> HttpResponse:
    """Everything about the person themselves, in sections."""
    context = frame(request, person, "personal/")
    return render(request, "prisoners/personal/page.html.jinja", context | {"panels": panels.panels_for(person)})


def _page_of(name: str, thing: Editable, *, sensitive: bool = False) -> View:
    """The page that changes one thing. `name` is what the audit calls it."""
    capability = PrisonerPermission.EDIT_SENSITIVE if sensitive else PrisonerPermission.EDIT
    part = Part.EDIT_SENSITIVE if sensitive else Part.EDIT

    @person_page(capability, name=name, part=part, methods=GET_AND_POST)
    def changed(request: HttpRequest, person: Opened) -> HttpResponse:
        return edit(request, person, thing)

    return changed


FIELDS: Mapping[str, View] = {
    "smoker": _page_of("smoker", SMOKER),
    "hair": _page_of("hair", appearance.HAIR),
    "facial-hair": _page_of("facial hair", appearance.FACIAL_HAIR),
    "face": _page_of("face", appearance.FACE),
    "build": _page_of("build", appearance.BUILD),
    "eyes": _page_of("eyes", appearance.EYES),
    "shoe-size": _page_of("shoe size", appearance.SHOE_SIZE),
    "religion": _page_of("religion", RELIGION),
    "domestic-status": _page_of("domestic status", family.DOMESTIC_STATUS),
    "children": _page_of("children", family.CHILDREN),
    "languages": _page_of("languages", languages.MAIN_LANGUAGES),
    "languages/add": _page_of("add language", languages.ONE_MORE),
    "sexual-orientation": _page_of("sexual orientation", family.SEXUAL_ORIENTATION, sensitive=True),
    "nationality": _page_of("nationality", NATIONALITY, sensitive=True),
    "birth-place": _page_of("birth place", birth.BIRTH_PLACE, sensitive=True),
    "birth-country": _page_of("birth country", birth.BIRTH_COUNTRY, sensitive=True),
    "date-of-birth": _page_of("date of birth", birth.DATE_OF_BIRTH, sensitive=True),
}
"""The pages that change one thing, by where they are below `personal/`."""


def _in_unit(request: HttpRequest, units: Mapping[str, Editable]) -> Editable:
    """The form in the unit the address asks for; the usual one for anything else."""
    return units.get(request.GET.get("in", ""), next(iter(units.values())))


@person_page(PrisonerPermission.EDIT, name="height", part=Part.EDIT, methods=GET_AND_POST)
def height(request: HttpRequest, person: Opened) -> HttpResponse:
    """How tall they are."""
    return edit(request, person, _in_unit(request, size.HEIGHTS))


@person_page(PrisonerPermission.EDIT, name="weight", part=Part.EDIT, methods=GET_AND_POST)
def weight(request: HttpRequest, person: Opened) -> HttpResponse:
    """What they weigh."""
    return edit(request, person, _in_unit(request, size.WEIGHTS))


@person_page(PrisonerPermission.EDIT_SENSITIVE, name="ethnic group", part=Part.EDIT_SENSITIVE)
def ethnicity(request: HttpRequest, person: Opened) -> HttpResponse:
    """Which group, before the background within it is asked."""
    code = person.record["ethnicity"]
    asked = "next" in request.GET
    form = birth.GroupForm(request.GET if asked else None, initial={"group": choices.ethnic_group_of(code)})
    if asked and form.is_valid():
        return redirect(f"{person.base}personal/ethnicity/{form.cleaned_data['group']}/")
    context = frame(request, person, "") | {
        "form": form,
        "now_says": birth.ethnicity_words(code),
        "cancel": person.base + birth.BACK,
    }
    return render(request, "prisoners/personal/ethnic_group.html.jinja", context, status=400 if asked else 200)


@person_page(PrisonerPermission.EDIT_SENSITIVE, name="ethnicity", part=Part.EDIT_SENSITIVE, methods=GET_AND_POST)
def ethnic_background(request: HttpRequest, person: Opened, group: str) -> HttpResponse:
    """Which background within the group."""
    if group not in choices.ETHNIC_GROUPS:
        raise NotFound(group)
    return edit(request, person, birth.ethnicity_of_group(group))


@person_page(PrisonerPermission.EDIT, name="language", part=Part.EDIT, methods=GET_AND_POST)
def language(request: HttpRequest, person: Opened, code: str) -> HttpResponse:
    """What they can do in one other language."""
    return edit(request, person, languages.change_of(code))


@person_page(PrisonerPermission.EDIT, name="remove language", part=Part.EDIT, methods=GET_AND_POST)
def remove_language(request: HttpRequest, person: Opened, code: str) -> HttpResponse:
    """Ask before one other language is taken away."""
    return edit(request, person, languages.removal_of(code))


@person_page(PrisonerPermission.SEE, name="religion history", part=Part.IN_CASELOAD_ONLY)
def religions(request: HttpRequest, person: Opened) -> HttpResponse:
    """Every religion until now, with dates, reasons and who recorded it."""
    context = frame(request, person, "personal/")
    context |= {"beliefs": queries.beliefs_of(person.number), "words": estate.labels("RELF")}
    return render(request, "prisoners/personal/religions.html.jinja", context)


@person_page(PrisonerPermission.SEE, name="x-ray scans")
def scans(request: HttpRequest, person: Opened) -> HttpResponse:
    """Every X-ray body scan of this booking, and the warnings not to."""
    context = frame(request, person, "personal/")
    this_year = person.record["scans"]
    alert = any(alert.code == "XXRAY" for alert in context["active_alerts"] or [])
    context |= {
        "scans": queries.body_scans(person.booking_id),
        "this_year": this_year,
        "limit": SCAN_LIMIT,
        "warnings": presenters.scan_warnings(this_year, alert=alert),
    }
    return render(request, "prisoners/personal/scans.html.jinja", context)
