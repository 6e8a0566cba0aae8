"""Which visits to list."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.http import QueryDict

from dps.estate import queries as estate
from dps.platform.design.forms import DateField, DpsForm, SelectField
from dps.platform.local_time import LONDON
from dps.prisoners.visits.queries import Wanted


def midnight(day: date | None, days: int = 0) -> datetime | None:
    """When a day begins in London, or so many days later; none for none."""
    return datetime.combine(day + timedelta(days=days), time(), tzinfo=LONDON) if day else None


class VisitsForm(DpsForm):
    """Which visits."""

    type = SelectField(label="Type")
    status = SelectField(label="Status")
    prison = SelectField(label="Establishment")
    since = DateField(label="Date from", hint="")
    until = DateField(label="Date to", hint="")

    def __init__(self, query: QueryDict, prisons: Sequence[str]) -> None:
        super().__init__(query)
        offered: Mapping[str, Mapping[str, str]] = {
            "type": estate.labels("VISIT_TYPE"),
            "status": estate.labels("VIS_STS"),
            "prison": {code: estate.agency_name(code) for code in prisons},
        }
        for name, choices in offered.items():
            self.fields[name].choices = [("", "All"), *choices.items()]

    def clean(self) -> dict[str, Any]:
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and since > until:
            self.add_error("until", "Date to must be the same as or after date from")
        return self.cleaned_data

    def wanted(self) -> Wanted:
        """What is asked for; what could not be understood is left out, and told above the list."""
        self.is_valid()
        asked = self.cleaned_data
        return Wanted(
            asked.get("type", ""),
            asked.get("status", ""),
            asked.get("prison", ""),
            midnight(asked.get("since")),
            midnight(until, 1) if (until := asked.get("until")) and until < date.max else None,
        )
