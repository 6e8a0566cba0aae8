from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from dps.platform.design.forms import CheckboxesField, DateField, DpsForm, TextAreaField, TextField
from dps.prisoners.search.lookups.rules import MOST_LOOKED_UP, Pasted, read_list, span_problem

LARGEST_FILE = 200_000


class ListForm(DpsForm):
    """Numbers, pasted or in a file."""

    numbers = TextAreaField(
        label="Prison numbers or booking ids",
        max_length=40_000,
        hint=f"One a line, or with commas or spaces between. At most {MOST_LOOKED_UP:,}",
    )
    file = forms.FileField(required=False, allow_empty_file=True)

    def clean_file(self) -> str:
        given: Any = self.cleaned_data["file"]
        if given is None:
            return ""
        if given.size is None or given.size > LARGEST_FILE:
            raise forms.ValidationError("The file is too large: send at most 1,000 numbers")
        try:
            return str(given.read().decode("utf-8-sig"))
        except UnicodeDecodeError:
            raise forms.ValidationError("The file must be CSV or plain text") from None

    def clean(self) -> dict[str, Any]:
        text = f"{self.cleaned_data.get('numbers') or ''}\n{self.cleaned_data.get('file') or ''}"
        self.pasted: Pasted = read_list(text.strip("\n"))
        if not self.errors and not self.pasted.order and not self.pasted.wrong:
            self.add_error("numbers", "Enter at least one prison number or booking id")
        if len(self.pasted.order) > MOST_LOOKED_UP:
            self.add_error("numbers", f"At most {MOST_LOOKED_UP:,} numbers can be looked up at once")
        return self.cleaned_data


class ReleaseDatesForm(DpsForm):
    """A span of days, and prisons."""

    earliest = DateField(label="Earliest release date", hint="Today when left empty")
    latest = DateField(label="Latest release date", missing="Enter the latest release date")
    prison = CheckboxesField(label="Prisons", hint="None ticked: all of them")

    def __init__(self, *args: Any, today: date, prisons: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["prison"].choices = list(prisons.items())

    def clean(self) -> dict[str, Any]:
        latest = self.cleaned_data.get("latest")
        if latest and "earliest" not in self.errors and (words := span_problem(self.from_day(), latest)):
            self.add_error("latest", words)
        return self.cleaned_data

    def from_day(self) -> date:
        """The first day of the span."""
        return self.cleaned_data.get("earliest") or self.today


class RestrictedForm(DpsForm):
    """Which restricted patients."""

    words = TextField(label="Name or prison number", max_length=100, classes="")
