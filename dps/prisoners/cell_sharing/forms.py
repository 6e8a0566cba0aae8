"""Which reviews to list."""

from collections.abc import Sequence
from typing import Any

from django.http import QueryDict

from dps.estate import queries as estate
from dps.platform.design.forms import DateField, DpsForm, SelectField
from dps.prisoners.cell_sharing.rules import Review, Wanted


class ReviewsForm(DpsForm):
    """Which reviews."""

    level = SelectField(label="CSRA level")
    prison = SelectField(label="Establishment")
    since = DateField(label="Date from", hint="")
    until = DateField(label="Date to", hint="")

    def __init__(self, query: QueryDict, reviews: Sequence[Review]) -> None:
        super().__init__(query)
        levels = {one.level for one in reviews}
        words = {**dict.fromkeys(sorted(levels)), **estate.labels("CSRA")}
        self.fields["level"].choices = [("", "All"), *((code, words[code] or code) for code in words if code in levels)]
        prisons = sorted({one.agency for one in reviews if one.agency}, key=estate.agency_name)
        self.fields["prison"].choices = [("", "All"), *((code, estate.agency_name(code)) for code in prisons)]

    def clean(self) -> dict[str, Any]:
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and since > until:
            self.add_error("until", "Date to must be the same as or after date from")
        return self.cleaned_data

    def wanted(self) -> Wanted:
        """What is asked for; what could not be understood is left out, and told above the list."""
        self.is_valid()
        asked = self.cleaned_data
        return Wanted(asked.get("level", ""), asked.get("prison", ""), asked.get("since"), asked.get("until"))
