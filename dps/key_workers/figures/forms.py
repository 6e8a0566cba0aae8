"""Which days the statistics are about, and which are counted afresh. The first is read from the address."""

from datetime import date, timedelta
from typing import Any

from dps.key_workers.rules import figures as rules
from dps.key_workers.rules.figures import Range
from dps.platform.design.forms import DateField, DpsForm

LABELS = {"from": "Date from", "to": "Date to", "compared_from": "Compare from", "compared_to": "Compare to"}
MOST_DAYS = 366


class RangeForm(DpsForm):
    """Two days and, if wanted, two to compare with. Yesterday is the latest there are figures of."""

    def __init__(self, *args: Any, today: date, usual: Range, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.usual = today, usual
        for name, label in LABELS.items():
            self.fields[name] = DateField(label=label, hint="")

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        for name, label in LABELS.items():
            day = given.get(name)
            if day is not None and day >= self.today:
                self.add_error(name, f"{label} must be before today")
        self._pair("from", "to", "Enter both days, or neither to see the usual month")
        self._pair("compared_from", "compared_to", "Enter both days of the comparison, or neither")
        return given

    def _pair(self, first: str, last: str, both: str) -> None:
        if first in self.errors or last in self.errors:
            return
        starts, ends = self.cleaned_data.get(first), self.cleaned_data.get(last)
        if (starts is None) != (ends is None):
            self.add_error(first if starts is None else last, both)
        elif starts and ends and starts > ends:
            self.add_error(last, f"{LABELS[last]} must be the same as or after {LABELS[first].lower()}")
        elif starts and ends and rules.days_inclusive(starts, ends) > MOST_DAYS:
            self.add_error(first, f"Choose {MOST_DAYS} days or fewer")

    def chosen(self) -> Range:
        """What is shown: the days somebody chose, when they are right, or else the usual ones."""
        typed = self.cleaned_data if self.is_bound and self.is_valid() else {}
        compared = (typed.get("compared_from"), typed.get("compared_to"))
        with_ = compared if compared[0] and compared[1] else None
        if typed.get("from") and typed.get("to"):
            return rules.chosen_range(typed["from"], typed["to"], with_)
        if with_:
            return rules.chosen_range(self.usual.from_, self.usual.to, with_)
        return self.usual


class RebuildForm(DpsForm):
    """The days to count afresh."""

    from_ = DateField(label="First day", missing="Enter the first day", hint="For example, 27 10 2026")
    to = DateField(label="Last day", missing="Enter the last day", hint="Yesterday at the latest")


def yesterday(today: date) -> date:
    """The latest day there are figures of."""
    return today - timedelta(days=1)
