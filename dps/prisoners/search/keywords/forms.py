from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from dps.platform.design.forms import CheckboxesField, DateField, DpsForm, SelectField, TextField
from dps.prisoners.search.forms import SEXES, WHERE


class KeywordForm(DpsForm):
    """Words, and what narrows them."""

    all = TextField(
        label="All of these words", max_length=200, classes="", hint="Names, numbers, marks, offences, alerts"
    )
    any = TextField(label="Any of these words", max_length=200, classes="")
    phrase = TextField(label="These words, one after another", max_length=200, classes="")
    none = TextField(label="None of these words", max_length=200, classes="")
    sex = SelectField(label="Gender", choices=SEXES)
    where = SelectField(label="In prison or outside", choices=WHERE)
    born = DateField(label="Date of birth", hint="Days and months mixed up, or a day beside it, are found too")
    near = CheckboxesField(label="Spelling", choices=[("yes", "Names spelt or sounding alike, too")])
    prison = CheckboxesField(label="Prisons", hint="None ticked: all of them")

    def __init__(self, *args: Any, today: date, prisons: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["prison"].choices = list(prisons.items())

    def clean_born(self) -> date | None:
        born: date | None = self.cleaned_data["born"]
        if born and born > self.today:
            self.add_error("born", "Date of birth must be in the past")
        return born

    def clean(self) -> dict[str, Any]:
        if not any(self.cleaned_data.get(name) for name in ("all", "any", "phrase", "none", "born")):
            raise forms.ValidationError("Enter at least one word, or a date of birth")
        return self.cleaned_data
