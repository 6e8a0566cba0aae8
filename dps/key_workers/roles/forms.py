"""The forms of making somebody a worker."""

from typing import Any

from dps.key_workers.policies import Policy
from dps.key_workers.roles import rules
from dps.key_workers.rules import status
from dps.platform.design.forms import DpsForm, RadiosField, TextField

YES, NO = "yes", "no"


class FindForm(DpsForm):
    """Whom one is looking for. Read from the address."""

    query = TextField(label="Name, work email address or user name", max_length=200, missing=rules.ENTER_SOMETHING)


class GiveForm(DpsForm):
    officer = RadiosField(label="Are they a prison officer?", choices=[(YES, "Yes"), (NO, "No")])
    schedule_type = RadiosField(label="What is their working pattern?", choices=list(status.PATTERNS.items()))
    capacity = TextField(
        label="How many people can they take?",
        max_length=20,
        hint="Their maximum capacity, from 1 to 999",
        classes="govuk-input--width-4",
        attrs={"inputmode": "numeric"},
    )

    def __init__(self, *args: Any, policy: Policy, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.policy = policy
        if not rules.asks_if_officer(policy):
            del self.fields["officer"]

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        given["number"] = status.capacity_of(given.get("capacity", ""))
        given["is_officer"] = {YES: True, NO: False}.get(given.get("officer", ""))
        found = rules.problems(
            self.policy,
            is_officer=given["is_officer"],
            schedule_type=given.get("schedule_type", ""),
            capacity=given["number"],
        )
        for name, words in found.items():
            if name not in self.errors:
                self.add_error(name, words)
        return given
