from typing import Any

from dps.platform.design.forms import CheckboxesField, DpsForm, RadiosField, SelectField, TextAreaField, TextField
from dps.prisoners.military import rules
from dps.prisoners.military.rules import Service

_MONTHS = [("", "Choose"), *((str(place), words) for place, words in enumerate(rules.MONTHS, 1))]
_RANKS = [("", "Not known"), *((rank, rank) for rank in rules.ALL_RANKS)]
_YEAR = "govuk-input--width-4"


def _text(name: str, classes: str = "govuk-input--width-20") -> TextField:
    label, most = rules.LONGEST[name]
    return TextField(label=f"{label} (optional)", max_length=most, classes=classes)


class ServiceForm(DpsForm):
    """A period of service."""

    branch = RadiosField(
        label="Branch", choices=list(rules.BRANCHES.items()), missing="Choose the branch they served in"
    )
    enlisted_month = SelectField(label="Month they enlisted", choices=_MONTHS, missing="Choose the month they enlisted")
    enlisted_year = TextField(
        label="Year they enlisted", max_length=4, missing="Enter the year they enlisted", hint="For example, 2004",
        classes=_YEAR,
    )  # fmt: skip
    enlisted_at = _text("enlisted_at")
    rank = SelectField(label="Rank (optional)", choices=_RANKS)
    service_number = _text("service_number")
    unit = _text("unit")
    conflicts = CheckboxesField(label="Conflicts they served in (optional)", choices=list(rules.CONFLICTS.items()))
    disciplinary = CheckboxesField(label="Disciplinary action (optional)", choices=list(rules.DISCIPLINARY.items()))
    discharged_month = SelectField(label="Month they were discharged (optional)", choices=_MONTHS)
    discharged_year = TextField(
        label="Year they were discharged (optional)", max_length=4, hint="For example, 2012", classes=_YEAR
    )
    discharged_at = _text("discharged_at")
    discharge = SelectField(
        label="Kind of discharge (optional)", choices=[("", "Not known"), *rules.DISCHARGES.items()]
    )
    comment = TextAreaField(label="Comments (optional)", max_length=rules.LONGEST["comment"][1])

    def clean(self) -> dict[str, Any]:
        """The months as days, and what the rules refuse beside the boxes it is about."""
        given = super().clean() or {}
        for name, label in (("enlisted", "When they enlisted"), ("discharged", "When they were discharged")):
            month, year = given.get(f"{name}_month", ""), given.get(f"{name}_year", "")
            if {f"{name}_month", f"{name}_year"} & set(self.errors):
                given[name] = None
                continue
            given[name], wrong = rules.month_of(month, year, label)
            if wrong:
                self.add_error(f"{name}_year" if month else f"{name}_month", wrong)
        return given


def service_of(given: Any) -> Service:
    """What a valid form was filled in with."""
    return Service(**{name: given[name] for name in Service.__dataclass_fields__})


def boxes(problems: dict[str, str]) -> dict[str, str]:
    """What the rules refused, with the boxes a month is typed into."""
    return {{"enlisted": "enlisted_year", "discharged": "discharged_year"}.get(n, n): w for n, w in problems.items()}


class RemoveForm(DpsForm):
    """Nothing but the confirmation."""
