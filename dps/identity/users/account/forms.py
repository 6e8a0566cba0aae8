from datetime import date
from typing import Any

from django import forms

from dps.identity.users.rules import LONGEST_REFERENCE, end_problem
from dps.platform.design.forms import CheckboxesField, DateField, DpsForm, RadiosField, TextField


class SureForm(DpsForm):
    """A button that asks whether one is sure: holds nothing, and shows why it was refused."""


class DeactivateForm(DpsForm):
    reason = TextField(
        label="Reason", max_length=100, missing="Give a reason of 2 to 100 characters", hint="Shown on the account"
    )


class RolesForm(DpsForm):
    roles = CheckboxesField(label="Roles")
    ends_on = DateField(
        label="Last day (optional)", hint="For a role that is needed for a time. Leave empty if it is not."
    )
    reference = TextField(
        label="Ticket (optional)", max_length=LONGEST_REFERENCE, hint="Why it is given, for those who look later"
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_roles(self) -> list[str]:
        chosen: list[str] = self.cleaned_data["roles"]
        if not chosen:
            raise forms.ValidationError("Choose at least one role")
        return chosen

    def clean_ends_on(self) -> date | None:
        ends_on: date | None = self.cleaned_data["ends_on"]
        if problem := end_problem(ends_on, self.today):
            raise forms.ValidationError(problem)
        return ends_on


class CaseloadsForm(DpsForm):
    caseloads = CheckboxesField(label="Caseloads")


class PrisonsForm(DpsForm):
    prisons = CheckboxesField(label="Prisons")


class ActiveCaseloadForm(DpsForm):
    caseload = RadiosField(label="Active caseload", missing="Choose a caseload")


class NameForm(DpsForm):
    first_name = TextField(label="First name", max_length=50)
    last_name = TextField(label="Last name", max_length=50)


class EmailForm(DpsForm):
    email = TextField(
        label="Email address",
        max_length=240,
        missing="Enter an email address",
        hint="At an allowed domain, like name@justice.gov.uk",
        attrs={"autocomplete": "off", "spellcheck": "false"},
    )
