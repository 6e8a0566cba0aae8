"""Reading which messages to list from an address."""

from datetime import date, datetime, time, timedelta

from django.http import QueryDict

from dps.platform.design.forms import DateField, DpsForm, SelectField, TextField
from dps.platform.local_time import LONDON
from dps.platform.notify import catalogue, presenters, rules
from dps.platform.notify.queries import Wanted

NARROW = "govuk-!-width-full"


def _midnight(day: date | None, days: int = 0) -> datetime | None:
    return datetime.combine(day + timedelta(days=days), time(), tzinfo=LONDON) if day else None


class MessagesForm(DpsForm):
    """Which messages."""

    status = SelectField(label="Status", choices=[("", "Any"), *((s, w) for s, (w, _) in presenters.STATES.items())])
    template = SelectField(label="Template")
    recipient = TextField(label="Recipient’s address, in full", max_length=320, classes=NARROW)
    username = TextField(label="User name", max_length=240, classes=NARROW)
    since = DateField(label="From", hint="")
    until = DateField(label="To", hint="")

    def __init__(self, query: QueryDict) -> None:
        super().__init__(query or None)
        keys = [(one.key, one.key) for one in catalogue.all_templates()]
        self.fields["template"].choices = [("", "Any"), *keys]

    def wanted(self) -> Wanted:
        """What is asked for; what could not be understood is left out, and told above the list."""
        if not self.is_bound or not self.is_valid():
            return Wanted()
        asked = self.cleaned_data
        kind = "email" if "@" in asked["recipient"] else "sms"
        return Wanted(
            state=asked["status"],
            template=asked["template"],
            recipient=rules.normal_address(kind, asked["recipient"]),
            username=asked["username"].upper(),
            since=_midnight(asked["since"]),
            until=_midnight(asked["until"], 1),
        )
