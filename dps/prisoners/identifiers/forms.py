"""The boxes of identity numbers: several new ones at once, or one that is there."""

from collections.abc import Mapping
from typing import Any

from dps.platform.design.forms import DpsForm, SelectField, TextField
from dps.prisoners.identifiers import rules
from dps.prisoners.identifiers.commands import Given
from dps.prisoners.personal import lists

_WIDEST = 1000
"""The rules say how long, all problems at once; the boxes only keep out what is no number at all."""
AT_ONCE = 4
"""How many new numbers one page takes."""


class NumbersForm(DpsForm):
    """New numbers. What is left empty is not asked about."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = dict(lists.active("ID_TYPE"))
        types = [(code, known[code]) for codes in rules.GROUPS.values() for code in codes if code in known]
        for place in range(1, AT_ONCE + 1):
            self.fields[f"type-{place}"] = SelectField(label=f"Type of number {place}", choices=[("", ""), *types])
            self.fields[f"value-{place}"] = TextField(
                label=f"Number {place}", max_length=_WIDEST, classes="govuk-input--width-20"
            )
            self.fields[f"comment-{place}"] = TextField(
                label=f"Comment on number {place} (optional)", max_length=_WIDEST
            )


def given_from(values: Mapping[str, Any]) -> dict[str, Given]:
    """Every number of which something was typed, by its place on the page."""
    found = {}
    for place in range(1, AT_ONCE + 1):
        one = Given(*(str(values.get(f"{name}-{place}") or "") for name in ("type", "value", "comment")))
        if one.type or one.value or one.comment:
            found[str(place)] = one
    return found


class NumberForm(DpsForm):
    """One number that is there."""

    value = TextField(label="Number", max_length=_WIDEST, missing="Enter the number", classes="govuk-input--width-20")
    comment = TextField(label="Comment (optional)", max_length=_WIDEST)


class RemoveForm(DpsForm):
    """Nothing to type: only whether."""
