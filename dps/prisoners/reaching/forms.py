"""The boxes of a phone number and of an e-mail address."""

from typing import Any

from dps.estate import queries as estate
from dps.platform.design.forms import DpsForm, RadiosField, TextField
from dps.prisoners.personal import lists
from dps.prisoners.personal.rules.choices import with_kept
from dps.prisoners.reaching import rules


class PhoneForm(DpsForm):
    """A telephone number."""

    type = RadiosField(label="Type", missing="Choose the type of phone number")
    number = TextField(
        label="Phone number",
        hint="Digits, spaces and brackets. For a number abroad start with 00.",
        max_length=rules.LONGEST_NUMBER,
        missing="Enter a phone number",
        classes="govuk-input--width-20",
    )
    extension = TextField(
        label="Extension (optional)", max_length=rules.LONGEST_EXTENSION, classes="govuk-input--width-5"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = str(self.initial.get("type") or "")
        shown = [one for one in lists.active("PHONE_USAGE") if one[0] in rules.OFFERED]
        self.fields["type"].choices = with_kept(shown, kept, estate.label("PHONE_USAGE", kept))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        for name, words in rules.phone_problems(values.get("number") or "", values.get("extension") or "").items():
            if name not in self.errors:
                self.add_error(name, words)
        return values


class EmailForm(DpsForm):
    """An e-mail address."""

    address = TextField(label="Email address", max_length=rules.LONGEST_EMAIL, missing="Enter an email address")


class RemoveForm(DpsForm):
    """Nothing to type: only whether."""
