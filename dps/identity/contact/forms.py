import re

from dps.platform.design.forms import DpsForm, TextField


class NameForm(DpsForm):
    first_name = TextField(
        label="First name", max_length=10_000, missing="Enter your first name", attrs={"autocomplete": "given-name"}
    )
    last_name = TextField(
        label="Last name", max_length=10_000, missing="Enter your last name", attrs={"autocomplete": "family-name"}
    )


class EmailForm(DpsForm):
    """One address. Whether it can be used is asked by the command, in the order of identity.md 2.9."""

    email = TextField(
        label="New email address",
        max_length=10_000,
        missing="Enter an email address",
        classes="govuk-!-width-full",
        attrs={"autocomplete": "email", "spellcheck": "false", "autocapitalize": "none"},
    )


class MobileForm(DpsForm):
    mobile = TextField(
        label="Mobile number",
        max_length=40,
        missing="Enter a mobile number",
        hint="A UK number, like 07700 900 982",
        classes="govuk-input--width-20",
        attrs={"autocomplete": "tel", "inputmode": "tel"},
    )


class CodeForm(DpsForm):
    code = TextField(
        label="Code",
        max_length=40,
        missing="Enter the code from the text message",
        hint="6 numbers",
        classes="govuk-input--width-10",
        attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"},
    )

    def clean_code(self) -> str:
        return re.sub(r"\s", "", self.cleaned_data["code"])
