"""What a person eats."""

from typing import Any

from dps.prisoners.diet.models import Diet

FIELDS = ("medical", "allergies", "personalised", "details", "catering_instructions")
NOTHING: dict[str, Any] = {
    "medical": [], "allergies": [], "personalised": [], "details": {}, "catering_instructions": "",
}  # fmt: skip


def diet_of(number: str) -> Diet | None:
    """The diet of a person; None when nothing was ever entered. One statement."""
    return Diet.objects.filter(person_id=number).first()


def needs_of(number: str) -> dict[str, Any]:
    """The fields of the diet, empty when nothing was ever entered. One statement."""
    row = diet_of(number)
    return {name: getattr(row, name) for name in FIELDS} if row else dict(NOTHING)
