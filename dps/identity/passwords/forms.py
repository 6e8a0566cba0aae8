from collections.abc import Sequence

from django import forms

from dps.identity.contact import queries as contact
from dps.identity.contact import rules as contact_rules
from dps.identity.passwords import rules
from dps.platform.design.forms import DpsForm, PasswordField, TextField
from dps.platform.web.refusals import Invalid

FAR_TOO_LONG = 5_000
"""Longer than the rule for passwords allows, so that the rule says so together with all else."""


class NewPasswordForm(DpsForm):
    """A new password, twice."""

    new_password = PasswordField(
        label="New password",
        max_length=FAR_TOO_LONG,
        missing="Enter a new password",
        attrs={"autocomplete": "new-password"},
    )
    repeated = PasswordField(
        label="New password again",
        max_length=FAR_TOO_LONG,
        missing="Enter the new password again",
        attrs={"autocomplete": "new-password"},
    )

    def clean(self) -> None:
        new, repeated = (self.cleaned_data.get(name) for name in ("new_password", "repeated"))
        if new and repeated and new != repeated:
            self.add_error("repeated", "The two passwords are not the same")

    def say(self, problems: Sequence[str]) -> None:
        """Tell every problem with the new password."""
        for words in problems:
            self.add_error("new_password", words)

    def add_problems(self, refused: Invalid) -> None:
        """As any form, and every problem with the new password on a line of its own."""
        self.say(refused.problems.pop("new_password", "").splitlines())
        super().add_problems(refused)


class ChangePasswordForm(NewPasswordForm):
    current_password = PasswordField(
        label="Current password",
        max_length=256,
        missing="Enter your current password",
        attrs={"autocomplete": "current-password"},
    )
    field_order = ["current_password", "new_password", "repeated"]


class ForgottenPasswordForm(DpsForm):
    who = TextField(
        label="User name or email address",
        max_length=240,
        missing="Enter your user name or email address",
        classes="govuk-!-width-full",
        attrs={"autocomplete": "username", "spellcheck": "false", "autocapitalize": "none"},
    )

    def clean_who(self) -> str:
        typed: str = self.cleaned_data["who"]
        if rules.is_a_user_name(typed):
            return typed
        return _email_for_a_mail(typed)


class ForgottenUserNameForm(DpsForm):
    email = TextField(
        label="Email address",
        max_length=10_000,
        missing="Enter your work email address",
        classes="govuk-!-width-full",
        attrs={"autocomplete": "email", "spellcheck": "false", "autocapitalize": "none"},
    )

    def clean_email(self) -> str:
        return _email_for_a_mail(self.cleaned_data["email"])


class WhichAccountForm(DpsForm):
    username = TextField(
        label="User name",
        max_length=240,
        missing="Enter your user name",
        attrs={"autocomplete": "username", "spellcheck": "false", "autocapitalize": "none"},
    )


def _email_for_a_mail(typed: str) -> str:
    email = contact_rules.tidy_email(typed)
    if problem := contact.problem_with_email(email, asked=contact_rules.RESET):
        raise forms.ValidationError(problem)
    return email
