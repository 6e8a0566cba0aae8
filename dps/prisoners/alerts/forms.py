"""The forms of alerts. What is missing or wrong with what was typed is said by the rules, through the commands."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms

from dps.platform.design.forms import (
    CheckboxesField,
    DateField,
    DpsForm,
    RadiosField,
    SelectField,
    TextAreaField,
    TextField,
)
from dps.prisoners.alerts.rules import listing, reference, writing
from dps.prisoners.alerts.rules.bulk import LONGEST_REASON, MOST_BYTES, Mode

AS_LONG_AS_THE_RULES_SAY = 20_000


class FilterForm(DpsForm):
    """What narrows the list. Read from the address."""

    type = CheckboxesField(label="Alert type")
    started_from = DateField(label="Date from", hint="The earliest start date")
    started_to = DateField(label="Date to", hint="The latest start date")

    def __init__(self, *args: Any, types: Iterable[tuple[str, str]], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["type"].choices = list(types)
        self.today = today

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = self.cleaned_data
        problems = listing.filter_problems(given.get("started_from"), given.get("started_to"), self.today)
        for name, words in problems.items():
            self.add_error(name, words)
        return given


class TypeForm(DpsForm):
    """First the type. Read from the address."""

    type = SelectField(label="Type of alert", missing=writing.CHOOSE_TYPE)

    def __init__(self, *args: Any, types: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["type"].choices = [("", "Choose a type"), *types]


class CodeField(SelectField):
    """A select some of whose choices are shown and cannot be chosen."""

    component = "select"
    disabled_choices: frozenset[str] = frozenset()

    def validate(self, value: str) -> None:
        if value in self.disabled_choices:
            raise forms.ValidationError(writing.ALREADY_HAS)
        super().validate(value)


class NewAlertForm(DpsForm):
    """Then the alert, why, and its dates."""

    longest = writing.LONGEST_COMMENT
    code = CodeField(label="Alert")
    description = TextAreaField(
        label="Why are you creating this alert?",
        max_length=writing.LONGEST_COMMENT,
        hint="Staff read this wherever the alert is shown.",
    )
    active_from = DateField(label="Start date", hint="Today, or one of the 7 days before")
    active_to = DateField(label="End date (if there is one)", hint="Later than the start date")

    def __init__(
        self,
        *args: Any,
        codes: Sequence[tuple[str, str]],
        today: date,
        taken: frozenset[str] = frozenset(),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        field = self.fields["code"]
        field.choices = [("", "Choose an alert"), *codes]
        field.disabled_choices = taken

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = self.cleaned_data
        code = given.get("code", "")
        problems = writing.new_alert_problems(
            why=given.get("description", ""),
            starts=given.get("active_from"),
            ends=given.get("active_to"),
            today=self.today,
            longest=self.longest,
            needs_why=not isinstance(self, CentralAlertForm) or code not in writing.NO_REASON_NEEDED,
        )
        return _with_problems(self, {"code": "" if code else writing.CHOOSE_ALERT, **problems})


def _with_problems(form: DpsForm, problems: Mapping[str, str]) -> dict[str, Any]:
    """What the rules say, beside the boxes that have no error of their own."""
    for name, words in problems.items():
        if words and name not in form.errors:
            form.add_error(name, words)
    return form.cleaned_data


class CentralAlertForm(NewAlertForm):
    """An alert for anybody: the reason may be left out for some codes."""

    longest = writing.LONGEST_CENTRAL_REASON
    number = TextField(
        label="Prison number",
        max_length=20,
        hint="Such as A1234BC",
        missing="Enter a prison number, such as A1234BC",
        classes="govuk-input--width-10",
    )
    description = TextAreaField(
        label="Why are you creating this alert?",
        max_length=writing.LONGEST_CENTRAL_REASON,
        hint=f"Not needed for {', '.join(sorted(writing.NO_REASON_NEEDED))}",
    )
    field_order = ("number", "code", "description", "active_from", "active_to")


class DetailsForm(DpsForm):
    description = TextAreaField(label="Comments", max_length=writing.LONGEST_COMMENT, missing=writing.SAY_COMMENTS)


class CloseForm(DpsForm):
    description = TextAreaField(
        label="Comments",
        max_length=writing.LONGEST_COMMENT,
        missing=writing.SAY_COMMENTS,
        hint="Say why the alert is closed.",
    )
    when = RadiosField(
        label="When does the alert end?", choices=[(writing.End.TODAY, "Today"), (writing.End.LATER, "On another date")]
    )
    later = DateField(label="The other date", hint="After today. Leave it empty when the alert ends today.")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        return _with_problems(self, writing.closing(given.get("when", ""), given.get("later"), self.today)[1])


class EndForm(DpsForm):
    what = RadiosField(
        label="What do you want to do?",
        choices=[(writing.NewEnd.CHANGE, "Change the end date"), (writing.NewEnd.REMOVE, "Remove the end date")],
    )
    new_end = DateField(label="New end date", hint="Today or later. Leave it empty when you remove the end date.")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        return _with_problems(self, writing.new_end(given.get("what", ""), given.get("new_end"), self.today)[1])


class DeleteForm(DpsForm):
    reason = TextAreaField(label="Why is it deleted?", max_length=1000, missing="Say why the alert is deleted")


class FindAlertForm(DpsForm):
    """Which alert. Read from the address."""

    id = TextField(
        label="Alert id",
        max_length=60,
        hint="In the address of the alert's own page",
        missing="Enter the id of an alert",
    )


class NewTypeForm(DpsForm):
    code = TextField(
        label="Code",
        max_length=AS_LONG_AS_THE_RULES_SAY,
        hint="1 to 12 letters A to Z and digits. It cannot be changed later.",
        classes="govuk-input--width-10",
    )
    description = TextField(
        label="Description",
        max_length=AS_LONG_AS_THE_RULES_SAY,
        hint=f"What staff see. {reference.LONGEST_DESCRIPTION} characters or fewer.",
    )


class NewCodeForm(NewTypeForm):
    type = SelectField(label="Type of alert")
    field_order = ("type", "code", "description")

    def __init__(self, *args: Any, types: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["type"].choices = [("", "Choose a type"), *types]


class DescriptionForm(DpsForm):
    description = TextField(
        label="Description",
        max_length=AS_LONG_AS_THE_RULES_SAY,
        hint=f"What staff see. {reference.LONGEST_DESCRIPTION} characters or fewer.",
    )


class UserForm(DpsForm):
    username = TextField(label="User name", max_length=AS_LONG_AS_THE_RULES_SAY, classes="govuk-input--width-20")


class BulkCodeForm(DpsForm):
    code = CodeField(label="Alert", missing=writing.CHOOSE_ALERT)
    reason = TextAreaField(
        label="Why are these alerts created?",
        max_length=LONGEST_REASON,
        hint="It becomes the comments of each new alert.",
    )

    def __init__(self, *args: Any, codes: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].choices = [("", "Choose an alert"), *codes]


class PersonForm(DpsForm):
    number = TextField(
        label="Prison number", max_length=20, hint="Such as A1234BC", missing="Enter a prison number, such as A1234BC",
        classes="govuk-input--width-10",
    )  # fmt: skip


class FileField(forms.FileField):
    """A file that the rules look into."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        if data is None:
            raise forms.ValidationError("Choose a file")
        if data.size > MOST_BYTES:
            raise forms.ValidationError("The file must be 2 MB or smaller")
        return data


class FileForm(DpsForm):
    people = FileField()


class ModeForm(DpsForm):
    mode = RadiosField(
        label="What happens to the same alert of people who are not in the list?",
        choices=[
            (Mode.KEEP_ALL, "They keep it"),
            (Mode.EXPIRE, "It ends today, for everybody in every prison who is not in the list"),
        ],
        missing="Choose what happens to the alert of those who are not named",
    )


class TrendForm(DpsForm):
    """What narrows the reports. Read from the address."""

    wing = SelectField(label="Wing")
    type = SelectField(label="Alert type")

    def __init__(self, *args: Any, wings: Sequence[str], types: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["wing"].choices = [("", "Every wing"), *((wing, wing) for wing in wings)]
        self.fields["type"].choices = [("", "Every type"), *types]
