from django import forms

from dps.identity.requests.rules import LONGEST_WHY
from dps.platform.design.forms import DateField, DpsForm, RadiosField, TextAreaField

AGREE, REFUSE = "agree", "refuse"


class AskForm(DpsForm):
    """Why and until when. The command says what is missing, together with what is wrong with what was chosen."""

    why = TextAreaField(
        label="Why do you need it?",
        max_length=LONGEST_WHY,
        hint="The people who decide see this. Do not put anything about a prisoner here.",
        attrs={"rows": "4"},
    )
    ends_on = DateField(label="Last day", hint="The last day you need it. For example, 27 3 2027")

    def ask_day(self, *, needed: bool) -> None:
        """Say whether the last day must be given."""
        self.fields["ends_on"].label = "Last day you need it" if needed else "Last day you need it (if you know it)"
        self.fields["ends_on"].hint = "At most a year ahead. For example, 27 3 2027"


class RemovalForm(DpsForm):
    why = TextAreaField(
        label="Why is it to be taken away?",
        max_length=LONGEST_WHY,
        hint="The people who decide see this. Do not put anything about a prisoner here.",
    )


class DecisionForm(DpsForm):
    """Yes, with a last day, or no, with a reason."""

    decision = RadiosField(
        label="Your decision",
        choices=[(AGREE, "Agree: it is given at once"), (REFUSE, "Refuse")],
        missing="Choose whether to agree or to refuse",
    )
    ends_on = DateField(label="Last day", hint="You may make it shorter than was asked for. For example, 27 3 2027")
    reason = TextAreaField(
        label="Reason, if you refuse", max_length=LONGEST_WHY, hint="The person who asked is told this."
    )
    version = forms.CharField(required=False, max_length=9, widget=forms.HiddenInput)

    def clean_version(self) -> int:
        """The state of the request that the page showed."""
        typed = self.cleaned_data["version"]
        return int(typed) if typed.isascii() and typed.isdigit() else 0
