from django import forms

from dps.platform.design.forms import DpsForm, PasswordField, TextField


class SignInForm(DpsForm):
    username = TextField(
        label="User name",
        max_length=240,
        missing="Enter your user name",
        classes="govuk-!-width-full",
        attrs={"autocomplete": "username", "spellcheck": "false", "autocapitalize": "none"},
    )
    password = PasswordField(
        label="Password", max_length=256, missing="Enter your password", attrs={"autocomplete": "current-password"}
    )
    next = forms.CharField(required=False, widget=forms.HiddenInput)
