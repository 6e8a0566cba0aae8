"""Boxes for what NOMIS keeps too."""

from typing import Any

from django import forms

from dps.platform.design.forms import TextAreaField, TextField
from dps.prisoners.personal.rules.answers import bytes_problem


class KeptTextField(TextField):
    """One line of text that fits into a column of NOMIS of as many bytes."""

    def __init__(self, *, most_bytes: int, **kwargs: Any) -> None:
        super().__init__(max_length=most_bytes, **kwargs)
        self.most_bytes = most_bytes

    def validate(self, value: str) -> None:
        super().validate(value)
        if "\n" in value or "\t" in value:
            raise forms.ValidationError(f"{self.label} must be on one line")
        if problem := bytes_problem(str(self.label), value, self.most_bytes):
            raise forms.ValidationError(problem)


class KeptTextAreaField(TextAreaField):
    """Several lines that fit into a column of NOMIS of as many bytes."""

    def __init__(self, *, most_bytes: int, **kwargs: Any) -> None:
        super().__init__(max_length=most_bytes, **kwargs)
        self.most_bytes = most_bytes

    def validate(self, value: str) -> None:
        super().validate(value)
        if problem := bytes_problem(str(self.label), value, self.most_bytes):
            raise forms.ValidationError(problem)


class NumberField(TextField):
    """A few digits; what they mean is the form's to say."""

    def __init__(self, *, label: str, hint: str = "") -> None:
        super().__init__(
            label=label, max_length=20, hint=hint, classes="govuk-input--width-4", attrs={"inputmode": "numeric"}
        )
