"""Where the system writes notes about alerts."""

from dps.case_notes.rules.alert_notes import EVERY_PRISON
from dps.estate import queries as estate
from dps.platform.design.forms import DpsForm, RadiosField, SelectField

ON, OFF, AS_ALL = "on", "off", "as-all"


class SwitchForm(DpsForm):
    """On or off, for one prison or for all."""

    prison = SelectField(label="Prison", missing="Choose a prison")
    setting = RadiosField(
        label="Notes about alerts",
        choices=[(ON, "On"), (OFF, "Off"), (AS_ALL, "As for every prison")],
        missing="Choose on or off",
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["prison"].choices = [
            ("", "Choose a prison"),
            (EVERY_PRISON, "Every prison"),
            *estate.prisons().items(),
        ]

    def wanted(self) -> bool | None:
        """On, off, or None for as every prison, of a valid form."""
        return {ON: True, OFF: False}.get(self.cleaned_data["setting"])
