"""The boxes of an address."""

from collections.abc import Mapping
from typing import Any

from dps.platform.design.forms import CheckboxesField, DateField, DpsForm, RadiosField, SelectField, TextField
from dps.prisoners.addresses import places, rules
from dps.prisoners.addresses.rules import Place, Use, Where

BOXES = ("flat", "building", "number", "line1", "line2", "town", "county", "postcode", "country")
_NO_FIXED_BOXES = ("town", "county", "country", "started_on", "usages")
_WIDEST = 160
"""Old addresses have longer lines than may be typed: the rules say how long, not the boxes."""


class WhereForm(DpsForm):
    """Which of the three kinds of address."""

    where = RadiosField(
        label="Where is the address?",
        choices=[
            (Where.UK, "In the United Kingdom"),
            (Where.OVERSEAS, "Overseas"),
            (Where.NO_FIXED, "No fixed address"),
        ],
        missing="Choose where the address is",
    )


class PlaceForm(DpsForm):
    """An address of one kind."""

    date_boxes = ("started_on-day", "started_on-month", "started_on-year")
    flat = TextField(label="Flat or unit (optional)", max_length=_WIDEST, classes="govuk-input--width-20")
    building = TextField(label="House or building name (optional)", max_length=_WIDEST)
    number = TextField(label="House number (optional)", max_length=_WIDEST, classes="govuk-input--width-5")
    line1 = TextField(label="Address line 1 (optional)", hint="The street", max_length=_WIDEST)
    line2 = TextField(label="Address line 2 (optional)", hint="A village or part of town", max_length=_WIDEST)
    town = SelectField(label="Town or city (optional)")
    county = SelectField(label="County (optional)")
    postcode = TextField(label="Postcode (optional)", max_length=40, classes="govuk-input--width-10")
    country = SelectField(label="Country", missing="Choose a country")
    started_on = DateField(label="Living there from (optional)", hint="Today when left empty. For example, 27 3 2026")
    usages = CheckboxesField(label="What is the address for? (optional)", hint="Choose all that apply")

    def __init__(self, *args: Any, where: Where, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.where = where
        kept = {name: str(self.initial.get(name) or "") for name in BOXES}
        lists = {
            "town": places.towns(kept["town"]),
            "county": places.counties(kept["county"]),
            "country": places.countries(where, kept["country"]),
        }
        for name, offered in lists.items():
            self.fields[name].choices = [places.NOT_CHOSEN, *offered]
            if not offered and name != "country":
                del self.fields[name]
        self.fields["usages"].choices = places.usages(self.initial.get("usages") or ())
        if where is Where.NO_FIXED:
            self.fields = {name: field for name, field in self.fields.items() if name in _NO_FIXED_BOXES}
        if where is Where.OVERSEAS:
            self.fields["postcode"].label = "Postcode or ZIP code (optional)"

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        before = place_from(self.initial, self.where) if self.initial else None
        for name, words in rules.problems(place_from(values, self.where), before).items():
            if name not in self.errors:
                self.add_error(name if name in self.fields else None, words)
        return values


def place_from(values: Mapping[str, Any], where: Where) -> Place:
    """What the boxes hold."""
    return Place(where, **{name: str(values.get(name) or "") for name in BOXES})


class UseForm(DpsForm):
    """Whether letters go to an address, and whether it is the first to look at."""

    use = RadiosField(
        label="Is this the primary or the postal address?",
        hint="There is one primary address: the one there is now becomes an ordinary address.",
        choices=[
            (Use.BOTH, "Primary and postal address"),
            (Use.PRIMARY, "Primary address"),
            (Use.POSTAL, "Postal address"),
            (Use.NEITHER, "Neither"),
        ],
        missing="Choose whether this is the primary or the postal address",
    )


class EndForm(DpsForm):
    """The day somebody ceased to live there."""

    ended_on = DateField(
        label="Living there until", missing="Enter the date they stopped living there", hint="For example, 27 3 2026"
    )


class FinderForm(DpsForm):
    """What to look for."""

    words = TextField(label="Postcode, or words of the address", max_length=100)
