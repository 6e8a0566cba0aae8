from dps.platform.design.forms import DpsForm, TextField


class WatchForm(DpsForm):
    """Why one watches somebody."""

    why = TextField(
        label="Why you watch them (optional)",
        max_length=200,
        hint="Only you see this. It is kept and can be asked for: write what you would be glad to read out",
    )
