"""What narrows the due list. Read from the address."""

from collections.abc import Sequence
from typing import Any

from dps.key_workers.due import rules
from dps.platform.design.forms import DpsForm, SelectField


class DueForm(DpsForm):
    show = SelectField(label="Show", choices=list(rules.SHOWN.items()))
    wing = SelectField(label="Wing")
    worker = SelectField(label="Looked after or covered by")

    def __init__(
        self,
        *args: Any,
        wings: Sequence[tuple[str, str]],
        workers: Sequence[tuple[str, str]],
        may_choose: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["wing"].choices = [("", "All wings"), *wings]
        self.fields["worker"].choices = [("", "Everybody"), *workers]
        if not may_choose:
            del self.fields["worker"]
