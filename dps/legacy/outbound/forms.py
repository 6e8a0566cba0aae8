from dps.estate import queries as estate
from dps.legacy.outbound import presenters, rules
from dps.platform.design.forms import DpsForm, RadiosField, SelectField, TextField


class SwitchForm(DpsForm):
    """Writing on or off, for a prison and a kind."""

    prison = SelectField(label="Prison", missing="Choose a prison")
    kind = SelectField(label="Kind of change", missing="Choose a kind of change")
    setting = RadiosField(
        label="Writing to NOMIS",
        choices=[("on", "On"), ("off", "Off"), ("default", "As the more general switch says")],
        missing="Choose whether writing is on or off",
    )

    def __init__(self, *given: object, **more: object) -> None:
        super().__init__(*given, **more)
        everywhere = (rules.EVERY, presenters.EVERYWHERE)
        self.fields["prison"].choices = [everywhere, *sorted(estate.prisons().items(), key=lambda pair: pair[1])]
        self.fields["kind"].choices = [(rules.EVERY, presenters.EVERY_KIND), *presenters.kinds()]


class PrisonerForm(DpsForm):
    """Whom to look at."""

    number = TextField(
        label="Prison number", max_length=10, missing="Enter a prison number", classes="govuk-input--width-10"
    )
