"""The page that changes a diet."""

from typing import Any

from dps.platform.design.forms import CheckboxesField, DpsForm, TextAreaField, TextField
from dps.prisoners.diet.rules import (
    ALLERGIES,
    DETAILS,
    GROUPS,
    LONGEST_DETAILS,
    LONGEST_INSTRUCTIONS,
    MEDICAL,
    PERSONALISED,
    tidied,
)


def _detail(name: str) -> TextField:
    box = DETAILS[name]
    return TextField(label=box.label, max_length=LONGEST_DETAILS, hint=f"Only with “{GROUPS[box.group][box.code]}”")


class DietForm(DpsForm):
    """Three groups of boxes, the texts that go with some of them, and instructions for the kitchen."""

    medical = CheckboxesField(label="Medical diet", choices=list(MEDICAL.items()))
    eating_disorder = _detail("eating_disorder")
    nutrient_deficiency = _detail("nutrient_deficiency")
    medical_other = _detail("medical_other")
    allergies = CheckboxesField(label="Food allergies", choices=list(ALLERGIES.items()))
    allergies_other = _detail("allergies_other")
    personalised = CheckboxesField(label="Personalised diet", choices=list(PERSONALISED.items()))
    personalised_other = _detail("personalised_other")
    catering_instructions = TextAreaField(label="Catering instructions", max_length=LONGEST_INSTRUCTIONS)

    def clean(self) -> dict[str, Any]:
        cleaned = dict(super().clean() or {})
        ticked = {group: cleaned.get(group, []) for group in GROUPS}
        details = {name: cleaned.get(name, "") for name in DETAILS}
        needs, problems = tidied(ticked, details, cleaned.get("catering_instructions", ""))
        for name, words in problems.items():
            if name not in self.errors:
                self.add_error(name, words)
        return cleaned | {"needs": needs}
