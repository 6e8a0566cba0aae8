from typing import Any

from dps.platform.design.forms import CheckboxesField, DateField, DpsForm, SelectField, TextField
from dps.prisoners.names.rules import LONGEST, LONGEST_MIDDLE
from dps.prisoners.next_of_kin import queries, rules
from dps.prisoners.next_of_kin.rules import Details

IS_A = [("next_of_kin", "Next of kin"), ("emergency", "Emergency contact")]
_SHORT = "govuk-input--width-10"


class ContactForm(DpsForm):
    """Somebody to be told: who they are, what they are to the person, how they are reached."""

    is_a = CheckboxesField(label="They are", choices=IS_A)
    first_name = TextField(label="First name", max_length=LONGEST, missing="Enter a first name")
    middle_names = TextField(label="Middle names (optional)", max_length=LONGEST_MIDDLE)
    last_name = TextField(label="Last name", max_length=LONGEST, missing="Enter a last name")
    relationship = SelectField(label="Relationship to the person", missing="Choose how they are related")
    date_of_birth = DateField(label="Date of birth", hint="Optional. For example, 27 3 1985")
    phone = TextField(label="Phone number (optional)", max_length=rules.LONGEST_PHONE, classes="govuk-input--width-20")
    phone_type = SelectField(label="Kind of phone", choices=[("", "Choose"), *rules.PHONE_TYPES.items()])
    extension = TextField(label="Extension (optional)", max_length=rules.LONGEST_EXTENSION, classes=_SHORT)
    house = TextField(label="House or building (optional)", max_length=rules.LONGEST["house"][1])
    street = TextField(label="Street (optional)", max_length=rules.LONGEST["street"][1])
    postcode = TextField(label="Postcode (optional)", max_length=rules.LONGEST["postcode"][1], classes=_SHORT)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = self.initial or {}
        self.fields["relationship"].choices = _with(
            [("", "Choose"), *queries.relationships()], str(kept.get("relationship", ""))
        )
        kind = str(kept.get("phone_type", ""))
        self.fields["phone_type"].choices = _with([("", "Choose"), *rules.PHONE_TYPES.items()], kind)

    def details(self) -> Details:
        """What was typed, once it is valid."""
        given = dict(self.cleaned_data)
        is_a = given.pop("is_a")
        return Details(next_of_kin="next_of_kin" in is_a, emergency="emergency" in is_a, **given)


def _with(choices: list[tuple[str, str]], code: str) -> list[tuple[str, str]]:
    """The choices with what is on record, which may be no longer offered."""
    return choices if code in dict(choices) else [*choices, (code, code)]


class EndForm(DpsForm):
    """Nothing but the confirmation."""
