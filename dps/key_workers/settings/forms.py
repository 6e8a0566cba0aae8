"""What is chosen about how a prison runs its schemes."""

from typing import Any

from django import forms

from dps.key_workers.policies import Words
from dps.key_workers.rules.settings import BY_ALLOCATIONS, BY_NAME, FREQUENCIES, MOST_PEOPLE
from dps.key_workers.rules.settings_typed import capacity_of
from dps.platform.design.forms import DpsForm, RadiosField, TextField

YES, NO = "yes", "no"
KEY_WORKER, PERSONAL_OFFICER, BOTH, NEITHER = "key-worker", "personal-officer", "both", "neither"


def every(weeks: int) -> str:
    """`Every week`, `Every 2 weeks`."""
    return "Every week" if weeks == 1 else f"Every {weeks} weeks"


class SettingsForm(DpsForm):
    """How one scheme is run. Only administrators choose how often sessions take place."""

    recommend = RadiosField(
        label="Allow automatic recommendation?",
        choices=[(YES, "Yes"), (NO, "No")],
        missing="Choose whether automatic recommendation is allowed",
    )
    capacity = TextField(label="", max_length=20, missing="", classes="govuk-input--width-3")
    order = RadiosField(
        label="Order of staff in lists to choose from",
        choices=[(BY_ALLOCATIONS, "Fewest prisoners first"), (BY_NAME, "By name")],
        missing="Choose how staff are ordered in lists",
    )
    frequency = RadiosField(
        label="How often should sessions take place?",
        choices=[(str(weeks), every(weeks)) for weeks in FREQUENCIES],
        missing="Choose how often sessions take place",
    )
    version = TextField(label="Version", max_length=9)

    def __init__(self, *args: Any, words: Words, may_administer: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["capacity"].label = f"Most prisoners for one {words.worker}"
        self.fields["capacity"].hint = "Recommendation stops here. Allocating by hand may go over it, with a warning."
        self.fields[
            "recommend"
        ].hint = f"Staff can ask for a {words.worker} to be recommended for everybody who has none."
        if not may_administer:
            del self.fields["frequency"]

    def clean_capacity(self) -> int:
        number = capacity_of(self.cleaned_data["capacity"])
        if number is None:
            raise forms.ValidationError(f"Enter a whole number of prisoners from 1 to {MOST_PEOPLE}")
        return number

    def clean_version(self) -> int:
        typed = self.cleaned_data["version"]
        return int(typed) if typed.isascii() and typed.isdigit() else 0


class SchemesForm(DpsForm):
    """Which schemes a prison uses."""

    schemes = RadiosField(
        label="Which schemes does this prison use?",
        choices=[
            (KEY_WORKER, "Key workers"),
            (PERSONAL_OFFICER, "Personal officers"),
            (BOTH, "Key workers and personal officers"),
            (NEITHER, "Neither"),
        ],
        missing="Choose which schemes this prison uses",
    )
