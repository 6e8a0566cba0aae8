"""The form that arranges cover."""

from collections.abc import Sequence
from typing import Any

from dps.key_workers.cover import rules
from dps.platform.design.forms import DateField, DpsForm, SelectField, TextAreaField


class CoverForm(DpsForm):
    cover_staff_id = SelectField(label="Who covers for them?", hint="Staff whose status is active, with their load")
    from_date = DateField(label="First day of the cover")
    to_date = DateField(label="Last day of the cover", hint="On the day after, the people are handed back")
    note = TextAreaField(
        label="Handover note (if there is anything they should know)",
        max_length=rules.LONGEST_NOTE,
        hint="Shown on both profiles until the cover ends",
    )

    def __init__(self, *args: Any, choices: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cover_staff_id"].choices = [("", "Choose"), *((str(key), words) for key, words in choices)]
