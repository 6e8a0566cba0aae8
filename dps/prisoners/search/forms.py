"""Reading a search from an address. What is not understood is told, never an error page."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.http import QueryDict

from dps.estate import queries as estate
from dps.platform.design.forms import DateField, DpsForm, SelectField, TextField, cleaned_text
from dps.platform.design.paging import page_number
from dps.prisoners.search.queries import SORTS, Filters
from dps.prisoners.search.rules import AGE_BANDS, LONGEST_TERM

SIZES = (20, 50, 100)
MOST_SHOWN = 3000
SEXES = [("", "All"), ("M", "Male"), ("F", "Female"), ("NK", "Not known"), ("NS", "Not specified")]
WHERE = [("", "All"), ("IN", "Inside"), ("OUT", "Outside")]
LEGAL = [
    ("", "All"),
    ("REMAND", "Remand"),
    ("SENTENCED", "Sentenced"),
    ("INDETERMINATE_SENTENCE", "Indeterminate sentence"),
    ("RECALL", "Recall"),
    ("CONVICTED_UNSENTENCED", "Convicted unsentenced"),
    ("IMMIGRATION_DETAINEE", "Immigration detainee"),
]
AGES = [
    ("", "All"),
    *(
        (band, {"under-21": "Under 21", "50-over": "50 and over"}.get(band, band.replace("-", " to ")))
        for band in AGE_BANDS
    ),
]
ARRIVED = [("", "Any time"), ("24", "In the last 24 hours"), ("72", "In the last 72 hours")]
_OLD = {
    "keywords": "term",
    "alerts[]": "alerts",
    "viewAll": "showAll",
    "pageLimitOption": "size",
    "sortFieldsWithOrder": "sort",
    "locationPrefix": "location",
}
_OLD_SORTS = {
    "lastName,firstName:ASC": "name", "lastName,firstName:DESC": "-name", "assignedLivingUnitDesc:ASC": "location",
    "assignedLivingUnitDesc:DESC": "-location", "cellLocation:ASC": "location", "cellLocation:DESC": "-location",
    "dateOfBirth:DESC": "age", "dateOfBirth:ASC": "-age",
}  # fmt: skip


def with_new_names(query: QueryDict) -> QueryDict:
    """The parameters of old links under their names of today."""
    fresh = QueryDict(mutable=True)
    for key, values in query.lists():
        name = _OLD.get(key, key)
        for value in values[:60]:
            fresh.appendlist(name, _OLD_SORTS.get(value, value) if name == "sort" else value)
    return fresh


class PrisonSearchForm(DpsForm):
    """Filters of a search in one prison."""

    term = TextField(label="Name or prison number", max_length=LONGEST_TERM, classes="")
    location = SelectField(label="Residential location")
    legal = SelectField(label="Legal status", choices=LEGAL)
    age = SelectField(label="Age", choices=AGES)
    arrived = SelectField(label="Arrived", choices=ARRIVED)
    incentive = SelectField(label="Incentive level")
    category = SelectField(label="Category")


class GlobalSearchForm(DpsForm):
    """Filters of a search everywhere."""

    term = TextField(
        label="Name or prison number",
        max_length=LONGEST_TERM,
        classes="",
        hint="Or a PNC, CRO or book number",
    )
    where = SelectField(label="Location status", choices=WHERE)
    sex = SelectField(label="Gender", choices=SEXES)
    born = DateField(label="Date of birth")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_born(self) -> date | None:
        born: date | None = self.cleaned_data["born"]
        if born and born > self.today:
            self.add_error("born", "Date of birth must be in the past")
        return born


@dataclass(frozen=True, slots=True)
class View:
    """How a list is shown."""

    page: int = 1
    size: int = 50
    sort: str = "name"
    grid: bool = False
    show_all: bool = False
    similar: bool = False
    flags: tuple[str, ...] = field(default=())


def view_of(query: QueryDict, *, size: int) -> View:
    """Page, size, sort and layout; anything not understood is as if it were not there."""
    asked = query.get("size", "")
    chosen = int(asked) if asked.isascii() and asked.isdigit() and int(asked[:6]) in SIZES else size
    show_all = query.get("showAll") == "true"
    known = {flag.label for flag in estate.alert_flags()}
    return View(
        page=1 if show_all else page_number(query.get("page", "1")),
        size=MOST_SHOWN if show_all else chosen,
        sort=query.get("sort", "name") if query.get("sort") in SORTS else "name",
        grid=query.get("view") == "grid",
        show_all=show_all,
        similar=query.get("similar") == "yes",
        flags=tuple(dict.fromkeys(v for v in query.getlist("alerts") if v in known)),
    )


def codes_of(flags: tuple[str, ...]) -> tuple[str, ...]:
    """Every alert code the chosen flags stand for."""
    return tuple(code for flag in estate.alert_flags() if flag.label in flags for code in flag.codes)


def prison_form(query: QueryDict, prison: str) -> PrisonSearchForm:
    """The form of one prison, bound to what was asked."""
    wings = [(wing.path, wing.name) for wing in estate.wings(prison)]
    asked = cleaned_text(query.get("location"))[:60].upper().removeprefix(f"{prison}-")
    if asked and asked not in dict(wings):
        wings.append((asked, asked))
    data = {key: cleaned_text(query.get(key)) for key in PrisonSearchForm.base_fields}
    form = PrisonSearchForm({**data, "location": asked})
    form.fields["location"].choices = [("", f"All of {estate.agency_name(prison)}"), *wings]
    levels = [("", "All"), *((c, w) for c, w in estate.labels("IEP_LEVEL").items() if c != "ENT")]
    form.fields["incentive"].choices = levels
    form.fields["category"].choices = [("", "All"), *estate.labels("CATEGORY").items()]
    return form


def prison_filters(form: PrisonSearchForm, view: View) -> Filters:
    """The filters of a valid form."""
    cleaned = form.cleaned_data
    return Filters(
        location=cleaned["location"],
        alert_codes=codes_of(view.flags),
        incentive=cleaned["incentive"],
        category=cleaned["category"],
        legal_status=cleaned["legal"],
        age_band=cleaned["age"],
        arrived_within_hours=int(cleaned["arrived"] or 0),
    )


def global_filters(form: GlobalSearchForm) -> Filters:
    """The filters of a valid form."""
    cleaned = form.cleaned_data
    return Filters(sex=cleaned["sex"], where=cleaned["where"], born_on=cleaned["born"])
