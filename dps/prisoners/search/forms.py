"""Reading a search from an address. What is not understood is told, never an error page."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.http import QueryDict

from dps.estate import queries as estate
from dps.platform.design.forms import DateField, DpsForm, SelectField, TextField, cleaned_text
from dps.platform.design.paging import page_number
from dps.prisoners.rules import names
from dps.prisoners.search.facets import ARRIVED_WITHIN, LEAVES_WITHIN, Counts
from dps.prisoners.search.filters import Filters
from dps.prisoners.search.places import places
from dps.prisoners.search.queries import SORTS
from dps.prisoners.search.rules import AGE_BANDS, LONGEST_TERM

SIZES = (20, 50, 100)
MOST_SHOWN = 3000
SEXES = [("", "All"), ("M", "Male"), ("F", "Female"), ("NK", "Not known"), ("NS", "Not specified")]
WHERE = [("", "All"), ("IN", "Inside"), ("OUT", "Outside")]
LEGAL = [
    ("", "All"),
    ("REMAND", "Remand"),
    ("CONVICTED", "Convicted, of any kind"),
    ("SENTENCED", "Sentenced"),
    ("INDETERMINATE_SENTENCE", "Indeterminate sentence"),
    ("RECALL", "Recall"),
    ("CONVICTED_UNSENTENCED", "Convicted unsentenced"),
    ("IMMIGRATION_DETAINEE", "Immigration detainee"),
    ("CIVIL_PRISONER", "Civil prisoner"),
]
AGES = [
    ("", "All"),
    *(
        (band, {"under-21": "Under 21", "50-over": "50 and over"}.get(band, band.replace("-", " to ")))
        for band in AGE_BANDS
    ),
]
ARRIVED = [("", "Any time"), *((str(hours), f"In the last {hours} hours") for hours in ARRIVED_WITHIN)]
LEAVES = [("", "Any time"), *((str(days), f"Within {days} days") for days in LEAVES_WITHIN)]
INSIDE = [("", "All"), ("IN", "In now"), ("OUT", "Out: court, hospital, leave")]
PHOTO = [("", "All"), ("YES", "With a photograph"), ("NO", "No photograph")]
PRISON_FILTERS = (
    "location", "legal", "age", "arrived", "leaves", "incentive", "category", "csra", "inside", "photo", "religion",
    "language", "key_worker",
)  # fmt: skip
_ALWAYS_OFFERED = ("legal", "age", "arrived", "leaves", "inside", "photo", "location")
"""Their choices stay when nobody is left in them; of longer lists only what somebody has is offered."""
_OLD = {
    "keywords": "term",
    "alerts[]": "alerts",
    "viewAll": "showAll",
    "pageLimitOption": "size",
    "sortFieldsWithOrder": "sort",
    "locationPrefix": "location",
    "cellLocationPrefix": "location",
    "incentiveLevelCode": "incentive",
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
    leaves = SelectField(label="Release or sentence end", choices=LEAVES)
    incentive = SelectField(label="Incentive level")
    category = SelectField(label="Category")
    csra = SelectField(label="CSRA")
    inside = SelectField(label="In or out", choices=INSIDE)
    photo = SelectField(label="Photograph", choices=PHOTO)
    religion = SelectField(label="Religion, faith or belief")
    language = SelectField(label="Spoken language")
    key_worker = SelectField(label="Key worker")
    born_from = DateField(label="Born on or after")
    born_to = DateField(label="Born on or before")

    def clean_born_to(self) -> date | None:
        first, last = self.cleaned_data.get("born_from"), self.cleaned_data["born_to"]
        if first and last and last < first:
            self.add_error("born_to", "Born on or before must not be earlier than born on or after")
        return last  # type: ignore[no-any-return]


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
    asked = cleaned_text(query.get("location"))[:60].upper().removeprefix(f"{prison}-").strip("-")
    data = {key: cleaned_text(value) for key, value in query.items()}
    form = PrisonSearchForm({**data, "location": "" if asked == prison else asked})
    levels = [(code, words) for code, words in estate.labels("IEP_LEVEL").items() if code != "ENT"]
    worker = data.get("key_worker", "")
    known = worker.isascii() and worker.isdigit() and len(worker) < 19
    for name, choices in (
        ("location", places(prison, str(form.data["location"]))),
        ("incentive", levels),
        ("category", list(estate.labels("CATEGORY").items())),
        ("csra", list(estate.labels("CSRA").items())),
        ("religion", list(estate.labels("RELF").items())),
        ("language", list(estate.labels("LANG").items())),
        ("key_worker", [(worker, "The one chosen")] if known else []),
    ):
        everybody = f"All of {estate.agency_name(prison)}" if name == "location" else "All"
        form.fields[name].choices = [("", everybody), *choices]
    return form


def show_counts(form: PrisonSearchForm, counts: Counts) -> None:
    """Write how many people each choice would leave beside it."""
    workers = [key.split("|", 1) for key in counts.get("key_worker", {}) if key]
    named = {number: f"{number}|{name}" for number, name in workers}
    if workers:
        by_name = sorted(workers, key=lambda worker: worker[1])
        form.fields["key_worker"].choices = [("", "All"), *((n, names.title_case(name)) for n, name in by_name)]
    for name in PRISON_FILTERS:
        field, found = form.fields[name], counts.get(name, {})
        chosen = str(form.data.get(name, ""))
        field.choices = [
            (value, f"{words} ({found.get(named.get(value, value), 0):,})" if value else words)
            for value, words in field.choices
            if not value or value == chosen or name in _ALWAYS_OFFERED or found.get(named.get(value, value), 0)
        ]


def prison_filters(form: PrisonSearchForm, view: View) -> Filters:
    """The filters of a valid form."""
    cleaned = form.cleaned_data
    return Filters(
        location=cleaned["location"],
        alert_codes=codes_of(view.flags),
        incentive=cleaned["incentive"],
        category=cleaned["category"],
        csra=cleaned["csra"],
        legal_status=cleaned["legal"],
        age_band=cleaned["age"],
        arrived_within_hours=int(cleaned["arrived"] or 0),
        leaves_within_days=int(cleaned["leaves"] or 0),
        inside=cleaned["inside"],
        photo=cleaned["photo"],
        religion=cleaned["religion"],
        language=cleaned["language"],
        key_worker=int(cleaned["key_worker"]) if cleaned["key_worker"] else None,
        born_from=cleaned["born_from"],
        born_to=cleaned["born_to"],
    )


def global_filters(form: GlobalSearchForm) -> Filters:
    """The filters of a valid form."""
    cleaned = form.cleaned_data
    return Filters(sex=cleaned["sex"], where=cleaned["where"], born_on=cleaned["born"])
