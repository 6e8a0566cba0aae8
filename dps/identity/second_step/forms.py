from typing import Any

from django import forms

from dps.identity.second_step import rules
from dps.platform.design.forms import DpsForm, RadiosField, TextField

_DIGITS = {"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}
_AS_WRITTEN = {"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}


class CodeForm(DpsForm):
    code = TextField(
        label="Code", max_length=40, missing="Enter the code", classes="govuk-input--width-10", attrs=_DIGITS
    )


class RecoveryCodeForm(DpsForm):
    code = TextField(
        label="Recovery code",
        max_length=60,
        missing="Enter a recovery code",
        hint="For example, ABCDE-FGHJK",
        classes="govuk-input--width-20",
        attrs=_AS_WRITTEN,
    )


class WayForm(DpsForm):
    way = RadiosField(label="How do you want to be asked?", missing="Choose how you want to be asked")

    def __init__(self, data: Any = None, *, ways: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["way"].choices = ways


class PasskeyAnswerForm(DpsForm):
    """What a script fills in: the browser's answer."""

    credential = forms.CharField(required=False, widget=forms.HiddenInput)


class NewPasskeyForm(PasskeyAnswerForm):
    name = TextField(
        label="Name",
        max_length=rules.LONGEST_NAME,
        hint="To tell your passkeys apart, for example: My phone",
        attrs={"autocomplete": "off"},
    )


class PasskeyNameForm(DpsForm):
    name = TextField(
        label="Name",
        max_length=rules.LONGEST_NAME,
        missing="Enter a name for the passkey",
        attrs={"autocomplete": "off"},
    )


class ChoiceForm(DpsForm):
    preferred = RadiosField(label="How do you want to be asked?")
    when = RadiosField(
        label="When do you want to be asked?",
        choices=[
            ("needed", "Only when it is needed"),
            ("always", "Every time I sign in"),
        ],
        missing="Choose when you want to be asked",
    )

    def __init__(self, data: Any = None, *, ways: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["preferred"].choices = [("", "Whichever there is"), *ways]
