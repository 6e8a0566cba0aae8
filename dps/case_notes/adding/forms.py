"""The forms for writing notes. What is wrong with what was typed is said by the rules of the service."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms

from dps.case_notes.adding.kinds import Offered
from dps.case_notes.rules import writing as rules
from dps.platform import local_time
from dps.platform.design.forms import CheckboxesField, DpsForm, SelectField, TextAreaField, TextField


class OwnWordsField(TextAreaField):
    """A long text whose limits the rules know."""

    rows = 10

    def validate(self, value: str) -> None:
        """Said by the rules, with everything else."""


class KindField(SelectField):
    """A type or a sub-type: which may be chosen is decided by the page, which knows who asks."""

    def validate(self, value: str) -> None:
        """Said by the rules, with everything else."""


class TimeField(forms.Field):
    """What is wrong with hours and minutes together; it has no box of its own."""

    def __init__(self) -> None:
        super().__init__(required=False)

    def anchor(self, errors: object, name: str) -> str:
        return "id_hours"


class KindForm(DpsForm):
    """A type and one of its sub-types. The second list is of the type chosen; without a script a button shows it."""

    type = KindField(label="Type")
    sub_type = KindField(label="Sub-type")

    def __init__(self, *args: Any, offered: Offered, now: datetime | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered, self.now = offered, now or local_time.now()
        chosen = self.shown("type")
        self.fields["type"].choices = [("", "Choose the type"), *offered.types.items()]
        self.fields["sub_type"].choices = [
            ("", "Choose the sub-type" if chosen in offered.types else "Choose the type first"),
            *((one.code, one.description) for one in offered.of_type.get(chosen, ())),
        ]

    def shown(self, name: str) -> str:
        """What a box holds now, typed or given."""
        return str(self[name].value() or "")

    def chosen(self) -> tuple[str, str]:
        """Type and sub-type; a sub-type of another type counts as none."""
        type, code = self.shown("type"), self.shown("sub_type")
        return type, code if self.offered.one(type, code) else ""

    def clean(self) -> dict[str, Any]:
        type, code = self.chosen()
        if not type:
            self.add_error("type", rules.CHOOSE_TYPE)
        if not code:
            self.add_error("sub_type", rules.CHOOSE_SUB_TYPE)
        return {**self.cleaned_data, "sub_type": code}


class NoteForm(KindForm):
    """A new note."""

    text = OwnWordsField(label="What happened?", max_length=rules.LONGEST_TEXT)
    date = TextField(label="Date", max_length=20, classes="govuk-input--width-10", hint="DD/MM/YYYY")
    hours = TextField(label="Hour", max_length=20, classes="govuk-input--width-2")
    minutes = TextField(label="Minute", max_length=20, classes="govuk-input--width-2")
    time = TimeField()

    def __init__(
        self,
        *args: Any,
        offered: Offered,
        now: datetime,
        initial: Mapping[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        clock = local_time.in_london(now)
        at_once = {"date": f"{clock:%d/%m/%Y}", "hours": f"{clock:%H}", "minutes": f"{clock:%M}"}
        super().__init__(*args, offered=offered, now=now, initial={**at_once, **(initial or {})}, **kwargs)
        self.occurred_at: datetime | None = None

    def clean(self) -> dict[str, Any]:
        type, code = self.chosen()
        typed = {name: str(self.cleaned_data.get(name, "")) for name in ("text", "date", "hours", "minutes")}
        checked = rules.check_new(type=type, sub_type=code, **typed, now=self.now)
        self.errors.clear()  # one sentence for each box: that of the rules
        for name, words in checked.problems.items():
            self.add_error(name, words)
        self.occurred_at = checked.occurred_at
        return {**self.cleaned_data, "sub_type": code, "text": checked.text}


def more_form(most: int) -> type[DpsForm]:
    """The form for more details, of at most so many characters."""

    class MoreForm(DpsForm):
        text = OwnWordsField(label="More details", max_length=most)

    return MoreForm


class ReadyTextForm(KindForm):
    """A text to begin notes from; the kind of note may be left open."""

    name = TextField(label="Name", max_length=80, missing="Give the text a name", hint="How you find it in the list")
    text = TextAreaField(label="Text", max_length=rules.LONGEST_TEXT, missing="Enter the text")
    shared = CheckboxesField(label="Who can use it?", choices=[])
    field_order = ("name", "text", "type", "sub_type", "shared")

    def __init__(self, *args: Any, prison_name: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["type"].label = "Type of note (optional)"
        self.fields["shared"].choices = [("yes", f"Everybody who works in {prison_name}")]

    def clean(self) -> dict[str, Any]:
        type, code = self.chosen()
        if type and not code:
            self.add_error("sub_type", "Choose the sub-type, or leave the type empty")
        found = self.offered.one(type, code)
        return {**self.cleaned_data, "sub_type_id": found.id if found else None}


class PeopleForm(DpsForm):
    """Whom one note is about: prison numbers, and a wing to choose from."""

    numbers = TextAreaField(
        label="Prison numbers", max_length=4000, hint="Such as A1234BC, on lines of their own or with spaces between"
    )
    wing = SelectField(label="Wing")

    def __init__(self, *args: Any, wings: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["wing"].choices = [("", "Choose a wing"), *wings]
