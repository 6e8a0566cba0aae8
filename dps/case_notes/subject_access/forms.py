"""Whose, and of which days."""

from datetime import date
from typing import Any

from dps.case_notes.subject_access.rules import Window, window_problems
from dps.platform.design.forms import DateField, DpsForm, TextField


class RequestForm(DpsForm):
    """What a person asks for. Read from the address."""

    number = TextField(
        label="Prison number",
        max_length=20,
        hint="Such as A1234BC",
        missing="Enter a prison number, such as A1234BC",
        classes="govuk-input--width-10",
    )
    first = DateField(label="First day", hint="Leave it empty for everything from the beginning")
    last = DateField(label="Last day", hint="Leave it empty for everything until now")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def window(self) -> Window:
        """The days asked about."""
        return Window(self.cleaned_data.get("first"), self.cleaned_data.get("last"))

    def clean(self) -> dict[str, Any]:
        for name, words in window_problems(self.window(), self.today).items():
            if name not in self.errors:
                self.add_error(name, words)
        return self.cleaned_data
