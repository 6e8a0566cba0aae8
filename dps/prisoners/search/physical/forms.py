from collections.abc import Mapping
from typing import Any

from django import forms

from dps.estate import queries as estate
from dps.platform.design.forms import CheckboxesField, DpsForm, RadiosField, SelectField, TextField
from dps.prisoners.search.forms import SEXES
from dps.prisoners.search.physical.queries import DOMAINS, LABELS
from dps.prisoners.search.physical.rules import CHOICES, MARKS, RANGES, Description, MarkWanted, problems_of

MARK_ROWS = 3
_SHORT = "govuk-input--width-4"


class NumberField(TextField):
    """A number of at most one decimal, or nothing."""

    def __init__(self, *, label: str) -> None:
        super().__init__(label=label, max_length=8, classes=_SHORT)

    def clean(self, value: object) -> float | None:
        typed = super().clean(value)
        if not typed:
            return None
        try:
            number = float(typed) if typed.isascii() else float("nan")
        except ValueError:
            number = float("nan")
        if not -10_000 < number < 10_000:
            raise forms.ValidationError(f"{self.label} must be a number")
        return number


class DescriptionForm(DpsForm):
    """What somebody looks like."""

    prison = CheckboxesField(label="Prisons")
    location = TextField(
        label="Residential location",
        max_length=60,
        classes="govuk-input--width-10",
        hint="Of one prison, such as A or A-1",
    )
    how = RadiosField(
        label="How much of it must fit",
        choices=[("all", "All of it"), ("any", "Any of it: those who fit most come first")],
    )
    sex = SelectField(label="Gender", choices=SEXES)
    ethnicity = SelectField(label="Ethnicity")
    height_cm_low = NumberField(label="Height from, cm")
    height_cm_high = NumberField(label="Height to, cm")
    weight_kg_low = NumberField(label="Weight from, kg")
    weight_kg_high = NumberField(label="Weight to, kg")
    shoe_size_low = NumberField(label="Shoe size from, UK")
    shoe_size_high = NumberField(label="Shoe size to, UK")

    def __init__(self, *args: Any, prisons: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["prison"].choices = list(prisons.items())
        self.fields["ethnicity"].choices = [("", "All"), *estate.labels("ETHNICITY").items()]
        for name in CHOICES:
            choices = [("", "Any"), *estate.labels(DOMAINS[name]).items()]
            self.fields[name] = SelectField(label=LABELS[name], choices=choices)
        parts = [("", "Anywhere"), *estate.labels("BODY_PART").items()]
        for row in range(1, MARK_ROWS + 1):
            self.fields[f"kind{row}"] = SelectField(label=f"Mark {row}", choices=[("", "Any kind"), *MARKS.items()])
            self.fields[f"part{row}"] = SelectField(label=f"Mark {row}: part of the body", choices=parts)
            self.fields[f"words{row}"] = TextField(label=f"Mark {row}: words about it", max_length=100, classes="")

    def clean(self) -> dict[str, Any]:
        for name, words in problems_of(self.description()).items():
            box = name if name in self.fields else f"{name}_low"
            if box not in self.errors:
                self.add_error(box, words)
        return self.cleaned_data

    def description(self) -> Description:
        """What was asked, as far as it could be read."""
        cleaned = self.cleaned_data
        marks = tuple(
            MarkWanted(*(str(cleaned.get(f"{part}{row}") or "") for part in ("kind", "part", "words")))
            for row in range(1, MARK_ROWS + 1)
        )
        return Description(
            prisons=tuple(cleaned.get("prison") or ()),
            location=cleaned.get("location") or "",
            sex=cleaned.get("sex") or "",
            ethnicity=cleaned.get("ethnicity") or "",
            ranges={name: (cleaned.get(f"{name}_low"), cleaned.get(f"{name}_high")) for name in RANGES},
            choices={name: cleaned.get(name) or "" for name in CHOICES},
            marks=tuple(mark for mark in marks if not mark.is_empty),
            lenient=cleaned.get("how") == "any",
        )
