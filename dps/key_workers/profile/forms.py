"""Which days a profile is about. Read from the address."""

from datetime import date
from typing import Any

from dps.key_workers.profile import rules
from dps.platform.design.forms import DateField, DpsForm

LABELS = {"from": "Date from", "to": "Date to", "compared_from": "Compare from", "compared_to": "Compare to"}


class DaysForm(DpsForm):
    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        for name, label in LABELS.items():
            self.fields[name] = DateField(label=label, hint="")

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        other = (given.get("compared_from"), given.get("compared_to"))
        for name, words in rules.problems(given.get("from"), given.get("to"), other, self.today).items():
            if name not in self.errors:
                self.add_error(name, words)
        return given
