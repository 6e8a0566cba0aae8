from typing import Any

from dps.estate import queries as estate
from dps.platform.design.forms import DateField, DpsForm, SelectField, TextField
from dps.prisoners.restricted_patients import queries


class SearchForm(DpsForm):
    """Finding restricted patients."""

    words = TextField(label="Name or prison number", max_length=60, classes="")
    prison = SelectField(label="Supporting prison")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["prison"].choices = [("", "All"), *estate.prisons().items()]


class _PlaceForm(DpsForm):
    number = TextField(
        label="Prison number", max_length=10, missing="Enter a prison number", hint="For example, A1234CD", classes=""
    )
    hospital = SelectField(label="Hospital", missing="Choose the hospital")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["hospital"].choices = [("", "Choose a hospital"), *queries.hospitals().items()]


class DischargeForm(_PlaceForm):
    """Discharge to hospital of somebody in prison."""

    on = DateField(label="Date of discharge", missing="Enter the date of discharge")
    supporting_prison = SelectField(
        label="Supporting prison", hint="The prison they leave looks after them unless you choose another"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["supporting_prison"].choices = [("", "The prison they leave"), *estate.prisons().items()]


class AddReleasedForm(_PlaceForm):
    """Somebody already released."""


class SupportingPrisonForm(DpsForm):
    """Who looks after them."""

    supporting_prison = SelectField(label="Supporting prison", missing="Choose a prison")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["supporting_prison"].choices = [("", "Choose a prison"), *estate.prisons().items()]
