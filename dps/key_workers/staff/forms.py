"""The forms of the staff list and of changing a worker."""

from datetime import date
from typing import Any

from dps.key_workers.rules import status as rules
from dps.platform.design.forms import DateField, DpsForm, RadiosField, SelectField, TextField


class FilterForm(DpsForm):
    """What narrows the list. Read from the address."""

    name = TextField(label="Name", max_length=100)
    status = SelectField(
        label="Status", choices=[("", "All"), *((status.value, words) for status, words in rules.WORDS.items())]
    )


class CapacityForm(DpsForm):
    capacity = TextField(
        label="Maximum capacity",
        max_length=20,
        hint="The most people recommendation gives them. Choosing by hand may go over it.",
        missing=rules.CAPACITY_WORDS,
        classes="govuk-input--width-4",
        attrs={"inputmode": "numeric"},
    )

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if "capacity" in given:
            number = rules.capacity_of(given["capacity"])
            if number is None:
                self.add_error("capacity", rules.CAPACITY_WORDS)
            else:
                given["number"] = number
        return given


class PatternForm(DpsForm):
    schedule_type = RadiosField(
        label="Working pattern", choices=list(rules.PATTERNS.items()), missing=rules.CHOOSE_PATTERN
    )


class StatusForm(DpsForm):
    """Everything about a status on one page: what does not go with the status chosen is left alone."""

    status = RadiosField(label="New status", missing=rules.CHOOSE_STATUS)
    people = RadiosField(
        label="Do you also want to deallocate the people they look after now?",
        hint="Needed for the three kinds of unavailable. Inactive always deallocates them.",
        choices=[
            (rules.People.KEEP.value, "No, keep them"),
            (rules.People.DEALLOCATE.value, "Yes, deallocate them"),
        ],
    )
    back_on = DateField(
        label="Day they return to work",
        hint="Needed for annual leave. They become active on that day by themselves.",
    )

    def __init__(self, *args: Any, now: str, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now, self.today = now, today
        choices = [(status.value, rules.WORDS[status]) for status in rules.offered(now)]
        if now == rules.Status.ANNUAL_LEAVE:
            choices.insert(1, (now, "Still on annual leave, with another day of return"))
        self.fields["status"].choices = choices

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        status = rules.status_of(given.get("status", ""))
        if status is None:
            return given
        if not rules.asks_for_return(status):
            self.errors.pop("back_on", None)
        people = rules.People(given["people"]) if given.get("people") else None
        change = rules.Change(status, people, given.get("back_on"))
        for name, words in rules.problems(self.now, change, self.today).items():
            if name not in self.errors:
                self.add_error(name, words)
        given["change"] = change
        return given
