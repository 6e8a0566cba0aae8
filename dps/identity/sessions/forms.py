from dps.platform.design.forms import DpsForm, PasswordField


class PasswordAgainForm(DpsForm):
    password_again = PasswordField(
        label="Your password",
        max_length=256,
        missing="Enter your password",
        attrs={"autocomplete": "current-password"},
    )
