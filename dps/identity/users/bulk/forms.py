from typing import Any

from django import forms

from dps.identity.users.bulk import rules
from dps.identity.users.models import BulkChange
from dps.platform.design.forms import CheckboxesField, DpsForm, RadiosField, TextField
from dps.platform.web.sheets import size_problem

AS_LONG_AS_THE_RULES_SAY = 2000


class TicketForm(DpsForm):
    reference = TextField(
        label="Ticket reference",
        max_length=AS_LONG_AS_THE_RULES_SAY,
        hint="The request or ticket that asks for this change. It is kept with each role that is given.",
        classes="govuk-input--width-20",
    )


class RolesForm(DpsForm):
    action = RadiosField(label="What should happen?", choices=[
        (BulkChange.Action.ADD, "Add roles"),
        (BulkChange.Action.REMOVE, "Remove roles"),
    ])  # fmt: skip
    roles = CheckboxesField(label=f"Which roles? Choose up to {rules.MOST_ROLES}")


class FileField(forms.FileField):
    """A file that the rules look into."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        if data is None:
            raise forms.ValidationError("Choose a file of people")
        if problem := size_problem(data.size, most=rules.MOST_BYTES):
            raise forms.ValidationError(problem)
        return data


class PeopleForm(DpsForm):
    people = FileField()
