"""Which month of an account."""

from datetime import date

from django.http import QueryDict

from dps.platform.design.forms import DpsForm, SelectField
from dps.prisoners.money.rules import FIRST_YEAR

MONTHS = [
    ("1", "January"), ("2", "February"), ("3", "March"), ("4", "April"), ("5", "May"), ("6", "June"), ("7", "July"),
    ("8", "August"), ("9", "September"), ("10", "October"), ("11", "November"), ("12", "December"),
]  # fmt: skip


class MonthForm(DpsForm):
    """A month and a year; this month when neither is given."""

    month = SelectField(label="Month", choices=MONTHS, missing="Choose a month")
    year = SelectField(label="Year", missing="Choose a year")

    def __init__(self, query: QueryDict, *, today: date) -> None:
        self.today = today
        given = {name: query.get(name, "") for name in ("month", "year") if query.get(name)}
        super().__init__({"month": str(today.month), "year": str(today.year), **given})
        self._offer_from(FIRST_YEAR)

    def _offer_from(self, year: int) -> None:
        years = [str(one) for one in range(self.today.year + 1, year - 1, -1)]
        self.fields["year"].choices = [(one, one) for one in years]

    def chosen(self) -> tuple[int, int]:
        """Year and month; this month when what was asked could not be understood."""
        if not self.is_valid():
            return self.today.year, self.today.month
        return int(self.cleaned_data["year"]), int(self.cleaned_data["month"])

    def offer_only_from(self, first_year: int | None) -> None:
        """Leave out of the list the years before anything moved, but never the one that is chosen."""
        self._offer_from(max(min(first_year or self.today.year, self.chosen()[0]), FIRST_YEAR))
